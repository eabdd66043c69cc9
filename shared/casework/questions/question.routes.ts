import * as z from 'zod';
import {
  newAnswerSchema,
  newQuestionSchema,
  questionAnswerSchema,
} from '#shared/casework/questions/question.schema.ts';
import { pageOf, plainPageQuery } from '#shared/core/http/answers.ts';
import { defineRoute } from '#shared/core/http/define-route.ts';

// Questions that staff ask the requester of a case.

const id = z.string().min(1).max(64);
const shared = { family: 'work' as const, who: 'staff' as const };
const ofCase = { ...shared, params: z.strictObject({ id }), path: '/v1/cases/{id}/questions' as const };
const oneOfCase = { ...shared, params: z.strictObject({ id, questionId: id }) };
const read = { method: 'GET' as const, readsOneRecord: true as const };
const act = {
  findsMoreFaults: true as const,
  ...oneOfCase,
  method: 'POST' as const,
  ifMatch: 'optional' as const,
  answer: questionAnswerSchema,
};

export const askQuestionRoute = defineRoute({
  ...ofCase,
  name: 'askQuestion',
  findsMoreFaults: true,
  method: 'POST',
  summary: 'Ask the requester something; clocks that wait for them pause until every question is answered',
  body: newQuestionSchema,
  answer: questionAnswerSchema,
  status: 201,
  refusals: ['not-found', 'not-allowed', 'in-trash', 'already-closed', 'too-many-questions', 'no-working-time'],
});
export const caseQuestionsRoute = defineRoute({
  ...ofCase,
  ...read,
  name: 'caseQuestions',
  summary: 'Questions to the requester of a case, oldest first',
  query: plainPageQuery,
  answer: pageOf(questionAnswerSchema),
  refusals: ['not-found'],
});
export const getQuestionRoute = defineRoute({
  ...oneOfCase,
  ...read,
  name: 'getQuestion',
  path: '/v1/cases/{id}/questions/{questionId}',
  summary: 'One question, with its answer',
  answer: questionAnswerSchema,
  refusals: ['not-found'],
});
export const answerQuestionRoute = defineRoute({
  ...act,
  name: 'answerQuestion',
  path: '/v1/cases/{id}/questions/{questionId}/answer',
  summary: 'Write down what the requester answered, by telephone or at the desk',
  body: newAnswerSchema,
  refusals: [
    ...(['not-found', 'not-allowed', 'stale', 'in-trash', 'already-closed', 'already-answered'] as const),
    ...(['question-ended', 'unknown-reference'] as const),
  ],
});
export const withdrawQuestionRoute = defineRoute({
  ...act,
  name: 'withdrawQuestion',
  path: '/v1/cases/{id}/questions/{questionId}/withdraw',
  summary: 'Take a question back; nobody waits for its answer any more',
  refusals: ['not-found', 'not-allowed', 'stale', 'in-trash', 'already-closed', 'already-answered', 'question-ended'],
});

export const questionRoutes = [
  askQuestionRoute,
  caseQuestionsRoute,
  getQuestionRoute,
  answerQuestionRoute,
  withdrawQuestionRoute,
];
