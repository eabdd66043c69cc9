import type { Case } from '#shared/casework/cases/case.ts';
import type { CaseDefinition } from '#shared/casework/cases/case-definition.ts';
import { changeCase } from '#shared/casework/cases/change-case.ts';
import { isOpen, statusOf } from '#shared/casework/cases/status.ts';
import type { Migration } from '#shared/casework/migration/migration.schema.ts';
import { migratedFields } from '#shared/casework/migration/stranding.ts';
import { Refusal } from '#shared/core/errors.ts';
import { own } from '#shared/core/records/own.ts';
import { type Decision, unchanged } from '#shared/core/table/decision.ts';

interface Move {
  migration: Migration;
  /** Epoch milliseconds. */
  at: number;
}

/**
 * Moves an open case to another version of its type, once; its clocks keep their targets. @throws
 * `would-strand` where the version lacks its status, stage or a field even after the mapping
 */
export const moveCase = (current: Case, { migration, at }: Move, definition: CaseDefinition): Decision<Case> => {
  if (!isOpen(current) || current.typeVersion === definition.version) return unchanged('case', current);
  const { type } = definition;
  const status = statusOf(type, own(migration.statuses, current.status.key) ?? current.status.key);
  const stageKeyOf = (key: string): string | null => {
    const mapped = own(migration.stages, key);
    return mapped === undefined ? key : mapped;
  };
  const stage = current.stage === undefined ? null : stageKeyOf(current.stage);
  const fields = migratedFields(current.fields, migration.fields, type.fields);
  const stageIsKnown = stage === null || type.stages.some((one) => one.key === stage);
  if (!status || !isOpen({ status }) || !fields || !stageIsKnown) throw new Refusal('would-strand');
  const { stage: _stage, stageSince, ...rest } = current;
  const after: Case = {
    ...rest,
    typeVersion: definition.version,
    counting: definition.counting,
    status: { key: status.key, category: status.category },
    fields,
    ...(stage !== null && { stage, ...(stageSince && { stageSince }) }),
  };
  return changeCase(current, after, { type: 'Case Updated', at, definition });
};
