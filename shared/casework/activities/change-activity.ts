import {
  type Activity,
  type ActivityChanges,
  type ActivityEnd,
  type ActivityEvent,
  activityDecision,
  caseAfter,
  type Decisions,
  type NewActivity,
  nextOf,
  scheduled,
  withStatus,
} from '#shared/casework/activities/activity.ts';
import { withFields } from '#shared/casework/activities/activity-fields.ts';
import { goOn, type SequenceRun } from '#shared/casework/activities/sequence.ts';
import { replan, stepsOf, type TimelineOfCase, withOneMore } from '#shared/casework/activities/timeline.ts';
import type { DefinedCase } from '#shared/casework/cases/case-definition.ts';
import type { Closing } from '#shared/casework/cases/life/close-and-reopen.ts';
import { personAt, refuseKeptOut } from '#shared/casework/cases/people/kept-out.ts';
import { invalid, Refusal } from '#shared/core/errors.ts';
import { changeEvent } from '#shared/core/events/event.ts';
import { epoch, iso } from '#shared/core/records/instants.ts';
import type { Attribution } from '#shared/core/records/primitives.ts';
import { type Decision, unchanged } from '#shared/core/table/decision.ts';

/** An activity with what it came from: the whole of its timeline, or the run of its sequence. */
export interface ActivityWithOrigin {
  activity: Activity;
  timeline?: TimelineOfCase | undefined;
  run?: SequenceRun | undefined;
}
export interface ActivityDecided {
  activity: Activity;
  decisions: Decision[];
}

const faultAt = (pointer: string, code: string, detail: string) => invalid([{ pointer, code, detail }]);

/** @throws 400 for something that was done, and lies in the future */
const refuseFuture = (wanted: string | undefined, now: number): void => {
  if (wanted !== undefined && epoch(wanted) > now)
    throw faultAt('/at', 'in-the-future', 'was done, so it lies not in the future');
};

/** @throws `locked-out` */
const refuseGiving = (
  { record }: DefinedCase,
  { assignee, people }: Pick<ActivityChanges, 'assignee' | 'people'>,
): void =>
  refuseKeptOut(record, [
    personAt(assignee, '/assignee'),
    ...(people ?? []).map((id, index) => ({ id, pointer: `/people/${index}` })),
  ]);

const withChanged = ({ timeline, activities }: TimelineOfCase, activity: Activity): TimelineOfCase => ({
  timeline,
  activities: activities.map((one) => (one.id === activity.id ? activity : one)),
});

const decided = (
  within: DefinedCase,
  {
    before,
    activity,
    others,
  }: { before?: Activity; activity: Activity; others: (record: DefinedCase['record']) => Decision[] },
  doing: { type: ActivityEvent; at: number },
): ActivityDecided => {
  const decision = activityDecision(within, { activity, was: before }, doing);
  return { activity, decisions: [decision, ...others(decision.after)] };
};
const none = () => [];

/**
 * Adds an activity that is planned or was done to a case in any state.
 * @throws 400 for a future end, an unknown step and its fields; `too-many-activities`, `locked-out`
 */
export const createActivity = (
  within: DefinedCase,
  { id, input, by, at }: Attribution & { id: string; input: NewActivity },
  timeline?: TimelineOfCase,
): ActivityDecided => {
  const { status, from, fields, ...said } = input;
  refuseGiving(within, said);
  if (from && !timeline) throw faultAt('/from/timeline', 'unknown-timeline', 'the case has no such timeline');
  if (from && !stepsOf(within, from.timeline)?.some(({ key }) => key === from.step))
    throw faultAt('/from/step', 'unknown-step', 'the timeline has no such step');
  const bare = scheduled(within, { id, ...said, ...(from && { from }) }, { by, at });
  const made = withFields(within, bare, { given: fields, whole: true, at });
  const isDone = status === 'completed';
  if (isDone) refuseFuture(said.at, at);
  const when = said.at ?? iso(at);
  const whole: Activity = isDone ? { ...withStatus(made, 'completed'), at: when, over: { at: when, by } } : made;
  const fixed: Activity = from && said.at !== undefined && !isDone ? { ...whole, fixed: true } : whole;
  if (!timeline) return decided(within, { activity: fixed, others: none }, { type: 'Activity Created', at });
  const grown = withOneMore(within, timeline.timeline, fixed);
  const all = { timeline: grown.timeline, activities: [...timeline.activities, fixed] };
  const { activity, others } = replan(within, all, fixed, at);
  const [decision, ...rest] = decided(within, { activity, others }, { type: 'Activity Created', at })
    .decisions as Decisions;
  return { activity, decisions: [{ ...decision, items: [...(decision.items ?? []), grown.item] }, ...rest] };
};

