import type { Alert } from '#shared/casework/alerts/alert.ts';
import type { AlertDefinition } from '#shared/casework/alerts/alert-definition.ts';
import { changeAlert } from '#shared/casework/alerts/change-alert.ts';
import type { Migration } from '#shared/casework/migration/migration.schema.ts';
import { migratedFields } from '#shared/casework/migration/stranding.ts';
import { Refusal } from '#shared/core/errors.ts';
import { type Decision, unchanged } from '#shared/core/table/decision.ts';

/**
 * Moves an open alert to another version of its type.
 * @throws `would-strand` where that does not know a field of it, after the mapping
 */
export const moveAlert = (
  current: Alert,
  { migration, at }: { migration: Migration; at: number },
  definition: AlertDefinition,
): Decision<Alert> => {
  if (current.category === 'closed' || current.typeVersion === definition.version) return unchanged('alert', current);
  const fields = migratedFields(current.fields, migration.fields, definition.type.fields);
  if (!fields) throw new Refusal('would-strand');
  return changeAlert(current, { ...current, typeVersion: definition.version, fields }, { type: 'Alert Updated', at });
};
