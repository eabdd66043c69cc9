import * as z from 'zod';
import { agendaKinds } from '#shared/casework/cases/clocks/agenda-kinds.ts';
import { mostAlerts, mostLinks } from '#shared/casework/cases/limits.ts';
import { linkSchema } from '#shared/casework/cases/links/link.schema.ts';
import { peopleShape } from '#shared/casework/cases/people/people.schema.ts';
import { statusCategories } from '#shared/casework/cases/status.schema.ts';
import { clockAnswerSchema, clockSchema } from '#shared/core/clocks/clock.schema.ts';
import {
  actorSchema,
  contactId,
  dueInstant,
  email,
  externalId,
  instant,
  key,
  location,
  longText,
  name,
  personId,
  personOrGroup,
  phone,
  recordBase,
  shortText,
  subjectText,
  tags,
  ulidSchema,
} from '#shared/core/records/primitives.ts';

const statusSchema = z.strictObject({ key, category: z.enum(statusCategories) });

/** For whom a case is raised when it is not the one who raises it. */
export const onBehalfOf = z
  .union([z.strictObject({ contactId }), z.strictObject({ name, email: email.optional(), phone: phone.optional() })])
  .meta({ id: 'OnBehalfOf' });

const closureSchema = z.strictObject({
  reason: key.optional(),
  details: longText.optional(),
  at: instant,
  by: actorSchema,
});

/** A case as it is kept. */
export const caseSchema = z
  .strictObject({
    ...recordBase.shape,
    reference: z.string(),
    type: key,
    /** The version of its type that it was raised under and keeps to. */
    typeVersion: z.int(),
    instance: key.optional(),
    /** What another system calls it that it was imported from. */
    externalId: externalId.optional(),
    subject: subjectText,
    description: longText.optional(),
    contactId: contactId.optional(),
    onBehalfOf: onBehalfOf.optional(),
    /** Who raised it is kept from staff; mails and links reach them all the same. */
    anonymous: z.literal(true).optional(),
    status: statusSchema,
    stage: key.optional(),
    subtype: key.optional(),
    priority: key,
    fields: z.record(z.string(), z.unknown()),
    /** What staff have filled into the sections of the type, by section and field. */
    details: z.record(key, z.record(z.string(), z.unknown())).optional(),
    tags,
    location: location.optional(),
    assignee: personOrGroup.optional(),
    escalated: z.int().min(0),
    dueAt: instant.optional(),
    clocks: z.array(clockSchema),
    /**
     * What its clocks count by: the targets of this version of its type, and the calendars at these
     * versions.
     */
    counting: z.strictObject({ typeVersion: z.int(), calendars: z.record(key, z.int()) }),
    taskCount: z.int().min(0),
    openTasks: z.int().min(0),
    /** Questions that wait for the requester's answer. */
    openQuestions: z.int().min(0),
    /** Of all questions that were ever asked. */
    questionCount: z.int().min(0),
    noteCount: z.int().min(0),
    /** Files that are there, and those of them that the requester's side brought. */
    fileCount: z.int().min(0),
    requesterFileCount: z.int().min(0),
    alertIds: z.array(ulidSchema),
    private: z.boolean(),
    ...peopleShape,
    links: z.array(linkSchema).max(mostLinks),
    /** When the present stage began, and the milliseconds spent in each before. */
    stageSince: instant.optional(),
    timeInStage: z.record(key, z.int().min(0)),
    /** When the present status began, and the milliseconds spent in each that it has left. */
    statusSince: instant.optional(),
    timeInStatus: z.record(key, z.int().min(0)).optional(),
    /** People who opened it in an emergency, each until an instant. */
    opened: z.array(z.strictObject({ id: z.string(), until: instant })),
    mergedInto: ulidSchema.optional(),
    mergedFrom: z.array(ulidSchema).optional(),
    /**
     * Requesters of cases that were once merged into it: what they wrote here is theirs, also after
     * the merge was taken back.
     */
    otherRequesters: z.array(z.string()).optional(),
    /** What a merged case was, for taking the merge back. */
    beforeMerge: z
      .strictObject({
        status: statusSchema,
        alertIds: z.array(ulidSchema),
        noteIds: z.array(ulidSchema),
        fileIds: z.array(ulidSchema),
        taskIds: z.array(ulidSchema),
        questionIds: z.array(ulidSchema),
        /** Who is kept out of it only since, because the other case keeps them out. */
        lockedByMerge: z.array(personId).optional(),
        /** What the other case has of it that it had not. */
        brought: z.strictObject({
          clients: z.array(contactId),
          tags,
          subscribers: z.array(personId),
          locks: z.array(personId),
          links: z.array(linkSchema),
          private: z.boolean(),
        }),
      })
      .optional(),
    /**
     * When it was last closed over questions that waited for an answer: those of before have ended.
     */
    questionsEndedAt: instant.optional(),
    trashedAt: instant.optional(),
    /** Nothing anonymises or deletes it while this is there. */
    hold: z.strictObject({ reason: shortText, by: actorSchema, at: instant }).optional(),
    /** When what it said of people was taken out of it for good. */
    anonymisedAt: instant.optional(),
    closedAt: instant.optional(),
    closure: closureSchema.optional(),
    /**
     * Who has to do with its tasks: those that have one, and what types there are, whose groups may
     * work on them.
     */
    helpers: z.strictObject({
      owners: z.array(personOrGroup),
      taskTypes: z.array(key),
      /** The open tasks of people: what counts as their open work. */
      inHand: z.array(z.strictObject({ user: personId, id: ulidSchema, type: key.optional() })).optional(),
    }),
    /** When each thing below it next has something to do, soonest first. */
    agenda: z.array(z.strictObject({ at: instant, kind: z.enum(agendaKinds), id: ulidSchema })),
    /** Grows whenever what its wake-up waits for is moved; a wake-up of an older one ends. */
    generation: z.int().min(0),
  })
  .meta({ id: 'CaseRecord' });
