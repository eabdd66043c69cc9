import * as z from 'zod';
import { activityTypes } from '#shared/casework/activities/activity-type.schema.ts';
import { sequenceSchema, timelineSchema } from '#shared/casework/activities/step.schema.ts';
import { workWeight } from '#shared/casework/assignment/weight.schema.ts';
import { reminderRules } from '#shared/casework/cases/clocks/reminders.schema.ts';
import { farthest } from '#shared/casework/cases/limits.ts';
import { isClosedCategory, statusCategories } from '#shared/casework/cases/status.schema.ts';
import { fileRules } from '#shared/casework/files/limits.schema.ts';
import { questionRules } from '#shared/casework/questions/question.schema.ts';
import { silenceRules } from '#shared/casework/silence/silence.schema.ts';
import { taskTypes } from '#shared/casework/tasks/task-type.schema.ts';
import { type Amount, amountSchema } from '#shared/core/calendars/amount.ts';
import { fieldDefinitions } from '#shared/core/records/field-definition.schema.ts';
import { groupKey, key, longText, name } from '#shared/core/records/primitives.ts';
import { type Refining, refineSound } from '#shared/core/records/refine-sound.ts';

const groupList = z.array(groupKey).max(50).default([]);

const status = z.strictObject({
  key,
  name,
  category: z.enum(statusCategories),
  pausesClocks: z.array(z.string()).optional(),
});
export type Status = z.infer<typeof status>;

// Parts of a type that later releases act on, kept as they are given so that a configuration of
// today stays whole: docs/guide/configuration.md, "Carried".
const carried = z.record(z.string(), z.unknown());
const carriedList = z.array(carried).max(200).optional();

const startConditions = ['created', 'assigned', 'requester-message', 'stage-entered'] as const;
const stopConditions = ['closed', 'assigned', 'staff-reply', 'stage-left'] as const;
export type StartCondition = (typeof startConditions)[number];
export type StopCondition = (typeof stopConditions)[number];

/** The key of a target, and of the clock that counts for it. */
export const clockKey = z.union([
  z.enum(['completion', 'first-response', 'next-reply']),
  z.string().regex(/^stage:[a-z0-9][a-z0-9-]{0,63}$/),
]);

/** A target: what is promised by when, what reminds of it, and what its breach does. */
export const targetSchema = z
  .strictObject({
    key: clockKey,
    name: name.optional(),
    /** What starts and what stops its clock; left out: what the key means. */
    starts: z.enum(startConditions).optional(),
    stops: z.enum(stopConditions).optional(),
    target: amountSchema,
    byPriority: z.record(key, amountSchema).optional(),
    calendar: key.optional(),
    // A reminder is a mail to a person; twenty before one target is already more than anybody
    // reads. It also bounds the rounds of a wake-up.
    reminders: z
      .array(z.strictObject({ before: amountSchema }))
      .max(20)
      .default([]),
    onBreach: z
      .strictObject({
        escalate: z.boolean(),
        /** Further levels, each so long after the target, while nobody acts. */
        ladder: z
          .array(z.strictObject({ after: amountSchema, groups: groupList }))
          .max(10)
          .default([]),
      })
      .default({ escalate: false, ladder: [] }),
    staffMaySet: z.boolean().default(false),
    staffMayExtend: z.boolean().default(false),
    pauseWhileAwaitingReply: z.boolean().default(false),
  })
  .meta({ id: 'Target' });
export type TargetDefinition = z.infer<typeof targetSchema>;

/** What is promised by when, of a case or of one of its tasks. */
interface CountedPromise {
  target?: Amount | undefined;
  byPriority?: Record<string, Amount> | undefined;
  reminders: readonly { before: Amount }[];
  onBreach?: { ladder: readonly { after: Amount }[] };
  calendar?: string | undefined;
}

export const needsCalendar = ({ target, byPriority = {}, reminders, onBreach }: CountedPromise): boolean =>
  [
    ...(target ? [target] : []),
    ...Object.values(byPriority),
    ...reminders.map(({ before }) => before),
    ...(onBreach?.ladder ?? []).map(({ after }) => after),
  ].some(({ time }) => time === 'working');

