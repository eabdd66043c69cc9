import type { Activity } from '#shared/casework/activities/activity.ts';
import type { TimelineStep } from '#shared/casework/activities/step.schema.ts';
import { countsFrom, inOrderOfReference } from '#shared/casework/activities/steps.ts';
import { addOffset } from '#shared/core/calendars/offset.ts';
import type { CompiledCalendar } from '#shared/core/calendars/working-time.ts';
import { epoch, iso } from '#shared/core/records/instants.ts';

// When the activities of a timeline are planned. Pure: the same steps and activities give the same
// plan, however often and in any order.

/** The part of an activity that a plan reads. */
export type PlannedActivity = Pick<Activity, 'id' | 'status' | 'at' | 'fixed' | 'over'> & { step: string };

interface CountedBy {
  /** When the case began, in epoch milliseconds. */
  start: number;
  calendar: CompiledCalendar | undefined;
}

/** The instant that others count from: when it was completed, else when it is planned. */
const instantOf = ({ status, at, over }: PlannedActivity): string | undefined =>
  status === 'completed' && over ? over.at : at;

/**
 * The newest or oldest of the activities of a step, in the order in which they were made. Those
 * that fell away count only where no other is left.
 */
const standingFor = (
  activities: readonly PlannedActivity[],
  { step, which }: { step: string; which: 'newest' | 'oldest' },
) => {
  const all = activities.filter((one) => one.step === step).sort((a, b) => (a.id < b.id ? -1 : 1));
  const left = all.filter(({ status }) => status === 'scheduled' || status === 'completed');
  return (left.length > 0 ? left : all).at(which === 'newest' ? -1 : 0);
};

/** Whether a plan may move it: it is still to come, and nobody fixed its instant. */
const isMovable = ({ status, fixed }: PlannedActivity): boolean => status === 'scheduled' && !fixed;

/**
 * Plans each step from the start of the case or from another step's activity, done or planned. What
 * is over or fixed by hand stays where it is. @throws `no-working-time`
 */
export const plan = <A extends PlannedActivity>(
  steps: readonly TimelineStep[],
  activities: readonly A[],
  by: CountedBy,
): A[] => {
  let planned = [...activities];
  for (const step of inOrderOfReference(steps)) {
    const from = countsFrom(step.reference);
    const reference = typeof from === 'object' ? standingFor(planned, from) : undefined;
    const since = typeof from === 'object' ? reference && instantOf(reference) : iso(by.start);
    if (since === undefined) continue;
    const at = iso(addOffset(by.calendar, epoch(since), step.offset));
    planned = planned.map((one) => (one.step === step.key && isMovable(one) ? { ...one, at } : one));
  }
  return planned;
};

interface Done {
  step: string;
  /** When it was over. */
  at: string;
}

/**
 * The instant at which the next step of a sequence is planned, from the steps that are over, in
 * their order.
 */
export const planNext = (
  step: TimelineStep,
  { start, calendar, begun, done }: CountedBy & { begun: number; done: readonly Done[] },
): string => {
  const from = countsFrom(step.reference);
  const stepped = typeof from === 'object' ? done.find((one) => one.step === from.step)?.at : undefined;
  const previous = stepped ?? done.at(-1)?.at;
  const since = from === 'start' ? start : previous === undefined ? begun : epoch(previous);
  return iso(addOffset(calendar, since, step.offset));
};
