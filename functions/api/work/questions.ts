import { loadCase } from '#functions/api/cases/load.ts';
import { answered, questionOf, questionsOf } from '#functions/api/questions-of-case.ts';
import { type HandlerResult, routeHandler } from '#functions/api/route-handler.ts';
import { actorOf } from '#shared/access/person.ts';
import {
  answerQuestionRoute,
  askQuestionRoute,
  caseQuestionsRoute,
  getQuestionRoute,
  withdrawQuestionRoute,
} from '#shared/casework/questions/question.routes.ts';
import {
  askQuestion as ask,
  type QuestionAnswer,
  answerQuestion as show,
  withdrawQuestion as withdraw,
} from '#shared/casework/questions/question.ts';

/** What a command answers: the question as it is after it. */
const outcomeOf = ({ question, decision }: ReturnType<typeof ask>): HandlerResult<QuestionAnswer> => ({
  decisions: [decision],
  body: show(question, decision.after),
  version: question.version,
});

// POST /v1/cases/{id}/questions
export const askQuestion = routeHandler(askQuestionRoute, async (services, request) => {
  const { body, caller, now } = request;
  const { record, definition } = await loadCase(services, request, 'work');
  const command = { id: services.newId(now), input: body, by: actorOf(caller), at: now };
  return outcomeOf(ask(record, command, definition));
});

// GET /v1/cases/{id}/questions
export const caseQuestions = routeHandler(caseQuestionsRoute, async (services, request) => {
  const { record } = await loadCase(services, request, 'view');
  return {
    body: await questionsOf(services, request, { caseId: record.id, show: (question) => show(question, record) }),
  };
});

// GET /v1/cases/{id}/questions/{questionId}
export const getQuestion = routeHandler(getQuestionRoute, async (services, request) => {
  const { record } = await loadCase(services, request, 'view');
  const question = await questionOf(services, record.id, request.path);
  return { body: show(question, record), version: question.version };
});

// POST /v1/cases/{id}/questions/{questionId}/answer
export const answerQuestion = routeHandler(answerQuestionRoute, async (services, request) => {
  const { path, body, caller, ifMatch, now } = request;
  const loaded = await loadCase(services, { path, caller }, 'work');
  const question = await questionOf(services, loaded.record.id, { ...path, ifMatch });
  return outcomeOf(await answered(services, loaded, { question, input: body, by: actorOf(caller), now }));
});

// POST /v1/cases/{id}/questions/{questionId}/withdraw
export const withdrawQuestion = routeHandler(withdrawQuestionRoute, async (services, request) => {
  const { path, caller, ifMatch, now } = request;
  const { record, definition } = await loadCase(services, { path, caller }, 'work');
  const question = await questionOf(services, record.id, { ...path, ifMatch });
  return outcomeOf(withdraw(record, { question, at: now }, definition));
});
