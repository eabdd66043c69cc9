import type { CompiledGeneration } from '#shared/automation/segments/generation.ts';
import { allOf, type ConditionResult } from '#shared/core/conditions/answers.ts';
import type { Condition, CountedKind, CountOf, QuantifiedKind } from '#shared/core/conditions/condition.ts';
import { evaluate } from '#shared/core/conditions/evaluate.ts';
import type { RelatedRecord, Subject } from '#shared/core/conditions/fields.ts';
import { fieldsIn } from '#shared/core/conditions/plan.ts';
import { bind, inWindow, recordsOf } from '#shared/core/conditions/related.ts';
import { own } from '#shared/core/records/own.ts';

// Of a contact with many records, only those that can change an answer are watched, as solvers
// watch two literals of a clause. Where they are not enough to know, all records are read again.

/** One question about several records, at the top of a condition. */
interface Quantifier {
  of: QuantifiedKind | CountedKind;
  where?: Condition | undefined;
  /** The window of a count. */
  window?: CountOf;
  /** How many are enough, where more of them change nothing. */
  enough?: number;
}

/** What is known of the records that are not watched, for one generation. */
interface WatchedGeneration {
  /** Places of quantifiers of which as many are watched as are enough, whatever the others do. */
  enough: readonly number[];
  /** Before this instant (epoch ms) none of the others holds. */
  before?: number | undefined;
}

/** Ids of records. */
export interface RecordIds {
  alerts: readonly string[];
  cases: readonly string[];
}

export interface Watch extends RecordIds {
  /** By `nameOf`; null for a generation that has to read everything. */
  generations: Readonly<Record<string, WatchedGeneration | null>>;
}

/** A contact with so few records is read whole: to watch some of them would save nothing. */
export const fewRecords = 12;
/** Of one quantifier; twice as many where half of them hold and half will. */
const mostWatched = 8;
/** Of a contact. Beyond that all are read again, so that what need not be watched any more goes. */
const mostOfContact = 60;

export const nameOf = ({ key, id }: Pick<CompiledGeneration, 'key' | 'id'>): string => `${key} ${id}`;

function* quantifiersIn(tree: Condition): Generator<Quantifier> {
  if ('all' in tree) for (const part of tree.all) yield* quantifiersIn(part);
  else if ('any' in tree) for (const part of tree.any) yield* quantifiersIn(part);
  else if ('not' in tree) yield* quantifiersIn(tree.not);
  else if ('some' in tree) yield { of: tree.some, where: tree.where, enough: tree.atLeast ?? 1 };
  else if ('none' in tree) yield { of: tree.none, where: tree.where, enough: 1 };
  else if ('count' in tree) yield { of: tree.count, where: tree.where, window: tree };
}

const found = new WeakMap<CompiledGeneration, readonly Quantifier[]>();
const quantifiersOf = (generation: CompiledGeneration): readonly Quantifier[] => {
  const known =
    found.get(generation) ?? [...generation.conditions.values()].flatMap((tree) => [...quantifiersIn(tree)]);
  found.set(generation, known);
  return known;
};

const watchedKinds = new Set<string>(['alerts', 'cases', 'tasks']);

/**
 * Whether records answer for themselves: what asks each of them for something of the contact may
 * change its answer by an event that is about none of them.
 */
const isWatchable = (generation: CompiledGeneration): boolean =>
  quantifiersOf(generation).every(
    ({ of, where }) =>
      watchedKinds.has(of) && (!where || ![...fieldsIn(where)].some((field) => field.startsWith('contact.'))),
  );

interface RecordAnswer extends ConditionResult {
  record: RelatedRecord;
}

const answersTo = (
  { of, where, window }: Quantifier,
  { subject, calendars, at }: { subject: Subject; calendars: Subject['calendars']; at: number },
): RecordAnswer[] =>
  recordsOf(subject, of).map((record) => {
    const inner: ConditionResult = where
      ? evaluate(where, bind({ ...subject, calendars }, record), at)
      : { held: true };
    const { held, until } = window ? allOf([inWindow(window, record, at), inner]) : inner;
    return { record, held, until };
  });

const asksNone: WatchedGeneration = { enough: [] };

/** What a watch knows for a generation; undefined for one that came later. */
export const watchedFor = (watch: Watch, generation: CompiledGeneration): WatchedGeneration | null | undefined =>
  quantifiersOf(generation).length === 0 ? asksNone : own(watch.generations, nameOf(generation));

const matters = ({ held, until }: ConditionResult): boolean => held || until !== undefined;

const NEVER_ENDS = Number.POSITIVE_INFINITY;
/** Those that hold, the one that holds longest first. */
const holdingOf = (answers: readonly RecordAnswer[]): RecordAnswer[] =>
  answers
    .filter(({ held }) => held)
    .sort((one, other) => {
      const [end, otherEnd] = [one.until ?? NEVER_ENDS, other.until ?? NEVER_ENDS];
      return end === otherEnd ? 0 : otherEnd - end;
    });

