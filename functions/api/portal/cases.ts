import { pageOf } from '#functions/api/pages.ts';
import { actorOfRequester, loadForRequester, seenByRequester, storyBothWays } from '#functions/api/portal/load.ts';
import { requesterOf } from '#functions/api/requester.ts';
import { routeHandler } from '#functions/api/route-handler.ts';
import { closingOf } from '#functions/closing.ts';
import { isWritable } from '#functions/services.ts';
import { mayAsRequester } from '#shared/access/policy.ts';
import { answerCaseForRequester } from '#shared/casework/cases/answer-case.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { withdrawCase } from '#shared/casework/cases/life/close-and-reopen.ts';
import { Refusal } from '#shared/core/errors.ts';
import { byHand } from '#shared/core/events/event.ts';
import { readPage } from '#shared/core/records/read.ts';
import { contactLinkPrefix } from '#shared/core/table/casework-keys.ts';
import { partitionOf, recordKey } from '#shared/core/table/keys.ts';
import { getMyCaseRoutes, myCasesRoute, withdrawRoutes } from '#shared/portal/portal.routes.ts';

// GET /v1/me/cases: a page of the contact's links, and the cases that they lead to. One that they
// are kept out of makes a page shorter, not slower.
export const listMyCases = routeHandler(myCasesRoute, async (services, request) => {
  const { table } = services;
  const requester = await requesterOf(services, request.caller);
  if (!requester) return { body: { items: [] } };
  const range = {
    pk: partitionOf({ kind: 'contact', id: requester.id }),
    prefix: contactLinkPrefix('case'),
    descending: true,
    consistent: true,
  };
  const body = await pageOf(services, request, `cases of ${requester.id}`, async (place) => {
    const { items, next } = await readPage(table, { ...range, ...place });
    const keys = items.map(({ caseId }) => recordKey({ kind: 'case', id: String(caseId) }));
    const found = (await table.getMany(keys, { consistent: true })).map(({ record }) => record as Case);
    const theirs = found.filter((record) => mayAsRequester(requester, record));
    const answers = theirs.map(async (one) => {
      const { record, definition } = await seenByRequester(services, one, { requester });
      return answerCaseForRequester(record, definition);
    });
    return { items: await Promise.all(answers), next };
  });
  return { body };
});

// GET /v1/me/cases/{id}, GET /v1/public/links/{token}
export const getMyCase = storyBothWays(getMyCaseRoutes, async (services, request) => {
  const { record, definition } = await loadForRequester(services, request, 'view');
  return { body: answerCaseForRequester(record, definition), version: record.version };
});

// POST …/withdraw: by the rules of every closing; obstacles are reported without what staff have to
// do about them.
export const withdraw = storyBothWays(withdrawRoutes, async (services, request) => {
  const { record: seen, requester, home } = await loadForRequester(services, request, 'act');
  const { record, definition } = home;
  // Others wait for it too.
  if (seen.id !== record.id) throw new Refusal('cannot-withdraw');
  const actor = actorOfRequester(requester);
  const closing = await closingOf(services, record);
  const command = { note: request.body?.note, by: actor, at: request.now };
  const decisions = withdrawCase(record, command, { definition, ...closing });
  if (!isWritable(services, { actor, at: request.now, cause: byHand }, decisions)) throw new Refusal('cannot-withdraw');
  const { after } = decisions[0];
  return { actor, decisions, body: answerCaseForRequester(after, definition), version: after.version };
});