/**
 * The calendar by which a promise of this type is counted: its own, and where working time has none
 * that of the completion target, else of the first target that has one.
 */
export const calendarNamedFor = (
  promise: CountedPromise,
  { targets }: { targets: readonly Pick<TargetDefinition, 'key' | 'calendar'>[] },
): string | undefined => {
  if (promise.calendar !== undefined || !needsCalendar(promise)) return promise.calendar;
  const completion = targets.find(({ key }) => key === 'completion');
  return completion?.calendar ?? targets.find(({ calendar }) => calendar !== undefined)?.calendar;
};

const groups = z.strictObject({
  starters: groupList,
  managers: groupList,
  reassignment: groupList,
  escalation: groupList,
  enquiry: groupList,
  appointment: groupList,
  autoAssign: groupList,
  export: groupList,
});

const reason = z.strictObject({ key, name, template: key.optional(), status: key.optional() });
const notification = z.strictObject({ enabled: z.boolean().default(true), template: key.optional() });

const duplicates = (list: { key: string }[] = []): number[] =>
  list.flatMap((one, index) => (list.findIndex((other) => other.key === one.key) < index ? [index] : []));

/**
 * A role on a case: which groups may hold it, and whether the creator of a case has it or it is the
 * one that manages.
 */
const roleSchema = z.strictObject({
  key,
  name,
  groups: groupList,
  creator: z.boolean().default(false),
  manager: z.boolean().default(false),
});

/**
 * Additional details that staff fill in when there is something to say; the requester never sees
 * them.
 */
const sectionSchema = z.strictObject({ key, name, fields: fieldDefinitions });

/**
 * What the form takes and shows that anybody may fill in, where `anonymous` is among the starters.
 */
const publicFormSchema = z.strictObject({
  // As many as people who report one incident send; a program that sends more is held up a minute
  // at a time.
  perMinute: z.int().min(1).max(10_000).default(60),
  /** `hidden`: staff never learn who it was; mails and a link reach them all the same. */
  identity: z.enum(['known', 'hidden']).default('known'),
  /**
   * Open cases so near, in metres, are offered first: where each is and how it goes, and its
   * subject only where that may be shown to anybody.
   */
  nearby: z
    .strictObject({ meters: z.int().min(1).max(farthest).default(200), subject: z.boolean().default(false) })
    .optional(),
});

interface OfStatuses {
  statuses?: Status[];
  defaultStatus?: string;
  transitions?: Record<string, string[]> | undefined;
  closureReasons?: { status?: string | undefined }[];
}

/** What is said of the statuses: which a case begins in, which lead where, and what closes it. */
const checkStatuses = (type: OfStatuses, { fault }: Refining): void => {
  const { statuses: all, defaultStatus, transitions = {}, closureReasons = [] } = type;
  if (!all) return;
  const statuses = new Set(all.map((one) => one.key));
  const closing = new Set(all.flatMap(({ key: status, category }) => (isClosedCategory(category) ? [status] : [])));
  const requireStatus = (path: PropertyKey[], status: string): void => {
    if (!statuses.has(status)) fault(path, 'unknown-status', `the type has no status "${status}"`);
  };
  if (defaultStatus !== undefined) {
    const path = ['defaultStatus'];
    requireStatus(path, defaultStatus);
    if (closing.has(defaultStatus)) fault(path, 'closed-status', 'a case cannot begin closed');
  }
  if (!all.some((one) => one.category === 'resolved'))
    fault(['statuses'], 'no-resolved-status', 'a type needs a status of the category resolved');
  for (const [from, to] of Object.entries(transitions)) {
    requireStatus(['transitions', from], from);
    to.forEach((one, index) => {
      requireStatus(['transitions', from, index], one);
    });
  }
  closureReasons.forEach(({ status }, index) => {
    if (status !== undefined && !closing.has(status))
      fault(['closureReasons', index, 'status'], 'unknown-status', `the type has no closing status "${status}"`);
  });
};

interface OfTargets {
  targets?: TargetDefinition[];
  priorities?: string[] | undefined;
  defaultPriority?: string;
}

