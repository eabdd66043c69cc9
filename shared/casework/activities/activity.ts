import type * as z from 'zod';
import type {
  activityChangesSchema,
  activityEndSchema,
  activitySchema,
  newActivitySchema,
} from '#shared/casework/activities/activity.schema.ts';
import type { TimelineStep } from '#shared/casework/activities/step.schema.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { DefinedCase } from '#shared/casework/cases/case-definition.ts';
import { changeCase } from '#shared/casework/cases/change-case.ts';
import { isKeptOut } from '#shared/casework/cases/people/kept-out.ts';
import type { CaseEventType } from '#shared/casework/casework.events.ts';
import { epoch, iso } from '#shared/core/records/instants.ts';
import type { Attribution, PersonOrGroup } from '#shared/core/records/primitives.ts';
import type { Decision, Write } from '#shared/core/table/decision.ts';
import { childKey } from '#shared/core/table/keys.ts';

// An activity lies below its case. It changes with a version of the case, in one event that has it.

export type Activity = z.infer<typeof activitySchema>;
export type NewActivity = z.infer<typeof newActivitySchema>;
export type ActivityChanges = z.infer<typeof activityChangesSchema>;
export type ActivityEnd = NonNullable<z.infer<typeof activityEndSchema>>;

/** Of a list that has one at least: the case after it is that of the last. */
export type Decisions = [Decision<Case>, ...Decision<Case>[]];
export const caseAfter = (decisions: Decisions): Case => (decisions.at(-1) as Decision<Case>).after;

const categories = {
  scheduled: 'open',
  completed: 'done',
  cancelled: 'dropped',
  'not-required': 'dropped',
} as const satisfies Record<Activity['status'], Activity['category']>;
export const withStatus = (activity: Activity, status: Activity['status']): Activity => ({
  ...activity,
  status,
  category: categories[status],
});

/** A new activity of a case, to be done. */
export const scheduled = (
  { record }: Pick<DefinedCase, 'record'>,
  said: Pick<Activity, 'id' | 'type' | 'subject'> & Partial<Activity>,
  { by, at }: Attribution,
): Activity => ({
  version: 1,
  createdAt: iso(at),
  createdBy: by,
  updatedAt: iso(at),
  caseId: record.id,
  status: 'scheduled',
  category: 'open',
  ...said,
});

/** `follow-up` → `Follow up`: what an activity is called that nobody gave a name. */
const named = (type: string): string => `${type.charAt(0).toUpperCase()}${type.slice(1)}`.replaceAll('-', ' ');

const ownerBy = ({ assignee }: TimelineStep, record: Case): PersonOrGroup | undefined => {
  if (typeof assignee === 'object' && 'role' in assignee) {
    const holder = record.roles.findLast(({ role, to }) => role === assignee.role && to === undefined);
    return holder && { user: holder.id };
  }
  if (typeof assignee === 'object') return assignee;
  if (assignee === 'case-assignee') return record.assignee;
  return assignee === 'case-creator' && record.createdBy.kind === 'user' ? { user: record.createdBy.id } : undefined;
};

/**
 * The activity of a step, as it is made: whose it is follows from the case as it is now; nobody's,
 * where they are kept out.
 */
export const activityOfStep = (
  within: DefinedCase,
  step: TimelineStep,
  { id, from, planned, ...doing }: Attribution & { id: string; from: Activity['from']; planned?: string },
): Activity => {
  const owner = ownerBy(step, within.record);
  const assignee = isKeptOut(within.record, owner) ? undefined : owner;
  const { activity: type, subject = named(type), text, medium, duration } = step;
  const said = { id, type, subject, text, medium, duration, assignee, from, at: planned };
  const given = Object.entries(said).filter(([, value]) => value !== undefined);
  return scheduled(within, Object.fromEntries(given) as typeof said & { subject: string }, doing);
};

/** The next version of an activity. */
export const nextOf = (before: Activity, after: Activity, at: number): Activity => ({
  ...after,
  version: before.version + 1,
  updatedAt: iso(Math.max(at, epoch(before.updatedAt))),
});

export const activityWrite = (activity: Activity): Write => ({
  put: { ...childKey(activity.caseId, { kind: 'activity', id: activity.id }), record: activity },
});

export type ActivityEvent = Extract<CaseEventType, `Activity ${string}`>;

/** One event of a case about one of its activities. */
export const activityDecision = (
  { record, definition }: DefinedCase,
  { activity, was }: { activity: Activity; was?: Activity | undefined },
  { type, at }: { type: ActivityEvent; at: number },
): Decision<Case> =>
  changeCase(record, record, {
    type,
    at,
    definition,
    detail: { activity },
    ...(was && { was: { activity: was } }),
    items: [activityWrite(activity)],
  });
