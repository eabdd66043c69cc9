import * as z from 'zod';
import { activitySchema } from '#shared/casework/activities/activity.schema.ts';
import { actorSchema, instant, key, ulidSchema } from '#shared/core/records/primitives.ts';

/** Which activity a case has of which step of a timeline. */
export const addedTimelineSchema = z.strictObject({
  key,
  addedAt: instant,
  addedBy: actorSchema,
  activities: z.array(z.strictObject({ id: ulidSchema, step: key })),
});

/** A timeline as it was added, with its activities in the order of its steps. */
export const timelineAnswerSchema = addedTimelineSchema
  .omit({ activities: true })
  .extend({ items: z.array(activitySchema) })
  .meta({ id: 'AddedTimeline' });

export const plannedMoveSchema = z.strictObject({
  id: ulidSchema,
  step: key,
  from: instant.optional(),
  to: instant.optional(),
});

/** What setting a timeline back changes. */
export const timelineDifferenceSchema = z
  .strictObject({
    created: z.array(activitySchema),
    moved: z.array(plannedMoveSchema),
    /** Fixed by hand until then. */
    released: z.array(ulidSchema),
    /** To come until then, of steps that there are no more. */
    cancelled: z.array(ulidSchema),
  })
  .meta({ id: 'TimelineDifference' });

export const resetAnswerSchema = timelineAnswerSchema
  .extend({ difference: timelineDifferenceSchema })
  .meta({ id: 'ResetTimeline' });

/**
 * A sequence on its way through a case: one run of it, for it may be begun again while another is
 * under way.
 */
export const sequenceRunSchema = z
  .strictObject({
    id: ulidSchema,
    key,
    state: z.enum(['running', 'finished']),
    startedAt: instant,
    startedBy: actorSchema,
    finishedAt: instant.optional(),
    /** The steps that are over, in their order. */
    done: z.array(z.strictObject({ step: key, at: instant, activity: ulidSchema })),
    /** The step that is to be done now. */
    current: z.strictObject({ step: key, activity: ulidSchema }).optional(),
  })
  .meta({ id: 'SequenceRun' });

export const sequenceAnswerSchema = sequenceRunSchema
  .extend({ items: z.array(activitySchema) })
  .meta({ id: 'BegunSequence' });
