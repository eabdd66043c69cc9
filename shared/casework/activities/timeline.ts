import type * as z from 'zod';
import {
  type Activity,
  activityOfStep,
  activityWrite,
  nextOf,
  withStatus,
} from '#shared/casework/activities/activity.ts';
import { type PlannedActivity, plan } from '#shared/casework/activities/plan.ts';
import { mostSteps, type TimelineStep } from '#shared/casework/activities/step.schema.ts';
import type { addedTimelineSchema, timelineDifferenceSchema } from '#shared/casework/activities/timeline.schema.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { DefinedCase } from '#shared/casework/cases/case-definition.ts';
import { calendarOfType } from '#shared/casework/cases/case-definition.ts';
import { changeCase } from '#shared/casework/cases/change-case.ts';
import { isOpen } from '#shared/casework/cases/status.ts';
import { Refusal } from '#shared/core/errors.ts';
import { epoch, iso } from '#shared/core/records/instants.ts';
import type { Attribution } from '#shared/core/records/primitives.ts';
import { type Decision, unchanged, type Write } from '#shared/core/table/decision.ts';
import { childKey } from '#shared/core/table/keys.ts';

// A timeline that was added to a case: which activity it has of which step. Its dates follow from
// its type and its activities, in plan.ts.

export type AddedTimeline = z.infer<typeof addedTimelineSchema>;
export type TimelineDifference = z.infer<typeof timelineDifferenceSchema>;

/** A timeline of a case with all of its activities. */
export interface TimelineOfCase {
  timeline: AddedTimeline;
  activities: readonly Activity[];
}

/**
 * How many activities a timeline may have on a case: those of its steps, and some that are done
 * once more. Moving one may move all, in one transaction.
 */
const mostOfTimeline = mostSteps + 20;

export const stepsOf = (
  { definition }: Pick<DefinedCase, 'definition'>,
  key: string,
): readonly TimelineStep[] | undefined => definition.type.timelines.find((one) => one.key === key)?.steps;

const timelineWrite = ({ record }: Pick<DefinedCase, 'record'>, timeline: AddedTimeline): Write => ({
  put: { ...childKey(record.id, { kind: 'timeline', id: timeline.key }), record: timeline },
});

const stepOf = ({ from }: Activity): string => from?.step ?? '';

/** The activities with the dates that their timeline gives them. */
const planned = ({ record, definition }: DefinedCase, key: string, activities: readonly Activity[]): Activity[] => {
  const steps = stepsOf({ definition }, key) ?? [];
  const counted = { start: epoch(record.createdAt), calendar: calendarOfType(definition) };
  const rows = activities.map((activity): PlannedActivity => ({ ...activity, step: stepOf(activity) }));
  return plan(steps, rows, counted).map(({ at }, index) => ({ ...(activities[index] as Activity), ...(at && { at }) }));
};

/**
 * What a change of one activity does to its timeline, given as changed: the activity as planned,
 * and the others that move with it, in an event of their own.
 */
export const replan = (
  within: DefinedCase,
  { timeline: { key }, activities }: TimelineOfCase,
  changed: Activity,
  at: number,
): { activity: Activity; others: (record: Case) => Decision<Case>[] } => {
  const after = planned(within, key, activities);
  const moved = activities.flatMap((before, index) => {
    const to = after[index] as Activity;
    return before.id !== changed.id && before.at !== to.at ? [{ before, to: nextOf(before, to, at) }] : [];
  });
  const moves = moved.map(({ before, to }) => ({ id: to.id, step: stepOf(to), from: before.at, to: to.at }));
  return {
    activity: after.find(({ id }) => id === changed.id) ?? changed,
    others: (record) =>
      moved.length === 0
        ? []
        : [
            changeCase(record, record, {
              type: 'Timeline Replanned',
              at,
              definition: within.definition,
              detail: { timeline: { key, moved: moves } },
              items: moved.map(({ to }) => activityWrite(to)),
            }),
          ],
  };
};

interface Add extends Attribution {
  key: string;
  newId: () => string;
}

/**
 * Adds a timeline to an open case: a planned activity for each step. @throws `already-added`,
 * `not-found` for one that its type has not, `already-closed`, `no-working-time`
 */
