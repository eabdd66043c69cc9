import { pageBelow } from '#functions/api/pages.ts';
import { actorOfRequester, loadForRequester, type PortalCase, storyBothWays } from '#functions/api/portal/load.ts';
import { answered, questionOf } from '#functions/api/questions-of-case.ts';
import type { Services } from '#functions/services.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { answerQuestionForRequester, type Question } from '#shared/casework/questions/question.ts';
import { Refusal } from '#shared/core/errors.ts';
import type { IfMatch } from '#shared/core/records/read.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { childPrefix } from '#shared/core/table/keys.ts';
import { answerMyQuestionRoutes, getMyQuestionRoutes, myQuestionsRoutes } from '#shared/portal/portal.routes.ts';

/** A question as one of the requesters sees it: the answer of another is not theirs to read. */
const seen = (question: Question, record: Case, shows: PortalCase['shows']) => {
  const { answer, ...rest } = answerQuestionForRequester(question, record);
  const { id, answer: given } = question;
  const isTheirs = given && shows({ id, createdAt: given.at, createdBy: given.by });
  return { ...rest, ...(answer && isTheirs && { answer }) };
};

/** @throws `not-found` also for one that another requester was asked */
const questionFor = async (
  services: Services,
  loaded: PortalCase,
  asked: { questionId: string; ifMatch?: IfMatch | undefined },
) => {
  const question = await questionOf(services, loaded.home.record.id, asked);
  if (!loaded.shows(question)) throw new Refusal('not-found');
  return question;
};

// GET …/questions
export const myQuestions = storyBothWays(myQuestionsRoutes, async (services, request) => {
  const { home, shows } = await loadForRequester(services, request, 'view');
  const subject = { kind: 'case' as const, id: home.record.id };
  const show = (item: Item) => {
    const question = item.record as Question;
    return shows(question) ? seen(question, home.record, shows) : undefined;
  };
  return {
    body: await pageBelow(services, request, { name: 'my questions', subject, prefix: childPrefix('question'), show }),
  };
});

// GET …/questions/{questionId}
export const getMyQuestion = storyBothWays(getMyQuestionRoutes, async (services, request) => {
  const loaded = await loadForRequester(services, request, 'view');
  const question = await questionFor(services, loaded, { questionId: request.path.questionId });
  return { body: seen(question, loaded.home.record, loaded.shows), version: question.version };
});

// POST …/questions/{questionId}/answer
export const answerMyQuestion = storyBothWays(answerMyQuestionRoutes, async (services, request) => {
  const { path, body, ifMatch, now } = request;
  const loaded = await loadForRequester(services, request, 'act');
  const actor = actorOfRequester(loaded.requester);
  const question = await questionFor(services, loaded, { questionId: path.questionId, ifMatch });
  const { question: after, decision } = await answered(services, loaded.home, {
    question,
    input: body,
    by: actor,
    now,
  });
  return {
    actor,
    decisions: [decision],
    body: seen(after, decision.after, loaded.shows),
    version: after.version,
  };
});