/** Which records of a quantifier are to be watched; undefined where they would be too many. */
const chooseOf = (
  { enough }: Quantifier,
  answers: readonly RecordAnswer[],
): { watched: readonly RecordAnswer[]; isEnough?: true; before?: number | undefined } | undefined => {
  const mattering = answers.filter(matters);
  if (mattering.length <= mostWatched) return { watched: mattering };
  const holding = holdingOf(mattering);
  if (enough !== undefined && enough <= mostWatched && holding.length >= enough)
    return { watched: holding.slice(0, mostWatched), isEnough: true };
  if (holding.length > mostWatched) return undefined;
  const later = mattering
    .filter(({ held }) => !held)
    .sort((one, other) => (one.until as number) - (other.until as number));
  return { watched: [...holding, ...later.slice(0, mostWatched)], before: later[mostWatched]?.until };
};

const keyOf = ({ id, subject }: RelatedRecord, of: Quantifier['of']): { kind: keyof RecordIds; id: string } => {
  if (of === 'alerts') return { kind: 'alerts', id };
  return { kind: 'cases', id: of === 'cases' ? id : String((subject.case as { id: string }).id) };
};

const earlier = (one: number | undefined, other: number | undefined): number | undefined =>
  one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);

const sizeOf = ({ alerts, cases }: Record<keyof RecordIds, ReadonlySet<string>>): number => alerts.size + cases.size;

/**
 * What to watch of a contact of whom everything was read (at an instant in epoch ms); undefined of
 * one with few records.
 */
export const watchOf = (
  generations: readonly CompiledGeneration[],
  subject: Subject,
  at: number,
): Watch | undefined => {
  const all = recordsOf(subject, 'alerts').length + recordsOf(subject, 'cases').length;
  if (all <= fewRecords) return undefined;
  let chosen = { alerts: new Set<string>(), cases: new Set<string>() };
  const asking = generations.filter((generation) => quantifiersOf(generation).length > 0);
  const entries = asking.map((generation): [string, WatchedGeneration | null] => {
    const name = nameOf(generation);
    if (!isWatchable(generation)) return [name, null];
    const { calendars } = generation;
    const next = { alerts: new Set(chosen.alerts), cases: new Set(chosen.cases) };
    const enough: number[] = [];
    let before: number | undefined;
    for (const [place, quantifier] of quantifiersOf(generation).entries()) {
      const choice = chooseOf(quantifier, answersTo(quantifier, { subject, calendars, at }));
      if (!choice) return [name, null];
      for (const { record } of choice.watched) {
        const { kind, id } = keyOf(record, quantifier.of);
        next[kind].add(id);
      }
      if (choice.isEnough) enough.push(place);
      before = earlier(before, choice.before);
    }
    if (sizeOf(next) > mostOfContact / 2) return [name, null];
    chosen = next;
    return [name, { enough, ...(before !== undefined && { before }) }];
  });
  return { alerts: [...chosen.alerts], cases: [...chosen.cases], generations: Object.fromEntries(entries) };
};

/**
 * The answer for a contact of whom only some records were read; undefined where they cannot tell.
 * Its end may be too early: then the contact is only looked at again before it need be.
 */
export const answerOfWatched = (
  generation: CompiledGeneration,
  { watch, subject, at }: { watch: Watch; subject: Subject; at: number },
  { held, until }: ConditionResult,
): ConditionResult | undefined => {
  const watched = watchedFor(watch, generation);
  if (!watched) return undefined;
  let { before } = watched;
  if (before !== undefined && at >= before) return undefined;
  const { calendars } = generation;
  for (const place of watched.enough) {
    const quantifier = quantifiersOf(generation)[place];
    if (!quantifier?.enough) return undefined;
    const last = holdingOf(answersTo(quantifier, { subject, calendars, at }))[quantifier.enough - 1];
    if (!last) return undefined;
    before = earlier(before, last.until);
  }
  const end = earlier(until, before);
  return { held, ...(end !== undefined && { until: end }) };
};

/** Those of a quantifier that are to be watched, of what was read. */
const alsoOf = (
  { enough = 0 }: Quantifier,
  answers: readonly RecordAnswer[],
  { isEnough, before = NEVER_ENDS }: { isEnough: boolean; before?: number | undefined },
): readonly RecordAnswer[] =>
  isEnough
    ? holdingOf(answers).slice(0, enough)
    : answers.filter((answer) => answer.held || (answer.until !== undefined && answer.until < before));

/**
 * What is watched after an event, with the records that may change an answer now; undefined where
 * that is too much.
 */
export const watchAlso = (
  watch: Watch,
  generations: readonly CompiledGeneration[],
  { subject, at }: { subject: Subject; at: number },
): Watch | undefined => {
  const all = { alerts: new Set(watch.alerts), cases: new Set(watch.cases) };
  for (const generation of generations) {
    const watched = watchedFor(watch, generation);
    if (!watched) continue;
    const { calendars } = generation;
    const { enough, before } = watched;
    for (const [place, quantifier] of quantifiersOf(generation).entries()) {
      const answers = answersTo(quantifier, { subject, calendars, at });
      for (const { record } of alsoOf(quantifier, answers, { isEnough: enough.includes(place), before })) {
        const { kind, id } = keyOf(record, quantifier.of);
        all[kind].add(id);
      }
    }
  }
  if (sizeOf(all) === watch.alerts.length + watch.cases.length) return watch;
  return sizeOf(all) > mostOfContact ? undefined : { ...watch, alerts: [...all.alerts], cases: [...all.cases] };
};