export type Case = z.infer<typeof caseSchema>;

/** A case as staff see it. */
export const caseAnswerSchema = caseSchema
  .omit({
    clocks: true,
    counting: true,
    generation: true,
    agenda: true,
    questionsEndedAt: true,
    helpers: true,
    subscriptions: true,
    stageSince: true,
    statusSince: true,
    timeInStatus: true,
    opened: true,
    beforeMerge: true,
    otherRequesters: true,
  })
  .extend({ clocks: z.array(clockAnswerSchema), subscribers: z.array(z.string()) })
  .meta({ id: 'Case' });
export type CaseAnswer = z.infer<typeof caseAnswerSchema>;

/**
 * What a requester learns of a case of theirs: never stage, escalation, tags, links, or who works
 * on it how.
 */
export const caseForRequesterSchema = caseAnswerSchema
  .pick({
    id: true,
    version: true,
    reference: true,
    type: true,
    subject: true,
    description: true,
    contactId: true,
    onBehalfOf: true,
    status: true,
    priority: true,
    fields: true,
    location: true,
    createdAt: true,
    updatedAt: true,
    dueAt: true,
    closedAt: true,
  })
  .extend({
    typeName: z.string(),
    statusName: z.string(),
    fieldsInWords: z
      .array(z.strictObject({ key: z.string(), name: z.string(), value: z.unknown() }))
      .meta({ description: 'The fields as the form asks for them, with the names of what was chosen.' }),
    closure: closureSchema.omit({ by: true }).optional(),
  })
  .meta({ id: 'CaseForRequester' });
export type CaseForRequester = z.infer<typeof caseForRequesterSchema>;

export const newCaseSchema = z
  .strictObject({
    type: key,
    subject: subjectText,
    description: longText.optional(),
    contactId: contactId.optional(),
    priority: key.optional(),
    subtype: key.optional(),
    stage: key.optional(),
    fields: z.record(z.string(), z.unknown()).optional(),
    alertIds: z.array(ulidSchema).max(mostAlerts).optional(),
    tags: tags.optional(),
    location: location.optional(),
    assignee: personOrGroup.optional(),
    onBehalfOf: onBehalfOf.optional(),
    private: z.boolean().optional(),
  })
  .meta({ id: 'NewCase' });
export type NewCase = z.infer<typeof newCaseSchema>;

/** The body that raises a case. What it leaves out its template may say. */
export const newCaseBodySchema = newCaseSchema
  .partial({ type: true, subject: true })
  .extend({ template: key.optional() })
  .meta({ id: 'NewCaseBody' });

/** What PATCH takes; `null` clears what may be absent. */
export const caseChangesSchema = z
  .strictObject({
    subject: subjectText.optional(),
    description: longText.nullable().optional(),
    contactId: contactId.optional(),
    priority: key.optional(),
    subtype: key.nullable().optional(),
    stage: key.nullable().optional(),
    fields: z.record(z.string(), z.unknown()).optional(),
    /** By section and field; `null` clears a field. */
    details: z.record(key, z.record(z.string(), z.unknown())).optional(),
    tags: tags.optional(),
    location: location.nullable().optional(),
    dueAt: dueInstant.nullable().optional(),
    private: z.boolean().optional(),
  })
  .meta({ id: 'CaseChanges' });
export type CaseChanges = z.infer<typeof caseChangesSchema>;

/** What may change of a case, but for what every change moves. */
export const caseChange = caseSchema
  .omit({ version: true, updatedAt: true, generation: true, agenda: true, helpers: true })
  .partial()
  .meta({ id: 'CaseChange' });
