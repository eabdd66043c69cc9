import type { Alert } from '#shared/casework/alerts/alert.ts';
import type { AlertDefinition } from '#shared/casework/alerts/alert-definition.ts';
import { disabledAmong } from '#shared/casework/priorities/priority.ts';
import { compiledCalendar } from '#shared/core/calendars/compiled-calendar.ts';
import type { Configured } from '#shared/core/definitions/configuration.ts';
import type { Configurations } from '#shared/core/definitions/definitions.ts';
import { readRecord } from '#shared/core/records/read.ts';
import type { Table } from '#shared/core/table/table.ts';

const assemble = async (
  definitions: Configurations,
  configured: Configured<'alert-types'>,
): Promise<AlertDefinition> => {
  const type = configured.value;
  const priorities = await definitions.all('priorities');
  const calendar = type.calendar === undefined ? undefined : await definitions.one('calendars', type.calendar);
  return {
    key: configured.key,
    version: configured.version,
    type,
    priorities: [...priorities.keys()],
    disabledPriorities: disabledAmong(priorities),
    calendar: calendar && compiledCalendar(calendar),
  };
};

/** The definition for a new alert of a type, or undefined where there is no such type. */
export const alertDefinitionForNew = async (
  definitions: Configurations,
  type: string,
): Promise<AlertDefinition | undefined> => {
  const configured = await definitions.one('alert-types', type);
  return configured && assemble(definitions, configured);
};

/** The definition that an alert keeps to: its type at the version it was raised under. */
export const alertDefinitionOf = async (definitions: Configurations, alert: Alert): Promise<AlertDefinition> => {
  const configured = await definitions.atVersion('alert-types', alert.type, alert.typeVersion);
  if (!configured) throw new Error(`alert type ${alert.type} version ${alert.typeVersion} is gone`);
  return assemble(definitions, configured);
};

/**
 * The alerts by these ids, in their order; those that are not there are left out. A consistent read
 * each, side by side.
 */
export const alertsBy = async (table: Table, ids: readonly string[]): Promise<Alert[]> =>
  (await Promise.all(ids.map((id) => readRecord<Alert>(table, 'alert', id)))).flatMap((alert) => alert ?? []);