const merged = (activity: Activity, changes: ActivityChanges): Activity => {
  const apart = new Set(['fixed', 'fields']);
  const given = Object.entries(changes).filter(([member, value]) => value !== undefined && !apart.has(member));
  const kept = Object.entries({ ...activity, ...Object.fromEntries(given) }).filter(([, value]) => value !== null);
  return Object.fromEntries(kept) as Activity;
};

/**
 * An instant that somebody gives is fixed, and one that is given back is planned again. Only what
 * comes of a timeline is planned by anything.
 */
const withFixed = (activity: Activity, { at, fixed }: ActivityChanges): Activity => {
  const { fixed: before, ...rest } = activity;
  const isFixed = fixed ?? (at === undefined ? before : at !== null);
  return activity.from && 'timeline' in activity.from && isFixed ? { ...rest, fixed: true } : rest;
};

/**
 * Changes an activity; what is planned after it moves with it.
 * @throws `not-scheduled` for the instant or the person of one that is over; `locked-out`
 */
export const editActivity = (
  within: DefinedCase,
  { activity: before, timeline }: ActivityWithOrigin,
  { changes, at }: { changes: ActivityChanges; at: number },
): ActivityDecided => {
  const plans = changes.at !== undefined || changes.fixed !== undefined || changes.assignee !== undefined;
  if (plans && before.status !== 'scheduled') throw new Refusal('not-scheduled');
  refuseGiving(within, changes);
  const worded = withFixed(merged(before, changes), changes);
  const said = changes.fields ? withFields(within, worded, { given: changes.fields, whole: false, at }) : worded;
  const { activity: after, others } = timeline
    ? replan(within, withChanged(timeline, said), said, at)
    : { activity: said, others: none };
  if (changeEvent('Activity Updated', before, after).changed.length === 0)
    return { activity: before, decisions: [unchanged('case', within.record)] };
  const activity = nextOf(before, after, at);
  return decided(within, { before, activity, others }, { type: 'Activity Updated', at });
};

const endings = {
  completed: 'Activity Completed',
  cancelled: 'Activity Cancelled',
  'not-required': 'Activity Not Required',
} as const;

/**
 * Ends an activity as done or cancelled; its timeline and sequence go on, which may close the case.
 * @throws `not-scheduled`, 400 for a future end and its fields, and what refuses to close the case
 */
export const endActivity = (
  within: DefinedCase,
  { activity: before, timeline, run }: ActivityWithOrigin,
  {
    as,
    end,
    closing,
    newId,
    by,
    at,
  }: Attribution & {
    as: keyof typeof endings;
    end: ActivityEnd;
    closing: Closing | undefined;
    newId: () => string;
  },
): ActivityDecided => {
  if (before.status !== 'scheduled') throw new Refusal('not-scheduled');
  refuseFuture(end.at, at);
  const endedAt = end.at ?? iso(at);
  const needsRequired = as === 'completed' || end.fields !== undefined;
  const filled = needsRequired
    ? withFields(within, before, { given: end.fields, whole: as === 'completed', at })
    : before;
  const ended = {
    ...withStatus(filled, as),
    over: { at: endedAt, by, ...(end.note !== undefined && { note: end.note }) },
  };
  const activity = nextOf(before, ended, at);
  const others = timeline ? replan(within, withChanged(timeline, activity), activity, at).others : none;
  const first = decided(within, { before, activity, others }, { type: endings[as], at });
  if (!run) return first;
  const record = caseAfter(first.decisions as Decisions);
  const further = goOn({ ...within, record }, { run, over: activity, endedAt, closing, newId, by, at });
  return { activity, decisions: [...first.decisions, ...further] };
};
