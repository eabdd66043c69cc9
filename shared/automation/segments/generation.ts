import { createHash } from 'node:crypto';
import type { Segment } from '#shared/automation/segments/segment.ts';
import { compiledCalendar } from '#shared/core/calendars/compiled-calendar.ts';
import type { CompiledCalendar } from '#shared/core/calendars/working-table.ts';
import { type ConditionResult, NEVER } from '#shared/core/conditions/answers.ts';
import type { Condition } from '#shared/core/conditions/condition.ts';
import { type Evaluation, evaluateExactly } from '#shared/core/conditions/evaluate.ts';
import type { Subject } from '#shared/core/conditions/fields.ts';
import { type ConditionReads, ofContact, readsOf } from '#shared/core/conditions/plan.ts';
import type { Configured } from '#shared/core/definitions/configuration.ts';
import type { Configurations } from '#shared/core/definitions/definitions.ts';

// A generation is a segment's condition, the segments that it names and their calendars, each at a
// version. A change of any makes another one, filled beside the one that is read.

type Version = readonly [key: string, version: number];

/** What a generation is made of. Its own condition comes first; a segment that is gone has none. */
export interface Generation {
  id: string;
  segments: readonly Version[];
  calendars: readonly Version[];
}

/** The generations of a segment that nobody is in: one that is deleted, one that is disabled. */
export const nobody: Generation = { id: 'none', segments: [], calendars: [] };
const nobodyForNow: Generation = { ...nobody, id: 'off' };
export const isEmpty = ({ segments }: Generation): boolean => segments.length === 0;

const isOn = (value: Segment | undefined): value is Segment => value?.enabled === true;

/**
 * The segments that one leads to by its names, itself first; a disabled one leads nowhere.
 */
const reachedFrom = async (definitions: Configurations, key: string): Promise<Version[]> => {
  const reached = new Map<string, number>();
  const waiting = [key];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const found = reached.has(next) ? undefined : await definitions.one('segments', next);
    if (!found) continue;
    reached.set(next, found.version);
    if (isOn(found.value)) waiting.push(...readsOf(found.value.condition).segments);
  }
  return [...reached];
};

/** The generation that a segment is to be reckoned by. */
export const generationOf = async (definitions: Configurations, key: string): Promise<Generation> => {
  const own = await definitions.one('segments', key);
  if (!own) return nobody;
  if (!isOn(own.value)) return nobodyForNow;
  const segments = await reachedFrom(definitions, key);
  const values = await Promise.all(segments.map(([one]) => definitions.one('segments', one)));
  const named = new Set(values.flatMap((one) => (isOn(one?.value) ? [...readsOf(one.value.condition).calendars] : [])));
  const found = await Promise.all([...named].sort().map((calendar) => definitions.one('calendars', calendar)));
  const calendars = found.flatMap((one): Version[] => (one ? [[one.key, one.version]] : []));
  const [first, ...others] = segments;
  const parts = [first, ...others.sort(([a], [b]) => (a < b ? -1 : 1))].filter((one) => one !== undefined);
  const digest = createHash('sha256')
    .update(JSON.stringify([parts, calendars]))
    .digest('hex')
    .slice(0, 12);
  return { id: `${own.version}-${digest}`, segments: parts, calendars };
};

/** A generation made ready to ask. */
export interface CompiledGeneration {
  id: string;
  key: string;
  conditions: ReadonlyMap<string, Condition>;
  calendars: ReadonlyMap<string, CompiledCalendar>;
  /** What any of its conditions reads. */
  reads: ConditionReads;
}

export const allReads = (sets: readonly ConditionReads[]): ConditionReads => ({
  fields: new Set(sets.flatMap(({ fields }) => [...fields])),
  related: new Set(sets.flatMap(({ related }) => [...related])),
  calendars: new Set(sets.flatMap(({ calendars }) => [...calendars])),
  segments: new Set(sets.flatMap(({ segments }) => [...segments])),
});

const conditionsIn = (found: readonly (Configured<'segments'> | undefined)[]) =>
  new Map(found.flatMap((one) => (one && isOn(one.value) ? [[one.key, one.value.condition] as const] : [])));
const calendarsIn = (found: readonly (Configured<'calendars'> | undefined)[]) =>
  new Map(found.flatMap((one) => (one ? [[one.key, compiledCalendar(one)] as const] : [])));

/** Conditions by their segment, and calendars, as one thing to ask. */
export const compileGeneration = (
  { id, key }: { id: string; key: string },
  conditions: ReadonlyMap<string, Condition>,
  calendars: ReadonlyMap<string, CompiledCalendar>,
): CompiledGeneration => {
  const compiled = new Map([...conditions].map(([segment, condition]) => [segment, ofContact(condition)]));
  return { id, key, conditions: compiled, calendars, reads: allReads([...compiled.values()].map(readsOf)) };
};

/** A segment by the definition that it has now. */
export const currentGeneration = async (definitions: Configurations, key: string): Promise<CompiledGeneration> => {
  const { id, segments, calendars } = await generationOf(definitions, key);
  const found = await Promise.all(segments.map(([one]) => definitions.one('segments', one)));
  const hours = await Promise.all(calendars.map(([one]) => definitions.one('calendars', one)));
  return compileGeneration({ id, key }, conditionsIn(found), calendarsIn(hours));
};

/** A generation with its parts, also those that have changed since. */
export const loadGeneration = async (
  definitions: Configurations,
  key: string,
  { id, segments, calendars }: Generation,
): Promise<CompiledGeneration> => {
  const found = await Promise.all(segments.map(([one, version]) => definitions.atVersion('segments', one, version)));
  const hours = await Promise.all(calendars.map(([one, version]) => definitions.atVersion('calendars', one, version)));
  return compileGeneration({ id, key }, conditionsIn(found), calendarsIn(hours));
};

/**
 * Whether a contact is in a segment at an instant (epoch ms), why, and exactly until when. The
 * segments that it names are asked of the same contact at the instants that matter.
 */
export const askSegment = (generation: CompiledGeneration, subject: Subject, at: number): Evaluation => {
  const { conditions, calendars, key } = generation;
  const known = new Map<string, ConditionResult>();
  const inSegment = (segment: string, instant: number): ConditionResult => {
    const name = `${segment} ${instant}`;
    const condition = conditions.get(segment);
    const result = known.get(name) ?? (condition ? evaluateExactly(condition, asked, instant) : NEVER);
    known.set(name, result);
    return result;
  };
  const asked: Subject = { ...subject, calendars, inSegment };
  const own: Condition = conditions.get(key) ?? { any: [] };
  return evaluateExactly(own, asked, at);
};
