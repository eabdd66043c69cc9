import { pageOf } from '#functions/api/pages.ts';
import { routeHandler } from '#functions/api/route-handler.ts';
import { urgencyOf, visibleTypes } from '#functions/api/visible.ts';
import { mayOnAlert, seesAlertsByType } from '#shared/access/policy.ts';
import { listAlertsRoute } from '#shared/casework/alerts/alert.routes.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import { answerAlert } from '#shared/casework/alerts/answer-alert.ts';
import { categoryOf } from '#shared/casework/alerts/status.ts';
import { iso } from '#shared/core/records/instants.ts';
import { listRecords } from '#shared/core/records/listing.ts';
import { samePersonOrGroup } from '#shared/core/records/person-or-group.ts';
import type { PersonOrGroup } from '#shared/core/records/primitives.ts';

const fits = <T>(wanted: T | undefined, value: T | undefined): boolean => wanted === undefined || wanted === value;

// GET /v1/alerts
export const listAlerts = routeHandler(listAlertsRoute, async (services, { query, caller, now }) => {
  const types = await services.definitions.all('alert-types');
  const reviewer = query.reviewer === 'me' ? caller.id : query.reviewer;
  const person = reviewer === undefined || reviewer === 'none' ? undefined : { user: reviewer };
  const team = query.group === undefined ? undefined : { group: query.group };
  const holds = (owner: PersonOrGroup | undefined, alert: Alert) =>
    owner === undefined || samePersonOrGroup(alert.reviewer, owner);
  const isOverdue = (alert: Alert) => alert.category === 'open' && alert.dueAt !== undefined && alert.dueAt < iso(now);
  const accept = (alert: Alert): boolean => {
    const type = types.get(alert.type);
    return (
      type !== undefined &&
      mayOnAlert(caller, 'view', type.value, alert) &&
      fits(query.type, alert.type) &&
      fits(query.status, alert.status) &&
      fits(query.category, alert.category) &&
      fits(query.priority, alert.priority) &&
      fits(query.contactId, alert.contactId) &&
      (query.tag === undefined || alert.tags.includes(query.tag)) &&
      fits(query.hasCase, alert.caseId !== undefined) &&
      fits(query.overdue, isOverdue(alert)) &&
      (reviewer !== 'none' || alert.reviewer === undefined) &&
      holds(person, alert) &&
      holds(team, alert) &&
      (query.createdFrom === undefined || alert.createdAt >= query.createdFrom) &&
      (query.createdTo === undefined || alert.createdAt <= query.createdTo)
    );
  };
  const category = query.category ?? (query.status === undefined ? undefined : categoryOf(query.status));
  const visible = visibleTypes(caller, types, { asked: query.type, sees: (type) => seesAlertsByType(caller, type) });
  const priorityRank = await urgencyOf(services.definitions);
  const body = await pageOf(services, { query, caller }, 'alerts', async ({ limit, after: position }) => {
    const list = await listRecords<Alert>(services.table, {
      kind: 'alert',
      limit,
      sort: query.sort,
      position,
      openness: query.overdue ? ['open'] : category === undefined ? ['open', 'closed'] : [category],
      ...visible,
      owner: person ?? team,
      contactId: query.contactId,
      dueBefore: query.overdue ? iso(now) : undefined,
      createdFrom: query.createdFrom,
      createdTo: query.createdTo,
      priorityRank,
      accept,
    });
    return { items: list.items.map(answerAlert), next: list.next };
  });
  return { body };
});
