import { changed, loadCase, loadOtherCase, may } from '#functions/api/cases/load.ts';
import { pageOfShortList } from '#functions/api/pages.ts';
import { routeHandler } from '#functions/api/route-handler.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { linkCases, unlinkCases } from '#shared/casework/cases/links/links.ts';
import { caseLinksRoute, linkCaseRoute, unlinkCaseRoute } from '#shared/casework/cases/people/people.routes.ts';
import { Refusal, unknownReference } from '#shared/core/errors.ts';
import { readRecord } from '#shared/core/records/read.ts';

// GET /v1/cases/{id}/links: a link to a case that the caller may not see is not there for them.
export const caseLinks = routeHandler(caseLinksRoute, async (services, request) => {
  const { record } = await loadCase(services, request, 'view');
  const seen = await Promise.all(
    record.links.map(async (link) => {
      const other = await readRecord<Case>(services.table, 'case', link.caseId);
      return other && !other.trashedAt && (await may(services, request.caller, 'view', other)) ? [link] : [];
    }),
  );
  const keyOf = ({ kind, caseId }: Case['links'][number]) => `${kind} ${caseId}`;
  return {
    body: await pageOfShortList(services, request, { name: `links of ${record.id}`, items: seen.flat(), keyOf }),
  };
});

// POST /v1/cases/{id}/links: it is written to both cases, so the caller has to work on both.
export const linkCase = routeHandler(linkCaseRoute, async (services, request) => {
  const { body, caller, now } = request;
  const { record, definition } = await loadCase(services, request, 'work');
  const absent = unknownReference('/caseId', 'case', body.caseId);
  const other = await loadOtherCase(services, { id: body.caseId, caller, action: 'work', absent });
  const decisions = linkCases(record, { kind: body.kind, to: other, at: now });
  const [own] = decisions;
  if (!own) throw new Error('a link has two sides');
  return { ...changed(own, definition, now), decisions };
});

// DELETE /v1/cases/{id}/links/{kind}/{caseId}
export const unlinkCase = routeHandler(unlinkCaseRoute, async (services, request) => {
  const { path, caller, now } = request;
  const { record, definition } = await loadCase(services, request, 'work');
  const absent = new Refusal('not-found');
  const other = await loadOtherCase(services, { id: path.caseId, caller, action: 'work', absent });
  const decisions = unlinkCases(record, { kind: path.kind, to: other, at: now });
  const [own] = decisions;
  if (!own) throw new Error('a link has two sides');
  return { ...changed(own, definition, now), decisions };
});
