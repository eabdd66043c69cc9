import type * as z from 'zod';
import type { FaultsOfType } from '#functions/api/route-handler.ts';
import type { Services } from '#functions/services.ts';
import { circlesOf } from '#shared/automation/segments/circle.ts';
import { faultsOfConditions, faultsOfConfiguration } from '#shared/configuration/check.ts';
import { faultsOfCircles } from '#shared/configuration/faults-of-workflow.ts';
import { kindSchemas } from '#shared/configuration/kinds.schema.ts';
import { type EntryToSave, unmatchableIn } from '#shared/configuration/rules-among.ts';
import type { Configurations } from '#shared/core/definitions/definitions.ts';
import type { Kind, ValueOf } from '#shared/core/definitions/kind.ts';
import type { Fault } from '#shared/core/errors.ts';
import { soundInLists, soundMembers } from '#shared/core/http/faults.ts';

/** The configuration, as it is or as it would be, and the stage that it is for. */
export type ConfiguredStage = Pick<Services, 'webhooks' | 'now'> & { definitions: Configurations };

type AmongOthers = {
  [K in Kind]?: (stage: ConfiguredStage, entry: EntryToSave<K>, inside: readonly Fault[]) => Promise<Fault[]>;
};

const isOfCondition = ({ pointer }: Fault): boolean => /(^|\/)(condition|trigger)(\/|$)/.test(pointer);

/** A condition that is not sound by itself is met by nothing, and is put to no record. */
const noRecordMeets = async (
  { definitions, now }: ConfiguredStage,
  entry: EntryToSave,
  inside: readonly Fault[],
): Promise<Fault[]> => (inside.some(isOfCondition) ? [] : unmatchableIn(definitions, entry, now()));

/** What is asked of a kind beside what its values say by themselves. */
const amongOthers: AmongOthers = {
  rules: noRecordMeets,
  'case-types': noRecordMeets,
  segments: async ({ definitions }, { key, value: { condition } }) =>
    key !== undefined && condition ? circlesOf(definitions, key, { condition }) : [],
  workflows: async ({ definitions }, { key, value }) =>
    key === undefined ? [] : faultsOfCircles(definitions, key, value),
  webhooks: async ({ webhooks }, { value: { url } }) => {
    if (url === undefined) return [];
    // What judges addresses is loaded with the first webhook that is saved.
    const { faultsOfTarget } = await import('#shared/automation/webhooks/target.ts');
    return faultsOfTarget(url, webhooks.targets);
  },
};

/**
 * What the configuration (as it is, or as it would be) and the stage have against one that is to be
 * saved. Of one that is not sound, `sound` has what is, in its lists too.
 */
export const faultsOfSaving = async <K extends Kind>(
  stage: ConfiguredStage,
  entry: EntryToSave<K>,
  sound: Partial<ValueOf<K>> = entry.value,
) => {
  const { kind } = entry;
  const { inside, missing } = await faultsOfConfiguration(stage.definitions, kind, sound);
  const others = (await amongOthers[kind]?.(stage, entry, inside)) ?? [];
  return { inside: [...inside, ...others], missing };
};

/** Of types, one part of a list is named by others, which would miss it. */
const isOfLists = (kind: Kind): boolean => kind === 'rules' || kind === 'workflows' || kind === 'webhooks';

/**
 * What the whole configuration has against the members of a body that are sound by themselves, and
 * against the sound parts of conditions, so that it comes in one answer with what else is wrong.
 */
export const faultsOfSound =
  <K extends Kind>(kind: K): FaultsOfType<unknown> =>
  async (services, { path, json }) => {
    const schema = kindSchemas[kind] as z.ZodObject;
    const value = soundMembers(schema, json) as Partial<ValueOf<K>>;
    const { key, id = key } = (path ?? {}) as { key?: string; id?: string };
    const inLists = isOfLists(kind) ? soundInLists(schema, json) : {};
    const { inside, missing } = await faultsOfSaving(services, { kind, key: id, value }, { ...value, ...inLists });
    const unsound = Object.entries((json ?? {}) as object).filter(([name]) => !Object.hasOwn(value, name));
    const conditions = await faultsOfConditions(services.definitions, kind, Object.fromEntries(unsound));
    return [...conditions, ...inside, ...missing];
  };
