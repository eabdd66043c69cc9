import { routeHandler } from '#functions/api/route-handler.ts';
import { findRows } from '#functions/lists/find-rows.ts';
import { listPage } from '#functions/lists/list-page.ts';
import { viewOfList } from '#functions/views/view-of-list.ts';
import { answerCase } from '#shared/casework/cases/answer-case.ts';
import { listCasesRoute } from '#shared/casework/cases/case.routes.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { definitionOf } from '#shared/casework/cases/cases.ts';
import { contactsOf } from '#shared/casework/cases/people/requester.ts';
import { isClosedCategory } from '#shared/casework/cases/status.schema.ts';
import { isOpen } from '#shared/casework/cases/status.ts';
import { iso } from '#shared/core/records/instants.ts';
import { samePersonOrGroup } from '#shared/core/records/person-or-group.ts';
import type { PersonOrGroup } from '#shared/core/records/primitives.ts';

const is = <T>(wanted: T | undefined, value: T | undefined): boolean => wanted === undefined || wanted === value;

// GET /v1/cases
export const listCases = routeHandler(listCasesRoute, async (services, { query, caller, now }) => {
  const assignee = query.assignee === 'me' ? caller.id : query.assignee;
  const person = assignee === undefined || assignee === 'none' ? undefined : { user: assignee };
  const team = query.group === undefined ? undefined : { group: query.group };
  const holds = (owner: PersonOrGroup | undefined, record: Case) =>
    owner === undefined || samePersonOrGroup(record.assignee, owner);
  const isOverdue = (record: Case) => isOpen(record) && record.dueAt !== undefined && record.dueAt < iso(now);
  const isWanted = (record: Case): boolean =>
    is(query.type, record.type) &&
    is(query.instance, record.instance) &&
    is(query.status, record.status.key) &&
    is(query.category, record.status.category) &&
    is(query.stage, record.stage) &&
    is(query.subtype, record.subtype) &&
    is(query.priority, record.priority) &&
    (query.contactId === undefined || contactsOf(record).includes(query.contactId)) &&
    (query.tag === undefined || record.tags.includes(query.tag)) &&
    is(query.escalated, record.escalated > 0) &&
    is(query.overdue, isOverdue(record)) &&
    (query.dueBefore === undefined || (record.dueAt !== undefined && record.dueAt < query.dueBefore)) &&
    (assignee !== 'none' || record.assignee === undefined) &&
    holds(person, record) &&
    holds(team, record) &&
    (query.createdFrom === undefined || record.createdAt >= query.createdFrom) &&
    (query.createdTo === undefined || record.createdAt <= query.createdTo);
  const openness =
    query.category === undefined
      ? (['open', 'closed'] as const)
      : isClosedCategory(query.category)
        ? (['closed'] as const)
        : (['open'] as const);
  const view =
    query.view === undefined ? undefined : await viewOfList(services, { caller, key: query.view, subject: 'cases' });
  const body = await listPage(services, { query, caller }, 'cases', async ({ limit, after: position }) => {
    const list = await findRows(services, {
      kind: 'case',
      caller,
      at: now,
      sort: query.sort ?? view?.sort ?? '-createdAt',
      condition: view?.condition,
      limit,
      position,
      narrow: {
        types: query.type === undefined ? undefined : [query.type],
        priority: query.priority,
        owner: person ?? team,
        contactId: query.contactId,
        openness: query.overdue ? ['open'] : openness,
        dueBefore: query.overdue
          ? iso(now)
          : openness.length === 1 && openness[0] === 'open'
            ? query.dueBefore
            : undefined,
        createdFrom: query.createdFrom,
        createdTo: query.createdTo,
      },
      fits: isWanted,
    });
    const items = await Promise.all(
      list.items.map(async (record) => answerCase(record, await definitionOf(services.definitions, record), now)),
    );
    return { ...list, items };
  });
  return { body };
});
