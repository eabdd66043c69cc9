import * as z from 'zod';
import { amountSchema } from '#shared/core/calendars/amount.ts';
import {
  actorSchema,
  instant,
  key,
  longText,
  recordBase,
  statement,
  ulidSchema,
} from '#shared/core/records/primitives.ts';

// More than anybody would look through to find the answer in; and each is read when a case is
// merged.
const mostFiles = 20;

/** What a type says of questions that nobody answers, beside `questionExpiresAfter`. */
export const questionRules = z
  .strictObject({
    /**
     * So long after a question has expired, and silence, the case is closed; the requester gets
     * that date before.
     */
    closeAfter: amountSchema.optional(),
    /** Why, by the type's reasons for closing. */
    reason: key.optional(),
  })
  .prefault({})
  .meta({ id: 'QuestionRules' });

export const newQuestionSchema = z
  .strictObject({
    text: statement,
    /** By when an answer is hoped for; as the type says where it is left out. */
    due: amountSchema.optional(),
  })
  .meta({ id: 'NewQuestion' });

export const newAnswerSchema = z
  .strictObject({ text: statement, fileIds: z.array(ulidSchema).max(mostFiles).default([]) })
  .meta({ id: 'NewAnswer' });

/** `ended`: the case was closed before anybody answered. */
const questionStates = ['open', 'answered', 'withdrawn', 'ended'] as const;

const answer = z.strictObject({
  text: longText,
  fileIds: z.array(ulidSchema),
  at: instant,
  by: actorSchema,
  /** How it came, where not through the API. */
  via: z.literal('mail').optional(),
});

/** A question to the requester as it is kept. */
export const questionSchema = z.strictObject({
  ...recordBase.shape,
  text: longText,
  state: z.enum(questionStates),
  /** When it expires. It can be answered after that too. */
  dueAt: instant.optional(),
  /** When both sides got the mail that no answer had come. */
  unansweredAt: instant.optional(),
  answer: answer.optional(),
});

export const questionAnswerSchema = questionSchema
  // When the case is closed if the requester stays silent.
  .extend({ closesAt: instant.optional() })
  .meta({ id: 'Question' });

/** What a requester sees of a question: not who of staff asked it, or wrote down the answer. */
export const questionForRequesterSchema = questionAnswerSchema
  .omit({ createdBy: true, updatedAt: true, answer: true })
  .extend({ answer: answer.omit({ by: true, via: true }).optional() })
  .meta({ id: 'QuestionForRequester' });
