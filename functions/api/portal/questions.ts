import { actorOfRequester, loadForRequester, storyBothWays } from '#functions/api/portal/load.ts';
import { answered, questionOf, questionsOf } from '#functions/api/questions-of-case.ts';
import { answerMyQuestionRoutes, getMyQuestionRoutes, myQuestionsRoutes } from '#shared/portal/portal.routes.ts';
import { answerQuestionForRequester } from '#shared/questions/question.ts';

// GET …/questions
export const myQuestions = storyBothWays(myQuestionsRoutes, async (services, request) => {
  const { record } = await loadForRequester(services, request, 'view');
  const show = (question: Parameters<typeof answerQuestionForRequester>[0]) =>
    answerQuestionForRequester(question, record);
  return { body: await questionsOf(services, request, { caseId: record.id, show }) };
});

// GET …/questions/{questionId}
export const getMyQuestion = storyBothWays(getMyQuestionRoutes, async (services, request) => {
  const { record } = await loadForRequester(services, request, 'view');
  const question = await questionOf(services, record.id, { questionId: request.path.questionId });
  return { body: answerQuestionForRequester(question, record), version: question.version };
});

// POST …/questions/{questionId}/answer
export const answerMyQuestion = storyBothWays(answerMyQuestionRoutes, async (services, request) => {
  const { path, body, ifMatch, now } = request;
  const loaded = await loadForRequester(services, request, 'act');
  const actor = actorOfRequester(loaded.requester);
  const question = await questionOf(services, loaded.record.id, { questionId: path.questionId, ifMatch });
  const { question: after, decision } = await answered(services, loaded, { question, input: body, by: actor, now });
  return {
    actor,
    decisions: [decision],
    body: answerQuestionForRequester(after, decision.after),
    version: after.version,
  };
});
