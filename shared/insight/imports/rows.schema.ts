import * as z from 'zod';
import { onBehalfOf } from '#shared/casework/cases/case.ts';
import {
  actorSchema,
  contactId,
  dueInstant,
  externalId,
  instant,
  key,
  location,
  longText,
  personOrGroup,
  shortText,
  subjectText,
  tags,
} from '#shared/core/records/primitives.ts';
import { inIso } from '#shared/insight/imports/written-instant.ts';

// What a row of an import says. Its members are those of the records; a table names what is below
// another member with a dot: `assignee.user`, `fields.course`.

const past = z.preprocess(inIso, instant);
const due = z.preprocess(inIso, dueInstant);

/** Somebody by their id or mail address, or as the records have it. */
const author = z.union([z.string().min(1).max(254), actorSchema]);
export type Author = z.infer<typeof author>;

// More than a case is ever given in years; each is an item and an event.
const mostNotes = 1000;

const note = z.strictObject({
  text: longText.min(1),
  at: past.optional(),
  author: author.optional(),
  public: z.boolean().default(false),
});
export type RowNote = z.output<typeof note>;

const common = {
  externalId,
  type: key,
  priority: key.optional(),
  contactId: contactId.optional(),
  description: longText.optional(),
  tags: tags.optional(),
  fields: z.record(z.string(), z.unknown()).optional(),
  private: z.boolean().optional(),
  dueAt: due.optional(),
  createdAt: past.optional(),
  createdBy: author.optional(),
  updatedAt: past.optional(),
  closedAt: past.optional(),
  notes: z.array(note).max(mostNotes).default([]),
};

export const caseRowSchema = z.strictObject({
  ...common,
  subject: subjectText,
  status: key.optional(),
  subtype: key.optional(),
  stage: key.optional(),
  location: location.optional(),
  assignee: personOrGroup.optional(),
  onBehalfOf: onBehalfOf.optional(),
  closure: z.strictObject({ reason: key.optional(), details: longText.optional(), by: author.optional() }).optional(),
});
export type CaseRow = z.output<typeof caseRowSchema>;

export const alertRowSchema = z
  .strictObject({
    ...common,
    status: z.enum(['triage', 'in-progress', 'resolved', 'dismissed', 'cancelled']).optional(),
    reviewer: personOrGroup.optional(),
    course: z.strictObject({ code: z.string().min(1).max(64), section: z.string().max(64).optional() }).optional(),
    source: shortText.optional(),
    outcome: key.optional(),
    reviewedAt: past.optional(),
    resolvedAt: past.optional(),
    dismissedAt: past.optional(),
  })
  // Alerts have an instant for each way in which they end, cases one.
  .transform(({ resolvedAt, dismissedAt, closedAt = resolvedAt ?? dismissedAt, ...row }) => ({ ...row, closedAt }));
export type AlertRow = z.output<typeof alertRowSchema>;
