import type { Case } from '#shared/casework/cases/case.ts';
import type { CaseDefinition } from '#shared/casework/cases/case-definition.ts';
import { calendarNamedFor } from '#shared/casework/cases/case-type.ts';
import { parseReference } from '#shared/casework/cases/reference.ts';
import { disabledAmong } from '#shared/casework/priorities/priority.ts';
import { promisedBy } from '#shared/casework/tasks/task-type.ts';
import { compiledCalendar } from '#shared/core/calendars/compiled-calendar.ts';
import type { Policy, Promised } from '#shared/core/clocks/clock.ts';
import type { Configured } from '#shared/core/definitions/configuration.ts';
import type { Configurations } from '#shared/core/definitions/definitions.ts';
import { own } from '#shared/core/records/own.ts';
import { readRecord } from '#shared/core/records/read.ts';
import { isUlid } from '#shared/core/records/ulid.ts';
import { referenceKey } from '#shared/core/table/casework-keys.ts';
import type { Table } from '#shared/core/table/table.ts';

/**
 * A case by its id or by its reference as somebody typed it; undefined where there is none. A
 * mistyped reference is found out by its check character, before anything is read.
 */
export const findCase = async (table: Table, idOrReference: string): Promise<Case | undefined> => {
  if (isUlid(idOrReference)) return readRecord<Case>(table, 'case', idOrReference);
  const reference = parseReference(idOrReference);
  const pointer = reference && (await table.get(referenceKey(reference)));
  return pointer ? readRecord<Case>(table, 'case', String(pointer.caseId)) : undefined;
};

/**
 * The case that one has become by now: itself, or what it was merged into, however often;
 * undefined where that is not there any more. It ends, since no case is merged into a merged one.
 */
export const afterMerges = async (table: Table, id: string): Promise<Case | undefined> => {
  let record = await readRecord<Case>(table, 'case', id);
  while (record?.mergedInto) record = await readRecord<Case>(table, 'case', record.mergedInto);
  return record;
};

/** The calendars that targets count by, at the versions given or as they are now. */
const calendarsFor = async (
  definitions: Configurations,
  targets: readonly { calendar?: string | undefined }[],
  versions: Readonly<Record<string, number>>,
): Promise<Map<string, Configured<'calendars'>>> => {
  const keys = [...new Set(targets.flatMap(({ calendar }) => calendar ?? []))];
  const found = await Promise.all(
    keys.map(async (key) => {
      const version = own(versions, key);
      const calendar =
        version === undefined
          ? await definitions.one('calendars', key)
          : await definitions.atVersion('calendars', key, version);
      if (!calendar) throw new Error(`calendar ${key} is gone`);
      return [key, calendar] as const;
    }),
  );
  return new Map(found);
};

type Counted = Pick<CaseDefinition, 'counting' | 'policies' | 'taskPolicies'>;

/** What clocks count by: the targets of a version of a type, with their calendars. */
const countingBy = async (
  definitions: Configurations,
  { version, value }: Configured<'case-types'>,
  versions: Readonly<Record<string, number>>,
): Promise<Counted> => {
  const calendars = await calendarsFor(definitions, [...value.targets, ...value.taskTypes], versions);
  const policyBy = <T extends Promised>(target: T, key: string | undefined): Policy<T> => {
    const calendar = key === undefined ? undefined : calendars.get(key);
    return { target, ...(calendar && { calendar: compiledCalendar(calendar) }) };
  };
  return {
    counting: {
      typeVersion: version,
      calendars: Object.fromEntries([...calendars].map(([key, calendar]) => [key, calendar.version])),
    },
    policies: new Map(value.targets.map((target) => [target.key, policyBy(target, calendarNamedFor(target, value))])),
    taskPolicies: new Map(
      value.taskTypes.map((type) => [type.key, policyBy(promisedBy(type), calendarNamedFor(type, value))]),
    ),
  };
};

const assemble = async (
  definitions: Configurations,
  { key, version, value: type }: Configured<'case-types'>,
  counted: Counted,
): Promise<CaseDefinition> => {
  const known = await definitions.all('priorities');
  return {
    key,
    version,
    type,
    priorities: type.priorities ?? [...known.keys()],
    disabledPriorities: disabledAmong(known),
    ...counted,
  };
};

/**
 * The definition for a new case of a type, or undefined where there is no such type. A type of a
 * disabled instance is disabled with it.
 */
export const definitionForNew = async (
  definitions: Configurations,
  type: string,
): Promise<CaseDefinition | undefined> => {
  const configured = await definitions.one('case-types', type);
  if (!configured) return undefined;
  const { instance } = configured.value;
  const its = instance === undefined ? undefined : await definitions.one('instances', instance);
  const definition = await assemble(definitions, configured, await countingBy(definitions, configured, {}));
  return { ...definition, ...(its?.value.enabled === false && { disabledInstance: instance }) };
};

const typeAtVersion = async (definitions: Configurations, type: string, version: number) => {
  const configured = await definitions.atVersion('case-types', type, version);
  if (!configured) throw new Error(`case type ${type} version ${version} is gone`);
  return configured;
};

/**
 * The definition that a case keeps to: its type at the version it was raised under, and what its
 * clocks count by.
 */
export const definitionOf = async (
  definitions: Configurations,
  { type, typeVersion, counting }: Pick<Case, 'type' | 'typeVersion' | 'counting'>,
): Promise<CaseDefinition> => {
  const counted = await typeAtVersion(definitions, type, counting.typeVersion);
  return assemble(
    definitions,
    await typeAtVersion(definitions, type, typeVersion),
    await countingBy(definitions, counted, counting.calendars),
  );
};
