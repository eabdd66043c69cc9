import * as z from 'zod';
import { activityType, duration } from '#shared/casework/activities/step.schema.ts';
import {
  actorSchema,
  dueInstant,
  instant,
  key,
  longText,
  personId,
  personOrGroup,
  recordBase,
  shortText,
  subjectText,
  ulidSchema,
} from '#shared/core/records/primitives.ts';

const activityStatuses = ['scheduled', 'completed', 'cancelled', 'not-required'] as const;

/**
 * Which step of what it came from: of a timeline by its key, of one run of a sequence by that run's
 * id too.
 */
const cameFrom = z.union([
  z.strictObject({ timeline: key, step: key }),
  z.strictObject({ sequence: key, run: ulidSchema, step: key }),
]);

const fields = z.record(z.string(), z.unknown());

// As many as sit around a large table.
const people = z.array(personId).max(50);

/** Something that was done, or is to be done, for a case. */
export const activitySchema = z
  .strictObject({
    ...recordBase.shape,
    id: ulidSchema,
    caseId: ulidSchema,
    type: activityType,
    subject: subjectText,
    text: longText.optional(),
    medium: shortText.optional(),
    duration: duration.optional(),
    /** When it is planned, or when it was. */
    at: instant.optional(),
    /** Somebody fixed its instant by hand: it is planned by nothing else until that is released. */
    fixed: z.literal(true).optional(),
    status: z.enum(activityStatuses),
    /** Whether it is still to come, was done, or fell away. */
    category: z.enum(['open', 'done', 'dropped']),
    assignee: personOrGroup.optional(),
    /** Who takes part, beside the assignee: staff and contacts. */
    people: people.optional(),
    /** When it was completed, cancelled or not required any more, by whom, and what was said. */
    over: z.strictObject({ at: instant, by: actorSchema, note: longText.optional() }).optional(),
    /** The fields that its kind has in the type of the case. */
    fields: fields.optional(),
    from: cameFrom.optional(),
  })
  .meta({ id: 'Activity' });

const said = {
  text: longText,
  medium: shortText,
  duration,
  people,
};

export const newActivitySchema = z
  .strictObject({
    type: activityType,
    subject: subjectText,
    text: said.text.optional(),
    medium: said.medium.optional(),
    duration: duration.optional(),
    at: dueInstant.optional(),
    status: z.enum(['scheduled', 'completed']).default('scheduled'),
    assignee: personOrGroup.optional(),
    people: people.optional(),
    fields: fields.optional(),
    /**
     * Done once more for a step of a timeline that the case has: planned as that says, unless `at`
     * is given.
     */
    from: z.strictObject({ timeline: key, step: key }).optional(),
  })
  .meta({ id: 'NewActivity' });

/**
 * What PATCH takes; `null` clears what may be absent. An instant that is given is fixed;
 * `fixed: false` gives it back to its timeline.
 */
export const activityChangesSchema = z
  .strictObject({
    subject: subjectText.optional(),
    text: said.text.nullable().optional(),
    medium: said.medium.nullable().optional(),
    duration: duration.nullable().optional(),
    at: dueInstant.nullable().optional(),
    fixed: z.boolean().optional(),
    assignee: personOrGroup.nullable().optional(),
    people: people.nullable().optional(),
    /** Merged into those there are; `null` clears one. */
    fields: fields.optional(),
  })
  .meta({ id: 'ActivityChanges' });

/** How something ended: when (now, unless it was before), and what there is to say. */
export const activityEndSchema = z
  .strictObject({ at: dueInstant.optional(), note: longText.optional(), fields: fields.optional() })
  .optional();
