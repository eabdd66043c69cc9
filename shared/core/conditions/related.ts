import { allOf, anyOf, atLeast, type ConditionResult, NEVER, opposite } from '#shared/core/conditions/answers.ts';
import { compare } from '#shared/core/conditions/compare.ts';
import type { CountOf, Operator, QuantifiedKind } from '#shared/core/conditions/condition.ts';
import type { RelatedRecord, Subject } from '#shared/core/conditions/fields.ts';
import { own } from '#shared/core/records/own.ts';

// Conditions over what a contact has: how many of its records answer yes to a question.

export const recordsOf = ({ related }: Subject, of: keyof NonNullable<Subject['related']>): readonly RelatedRecord[] =>
  (related && own(related as Record<string, readonly RelatedRecord[]>, of)) ?? [];

/**
 * The subject inside a quantifier: the outer one with the record and its case in their places. A
 * record without a case has none of the outer one either.
 */
export const bind = (outer: Subject, { subject }: RelatedRecord): Subject => ({
  ...outer,
  case: undefined,
  ...subject,
});

// The window of a count is the same object at every evaluation, as `wantedMoment` likes it.
const windows = new WeakMap<CountOf, { ago: string }>();
const windowOf = (leaf: CountOf): { ago: string } => {
  const window = windows.get(leaf) ?? { ago: leaf.within };
  windows.set(leaf, window);
  return window;
};

/** Whether a thing was created within the window of a count. */
export const inWindow = (leaf: CountOf, { createdAt }: RelatedRecord, at: number): ConditionResult =>
  compare('within', { value: createdAt, wanted: windowOf(leaf) }, at);

type HowMany = (answers: readonly ConditionResult[], wanted: number) => ConditionResult;
const more: HowMany = (answers, wanted) => atLeast(Math.floor(wanted) + 1, answers);
const enough: HowMany = (answers, wanted) => atLeast(Math.ceil(wanted), answers);
const exactly: HowMany = (answers, wanted) =>
  Number.isInteger(wanted) ? allOf([enough(answers, wanted), opposite(more(answers, wanted))]) : NEVER;

/** What each operator asks of how many of the answers hold. */
export function compareCount(op: Operator, answers: readonly ConditionResult[], wanted: unknown): ConditionResult {
  const one = Number(wanted);
  const list = Array.isArray(wanted) ? wanted.map(Number) : [one];
  const [low = one, high = one] = list;
  const among = (): ConditionResult => anyOf(list.map((each) => exactly(answers, each)));
  switch (op) {
    case 'is':
    case 'in':
      return among();
    case 'is-not':
    case 'not-in':
      return opposite(among());
    case 'lt':
      return opposite(enough(answers, one));
    case 'lte':
      return opposite(more(answers, one));
    case 'gt':
      return more(answers, one);
    case 'gte':
      return enough(answers, one);
    case 'between':
      return allOf([enough(answers, low), opposite(more(answers, high))]);
    default:
      return NEVER;
  }
}

/** The segments that a comparison of `contact.segments` names. */
export const segmentsNamed = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string');

/** `contact.segments`, where each segment is asked by itself whether the contact is in it. */
export function compareSegments(
  { op, value }: { op: Operator; value?: unknown },
  inSegment: (segment: string) => ConditionResult,
): ConditionResult {
  const any = anyOf(segmentsNamed(value).map(inSegment));
  return op === 'not-contains' || op === 'not-in' ? opposite(any) : any;
}

/** The root of the fields of a record of each kind. */
export const rootOf = { alerts: 'alert', cases: 'case', tasks: 'task' } as const satisfies Record<
  QuantifiedKind,
  string
>;