const checkTargets = ({ targets = [], priorities, defaultPriority }: OfTargets, { fault }: Refining): void => {
  const requirePriority = (path: PropertyKey[], priority: string): void => {
    if (priorities && !priorities.includes(priority))
      fault(path, 'unknown-priority', `the type has no priority "${priority}"`);
  };
  if (defaultPriority !== undefined) requirePriority(['defaultPriority'], defaultPriority);
  targets.forEach((target, index) => {
    for (const priority of Object.keys(target.byPriority ?? {}))
      requirePriority(['targets', index, 'byPriority', priority], priority);
    const ofStages = [target.starts === 'stage-entered' && 'starts', target.stops === 'stage-left' && 'stops'];
    for (const member of ofStages)
      if (member && !target.key.startsWith('stage:'))
        fault(['targets', index, member], 'no-stage', 'only a target of a stage has one');
    if (needsCalendar(target) && calendarNamedFor(target, { targets }) === undefined)
      fault(['targets', index, 'calendar'], 'required', 'working time needs a calendar');
  });
};

/** A case type: the lifecycle, fields, groups, targets and mails of its cases. */
export const caseTypeSchema = refineSound(
  z.strictObject({
    name,
    instance: key.optional(),
    enabled: z.boolean().default(true),
    description: longText.optional(),
    statuses: z.array(status).min(1).max(50),
    defaultStatus: key,
    transitions: z.record(key, z.array(key)).optional(),
    stages: z.array(z.strictObject({ key, name })).max(50).default([]),
    subtypes: z.array(key).max(100).default([]),
    priorities: z.array(key).max(20).optional(),
    defaultPriority: key,
    fields: fieldDefinitions,
    sections: z.array(sectionSchema).max(50).default([]),
    groups: groups.prefault({}),
    /** New cases go to the group that this field names, where `groups.autoAssign` allows it. */
    routing: z.strictObject({ field: z.string().max(64) }).optional(),
    targets: z.array(targetSchema).max(10).default([]),
    closureReasons: z.array(reason).max(50).default([]),
    reassignReasons: z.array(reason).max(50).default([]),
    escalationReasons: z.array(reason).max(50).default([]),
    notifications: z.record(z.string(), notification).default({}),
    /**
     * Events that are public, or private, or no system note at all, otherwise than is usual. By the
     * names of events.
     */
    systemNotes: z.record(z.string(), z.enum(['public', 'private', 'off'])).default({}),
    roles: z.array(roleSchema).max(20).default([]),
    taskTypes: taskTypes,
    activityTypes,
    timelines: z.array(timelineSchema).max(20).default([]),
    sequences: z.array(sequenceSchema).max(20).default([]),
    routines: carriedList,
    publicForm: publicFormSchema.prefault({}),
    /** Whether requesters may raise a case for somebody else. */
    onBehalfOf: z.boolean().default(true),
    /** How long a link opens a case to a requester without a login. */
    linksExpireAfter: z.iso.duration().default('P90D'),
    files: fileRules,
    questionExpiresAfter: amountSchema.optional(),
    questions: questionRules,
    silence: silenceRules.optional(),
    reminders: reminderRules.optional(),
    /** How much open work a case is; 1 unless it is said. */
    weight: workWeight.optional(),
    onClose: z.strictObject({ closeAlerts: z.enum(['resolved', 'dismissed']) }).optional(),
  }),
  (type, refining) => {
    const { fault } = refining;
    const { fields, routing } = type;
    for (const list of ['statuses', 'targets', 'roles'] as const)
      for (const index of duplicates(type[list])) fault([list, index, 'key'], 'duplicate', 'another has this key');
    checkStatuses(type, refining);
    checkTargets(type, refining);
    const router = fields?.find((field) => field.key === routing?.field);
    if (routing && fields && router?.type !== 'choice' && router?.type !== 'text')
      fault(['routing', 'field'], 'unknown-field', `no field "${routing.field}" is a choice or text`);
  },
).meta({ id: 'CaseType' });
export type CaseType = z.infer<typeof caseTypeSchema>;
declare module '#shared/core/definitions/kind.ts' {
  interface KindValues {
    'case-types': CaseType;
  }
}