export const addTimeline = (
  within: DefinedCase,
  { key, newId, by, at }: Add,
  there: AddedTimeline | undefined,
): TimelineOfCase & { decision: Decision<Case> } => {
  const steps = stepsOf(within, key);
  if (!steps) throw new Refusal('not-found', 'The type has no such timeline');
  if (there) throw new Refusal('already-added');
  if (!isOpen(within.record)) throw new Refusal('already-closed');
  const made = steps.map((step) =>
    activityOfStep(within, step, { id: newId(), from: { timeline: key, step: step.key }, by, at }),
  );
  const activities = planned(within, key, made);
  const timeline: AddedTimeline = {
    key,
    addedAt: iso(at),
    addedBy: by,
    activities: activities.map((activity) => ({ id: activity.id, step: stepOf(activity) })),
  };
  const decision = changeCase(within.record, within.record, {
    type: 'Timeline Added',
    at,
    definition: within.definition,
    detail: { timeline: { key, activities } },
    items: [timelineWrite(within, timeline), ...activities.map(activityWrite)],
  });
  return { timeline, activities, decision };
};

/** The timeline with one more activity. @throws `too-many-activities` */
export const withOneMore = (
  within: DefinedCase,
  timeline: AddedTimeline,
  activity: Activity,
): { timeline: AddedTimeline; item: Write } => {
  if (timeline.activities.length >= mostOfTimeline) throw new Refusal('too-many-activities');
  const grown = { ...timeline, activities: [...timeline.activities, { id: activity.id, step: stepOf(activity) }] };
  return { timeline: grown, item: timelineWrite(within, grown) };
};

/**
 * Plans a timeline anew by what its type says today; what is over stays.
 * @throws `not-found` where its type has it no more, `already-closed`, `too-many-activities`
 */
export const resetTimeline = (
  within: DefinedCase,
  { timeline, activities }: TimelineOfCase,
  { newId, by, at }: Omit<Add, 'key'>,
): TimelineOfCase & { difference: TimelineDifference; decision: Decision<Case> } => {
  const { key } = timeline;
  const { record } = within;
  const steps = stepsOf(within, key);
  if (!steps) throw new Refusal('not-found', 'The type has no such timeline any more');
  if (!isOpen(record)) throw new Refusal('already-closed');
  const isToCome = ({ status }: Activity) => status === 'scheduled';
  const standing = activities.filter((one) => isToCome(one) || one.status === 'completed');
  const known = new Set(steps.map((step) => step.key));
  const missing = steps.filter((step) => !standing.some((one) => stepOf(one) === step.key));
  const made = missing.map((step) =>
    activityOfStep(within, step, { id: newId(), from: { timeline: key, step: step.key }, by, at }),
  );
  const released = activities.map((one): Activity => {
    if (!isToCome(one)) return one;
    if (!known.has(stepOf(one))) return { ...withStatus(one, 'cancelled'), over: { at: iso(at), by } };
    const { fixed: _released, ...rest } = one;
    return rest;
  });
  const after = planned(within, key, [...released, ...made]).map((one, index) => {
    const before = activities[index];
    const same = before && before.at === one.at && before.status === one.status && before.fixed === one.fixed;
    return before && !same ? nextOf(before, one, at) : one;
  });
  const grown: AddedTimeline = { ...timeline, activities: after.map((one) => ({ id: one.id, step: stepOf(one) })) };
  if (grown.activities.length > mostOfTimeline) throw new Refusal('too-many-activities');
  const changed = after.filter((one, index) => one !== activities[index] && one.version !== activities[index]?.version);
  const was = (id: string) => activities.find((one) => one.id === id);
  const difference: TimelineDifference = {
    created: after.slice(activities.length),
    moved: changed.flatMap((one) => {
      const before = was(one.id);
      return before && one.status === 'scheduled' && before.at !== one.at
        ? [{ id: one.id, step: stepOf(one), from: before.at, to: one.at }]
        : [];
    }),
    released: changed.filter(({ id, status }) => was(id)?.fixed && status === 'scheduled').map(({ id }) => id),
    cancelled: changed.filter(({ status }) => status === 'cancelled').map(({ id }) => id),
  };
  if (changed.length === 0)
    return { timeline: grown, activities: after, difference, decision: unchanged('case', record) };
  const decision = changeCase(record, record, {
    type: 'Timeline Reset',
    at,
    definition: within.definition,
    detail: { timeline: { key, ...difference } },
    items: [timelineWrite(within, grown), ...changed.map(activityWrite)],
  });
  return { timeline: grown, activities: after, difference, decision };
};
