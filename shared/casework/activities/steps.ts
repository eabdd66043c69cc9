import type {
  SequenceType,
  StepReference,
  TimelineStep,
  TimelineType,
} from '#shared/casework/activities/step.schema.ts';
import type { Fault } from '#shared/core/errors.ts';

// What the steps of a timeline or a sequence say of each other. A key is stable: it is what
// activities, and other steps, know a step by.

/**
 * What a step counts from: the beginning of the case, the step before it in a sequence, or an
 * activity of another step.
 */
type CountsFrom = 'start' | 'previous' | { step: string; which: 'newest' | 'oldest' };

export const countsFrom = (reference: StepReference): CountsFrom => {
  if (typeof reference === 'object') return reference;
  return reference === 'start' || reference === 'previous' ? reference : { step: reference, which: 'newest' };
};

/** Words of references, which are no keys of steps. */
const reserved = ['start', 'previous'];

const stepBefore = ({ reference }: Pick<TimelineStep, 'reference'>): string | undefined => {
  const from = countsFrom(reference);
  return typeof from === 'object' ? from.step : undefined;
};

/**
 * The steps that a step counts from, one after the other, until one that counts from none, is not
 * there, or has been met.
 */
const wayBack = (steps: readonly TimelineStep[], from: TimelineStep): string[] => {
  const way = [from.key];
  for (let next = stepBefore(from); next !== undefined; ) {
    way.push(next);
    const known = steps.find(({ key }) => key === next);
    if (!known || way.indexOf(next) < way.length - 1) break;
    next = stepBefore(known);
  }
  return way;
};

const faultsOfStep = (steps: readonly TimelineStep[], index: number, pointer: string): Fault[] => {
  const step = steps[index] as TimelineStep;
  const at = (member: string, code: string, detail: string) => ({ pointer: `${pointer}/${member}`, code, detail });
  const referenceAt = typeof step.reference === 'object' ? 'reference/step' : 'reference';
  const before = stepBefore(step);
  const repeated = steps.findIndex(({ key }) => key === step.key) < index;
  const keyFaults = [
    ...(repeated ? [at('key', 'duplicate', 'another step has this key')] : []),
    ...(reserved.includes(step.key) ? [at('key', 'reserved', 'is what a reference calls something else')] : []),
  ];
  if (before === undefined) return keyFaults;
  if (before === step.key)
    return [...keyFaults, at(referenceAt, 'self-reference', 'a step does not count from itself')];
  if (!steps.some(({ key }) => key === before))
    return [...keyFaults, at(referenceAt, 'unknown-step', `there is no step "${before}"`)];
  const way = wayBack(steps, step);
  // Of a circle every step that is in it is at fault, and none that only leads there.
  return way.at(-1) === step.key
    ? [...keyFaults, at(referenceAt, 'circular', `counts from itself: ${way.join(', ')}`)]
    : keyFaults;
};

/**
 * What is wrong with the steps of a timeline: keys twice, references to themselves, to no step, in
 * a circle, or to a step before where there is none.
 */
export const faultsOfTimeline = ({ steps }: Pick<TimelineType, 'steps'>, pointer: string): Fault[] =>
  steps.flatMap((step, index) => [
    ...faultsOfStep(steps, index, `${pointer}/steps/${index}`),
    ...(step.reference === 'previous'
      ? [
          {
            pointer: `${pointer}/steps/${index}/reference`,
            code: 'unknown-step',
            detail: 'a timeline has no order; name the step',
          },
        ]
      : []),
  ]);

/**
 * Of a sequence also: references to steps that only come later, when there is nothing to count from
 * yet.
 */
export const faultsOfSequence = ({ steps }: Pick<SequenceType, 'steps'>, pointer: string): Fault[] =>
  steps.flatMap((step, index) => {
    const faults = faultsOfStep(steps, index, `${pointer}/steps/${index}`);
    const before = stepBefore(step);
    const isLater = before !== undefined && steps.findIndex(({ key }) => key === before) > index;
    const member = typeof step.reference === 'object' ? 'reference/step' : 'reference';
    return isLater && faults.length === 0
      ? [{ pointer: `${pointer}/steps/${index}/${member}`, code: 'later-step', detail: 'comes later in the sequence' }]
      : faults;
  });

/**
 * The steps, each behind the one that it counts from. They are in no circle: such a type is
 * refused.
 */
export const inOrderOfReference = <S extends TimelineStep>(steps: readonly S[]): S[] =>
  [...steps].sort((a, b) => wayBack(steps, a).length - wayBack(steps, b).length);
