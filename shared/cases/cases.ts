import type { Case } from '#shared/cases/case.ts';
import type { CaseDefinition } from '#shared/cases/case-definition.ts';
import type { Target } from '#shared/cases/case-type.ts';
import { parseReference } from '#shared/cases/reference.ts';
import type { Policy } from '#shared/clocks/clock.ts';
import { compiledCalendar } from '#shared/configuration/calendars.ts';
import type { Configured } from '#shared/configuration/configuration.ts';
import type { Configurations } from '#shared/configuration/definitions.ts';
import { isUlid } from '#shared/records/ids.ts';
import { disabledAmong } from '#shared/records/priority.ts';
import { readRecord } from '#shared/records/read.ts';
import { referenceKey } from '#shared/table/keys.ts';
import type { Table } from '#shared/table/table.ts';

/**
 * A case by its id or by its reference as somebody typed it; undefined where there is none. A mistyped reference is found out by its check character,
 * before anything is read.
 */
export const findCase = async (table: Table, idOrReference: string): Promise<Case | undefined> => {
  if (isUlid(idOrReference)) return readRecord<Case>(table, 'case', idOrReference);
  const reference = parseReference(idOrReference);
  const pointer = reference && (await table.get(referenceKey(reference)));
  return pointer ? readRecord<Case>(table, 'case', String(pointer.caseId)) : undefined;
};

const policyFrom = async (
  definitions: Configurations,
  target: Target,
  versions: ReadonlyMap<string, number>,
): Promise<Policy> => {
  if (!target.calendar) return { target };
  const version = versions.get(target.calendar);
  const calendar =
    version === undefined
      ? await definitions.lastKnown('calendars', target.calendar)
      : await definitions.atVersion('calendars', target.calendar, version);
  if (!calendar) throw new Error(`calendar ${target.calendar} is gone`);
  return { target, calendar: { key: calendar.key, version: calendar.version, compiled: compiledCalendar(calendar) } };
};

const assemble = async (
  definitions: Configurations,
  configured: Configured<'case-types'>,
  versions: ReadonlyMap<string, number>,
): Promise<CaseDefinition> => {
  const type = configured.value;
  const known = await definitions.all('priorities');
  const policies = await Promise.all(
    type.targets.map(async (target) => [target.key, await policyFrom(definitions, target, versions)] as const),
  );
  return {
    key: configured.key,
    version: configured.version,
    type,
    priorities: type.priorities ?? [...known.keys()],
    disabledPriorities: disabledAmong(known),
    policies: new Map(policies),
  };
};

/** The definition for a new case of a type, or undefined where there is no such type. A type of a disabled instance is disabled with it. */
export const definitionForNew = async (
  definitions: Configurations,
  type: string,
): Promise<CaseDefinition | undefined> => {
  const configured = await definitions.one('case-types', type);
  if (!configured) return undefined;
  const { instance, enabled } = configured.value;
  const isRunning = instance === undefined || ((await definitions.one('instances', instance))?.value.enabled ?? true);
  const definition = await assemble(definitions, configured, new Map());
  return { ...definition, type: { ...definition.type, enabled: enabled && isRunning } };
};

/** The definition that a case keeps to: its type and calendars at the versions it was raised under. */
export const definitionOf = async (definitions: Configurations, record: Case): Promise<CaseDefinition> => {
  const configured = await definitions.atVersion('case-types', record.type, record.typeVersion);
  if (!configured) throw new Error(`case type ${record.type} version ${record.typeVersion} is gone`);
  const versions = record.clocks.flatMap((clock) =>
    clock.calendar ? [[clock.calendar.key, clock.calendar.version] as const] : [],
  );
  return assemble(definitions, configured, new Map(versions));
};
