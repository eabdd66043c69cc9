import { routeHandler } from '#functions/api/route-handler.ts';
import { findRows } from '#functions/lists/find-rows.ts';
import { listPage } from '#functions/lists/list-page.ts';
import { viewOfList } from '#functions/views/view-of-list.ts';
import { listAlertsRoute } from '#shared/casework/alerts/alert.routes.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import { answerAlert } from '#shared/casework/alerts/answer-alert.ts';
import { categoryOf } from '#shared/casework/alerts/status.ts';
import { iso } from '#shared/core/records/instants.ts';
import { samePersonOrGroup } from '#shared/core/records/person-or-group.ts';
import type { PersonOrGroup } from '#shared/core/records/primitives.ts';

const is = <T>(wanted: T | undefined, value: T | undefined): boolean => wanted === undefined || wanted === value;

// GET /v1/alerts
export const listAlerts = routeHandler(listAlertsRoute, async (services, { query, caller, now }) => {
  const reviewer = query.reviewer === 'me' ? caller.id : query.reviewer;
  const person = reviewer === undefined || reviewer === 'none' ? undefined : { user: reviewer };
  const team = query.group === undefined ? undefined : { group: query.group };
  const holds = (owner: PersonOrGroup | undefined, alert: Alert) =>
    owner === undefined || samePersonOrGroup(alert.reviewer, owner);
  const isOverdue = (alert: Alert) => alert.category === 'open' && alert.dueAt !== undefined && alert.dueAt < iso(now);
  const isWanted = (alert: Alert): boolean =>
    is(query.type, alert.type) &&
    is(query.status, alert.status) &&
    is(query.category, alert.category) &&
    is(query.priority, alert.priority) &&
    is(query.contactId, alert.contactId) &&
    (query.tag === undefined || alert.tags.includes(query.tag)) &&
    is(query.hasCase, alert.caseId !== undefined) &&
    is(query.overdue, isOverdue(alert)) &&
    (reviewer !== 'none' || alert.reviewer === undefined) &&
    holds(person, alert) &&
    holds(team, alert) &&
    (query.createdFrom === undefined || alert.createdAt >= query.createdFrom) &&
    (query.createdTo === undefined || alert.createdAt <= query.createdTo);
  const category = query.category ?? (query.status === undefined ? undefined : categoryOf(query.status));
  const view =
    query.view === undefined ? undefined : await viewOfList(services, { caller, key: query.view, subject: 'alerts' });
  const body = await listPage(services, { query, caller }, 'alerts', async ({ limit, after: position }) => {
    const list = await findRows(services, {
      kind: 'alert',
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
        openness: query.overdue ? ['open'] : category === undefined ? undefined : [category],
        dueBefore: query.overdue ? iso(now) : undefined,
        createdFrom: query.createdFrom,
        createdTo: query.createdTo,
      },
      fits: isWanted,
    });
    return { ...list, items: list.items.map(answerAlert) };
  });
  return { body };
});
