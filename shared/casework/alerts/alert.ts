import * as z from 'zod';
import { alertStatuses } from '#shared/casework/alerts/status.ts';
import {
  contactId,
  dueInstant,
  externalId,
  instant,
  key,
  longText,
  personOrGroup,
  recordBase,
  shortText,
  tags,
  ulidSchema,
} from '#shared/core/records/primitives.ts';

const course = z.strictObject({ code: z.string().min(1).max(64), section: z.string().max(64).optional() });

/** An alert as it is kept. */
export const alertSchema = z
  .strictObject({
    ...recordBase.shape,
    type: key,
    typeVersion: z.int(),
    /** What another system calls it that it was imported from. */
    externalId: externalId.optional(),
    status: z.enum(alertStatuses),
    category: z.enum(['open', 'closed']),
    priority: key,
    contactId: contactId.optional(),
    reviewer: personOrGroup.optional(),
    dueAt: instant.optional(),
    description: longText.optional(),
    course: course.optional(),
    source: shortText.optional(),
    tags,
    fields: z.record(z.string(), z.unknown()),
    private: z.boolean(),
    repeats: z.int().min(0),
    noteCount: z.int().min(0),
    caseId: ulidSchema.optional(),
    /** What unlinking gives back. */
    statusBefore: z.enum(alertStatuses).optional(),
    outcome: key.optional(),
    reviewedAt: instant.optional(),
    escalatedAt: instant.optional(),
    resolvedAt: instant.optional(),
    dismissedAt: instant.optional(),
    cancelledAt: instant.optional(),
    /** When what it said of people was taken out of it for good. */
    anonymisedAt: instant.optional(),
    /**
     * When its reviewer gets the mail that it is due soon; gone once that was sent. A wake-up of
     * another generation ends.
     */
    dueSoon: z.strictObject({ at: instant, generation: z.int() }).optional(),
  })
  .meta({ id: 'AlertRecord' });
export type Alert = z.infer<typeof alertSchema>;

/** When an alert that is closed was closed. */
export const closingOfAlert = ({ category, resolvedAt, dismissedAt, cancelledAt }: Alert): string | undefined =>
  category === 'closed'
    ? [resolvedAt, dismissedAt, cancelledAt]
        .filter((at) => at !== undefined)
        .sort()
        .at(-1)
    : undefined;

export const alertAnswerSchema = alertSchema.omit({ statusBefore: true, dueSoon: true }).meta({ id: 'Alert' });
export type AlertAnswer = z.infer<typeof alertAnswerSchema>;

export const newAlertSchema = z
  .strictObject({
    type: key,
    priority: key.optional(),
    contactId: contactId.optional(),
    reviewer: personOrGroup.optional(),
    dueAt: dueInstant.optional(),
    description: longText.optional(),
    course: course.optional(),
    source: shortText.optional(),
    tags: tags.optional(),
    fields: z.record(z.string(), z.unknown()).optional(),
    private: z.boolean().optional(),
  })
  .meta({ id: 'NewAlert' });
export type NewAlert = z.infer<typeof newAlertSchema>;

/** The body that raises an alert. What it leaves out its template may say. */
export const newAlertBodySchema = newAlertSchema
  .partial({ type: true })
  .extend({ template: key.optional() })
  .meta({ id: 'NewAlertBody' });

export const alertChangesSchema = z
  .strictObject({
    priority: key.optional(),
    contactId: contactId.optional(),
    dueAt: dueInstant.nullable().optional(),
    description: longText.nullable().optional(),
    course: course.nullable().optional(),
    source: shortText.nullable().optional(),
    tags: tags.optional(),
    fields: z.record(z.string(), z.unknown()).optional(),
    private: z.boolean().optional(),
  })
  .meta({ id: 'AlertChanges' });
export type AlertChanges = z.infer<typeof alertChangesSchema>;

/** What may change of an alert, but for what every change moves. */
export const alertChange = alertSchema.omit({ version: true, updatedAt: true }).partial().meta({ id: 'AlertChange' });
