import * as z from 'zod';
import { offsetSchema } from '#shared/core/calendars/offset.schema.ts';
import { conditionSchema } from '#shared/core/conditions/condition.ts';
import { groupKey, key, longText, name, personId, shortText, subjectText } from '#shared/core/records/primitives.ts';

/** A kind of activity, such as `call` or `email`: a word of the institution's own. */
export const activityType = key;
/** How long something takes, as ISO 8601 has it. */
export const duration = z.iso.duration({ message: 'a duration is ISO 8601, such as PT30M' });

// More than a page of a plan that a person still oversees; with what a command on a case writes
// besides, one transaction of a hundred takes them all.
export const mostSteps = 40;

/**
 * `start`: when the case began. Another step: the newest or the oldest activity that the case has
 * of it; its key alone means the newest.
 */
const reference = z.union([key, z.strictObject({ step: key, which: z.enum(['newest', 'oldest']).default('newest') })]);
export type StepReference = z.infer<typeof reference>;

/**
 * The assignee of a step's activity when it is made: nobody, the case's creator or assignee, the
 * holder of a role on the case, a person, a team.
 */
const assignee = z.union([
  z.enum(['none', 'case-creator', 'case-assignee']),
  z.strictObject({ role: key }),
  z.strictObject({ user: personId }),
  z.strictObject({ group: groupKey }),
]);

const step = z.strictObject({
  key,
  activity: activityType,
  /** What its activity is called; else what kind of activity it is. */
  subject: subjectText.optional(),
  text: longText.optional(),
  medium: shortText.optional(),
  duration: duration.optional(),
  offset: offsetSchema.default({ amount: 0, unit: 'minutes', time: 'calendar' }),
  assignee: assignee.default('none'),
});

/** Added when a case is raised: always, or where the condition holds. */
const generate = z.strictObject({ when: conditionSchema.optional() }).optional();

export const timelineSchema = z
  .strictObject({
    key,
    name: name.optional(),
    steps: z
      .array(step.extend({ reference: reference.default('start') }))
      .min(1)
      .max(mostSteps),
    generate,
  })
  .meta({ id: 'Timeline' });
export type TimelineType = z.infer<typeof timelineSchema>;

/** `previous`: when the step before was done, of the first when the sequence was begun. */
export const sequenceSchema = z
  .strictObject({
    key,
    name: name.optional(),
    steps: z
      .array(step.extend({ reference: reference.default('previous') }))
      .min(1)
      .max(mostSteps),
    /** Whether the last step closes the case, and with which reason; else the first. */
    closesCase: z.boolean().default(false),
    closureReason: key.optional(),
    generate,
  })
  .meta({ id: 'Sequence' });
export type SequenceType = z.infer<typeof sequenceSchema>;

export type TimelineStep = TimelineType['steps'][number];
