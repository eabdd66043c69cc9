import { listAlerts } from '#functions/api/alerts/list.ts';
import { listCases } from '#functions/api/cases/list.ts';
import { type RouteHandler, type RouteRequest, routeHandler } from '#functions/api/route-handler.ts';
import type { Services } from '#functions/services.ts';
import { contactActivityRoute, mostObservations, mostRecords } from '#shared/automation/signals/insight.routes.ts';
import type { Observed } from '#shared/automation/signals/observation.schema.ts';
import type { ObservationKind } from '#shared/automation/signals/signal-mapping.ts';
import type { AlertAnswer } from '#shared/casework/alerts/alert.ts';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';
import { Refusal } from '#shared/core/errors.ts';
import { iso } from '#shared/core/records/instants.ts';
import { readRecord } from '#shared/core/records/read.ts';
import { observationPrefix, partitionOf } from '#shared/core/table/keys.ts';

/** What was observed of a contact, of one kind, oldest first; the newest where it is too much. */
const observationsOf = async ({ table }: Services, contactId: string, kind: ObservationKind) => {
  const { items } = await table.query({
    pk: partitionOf({ kind: 'contact', id: contactId }),
    prefix: observationPrefix(kind),
    descending: true,
    limit: mostObservations,
  });
  return items
    .toReversed()
    .map(({ observation }) => {
      const { kind: _kind, ...observed } = observation as Observed;
      return observed;
    })
    .sort((one, other) => Number(one.at > other.at) - Number(one.at < other.at));
};

/** The newest of a list of what concerns a contact, as the caller may see it. */
const newestOf = async <T>(
  services: Services,
  list: RouteHandler,
  { request, contactId }: { request: Omit<RouteRequest<never, never, never>, 'path' | 'query'>; contactId: string },
): Promise<T[]> => {
  const query = list.route.input.query.parse({ contactId, limit: String(mostRecords) });
  const { body } = await list.run(services, { ...request, path: {}, query } as never);
  return (body as { items: T[] }).items;
};

// GET /v1/insight/activity
export const contactActivity = routeHandler(
  contactActivityRoute,
  async (services, { path: _path, query, ...request }) => {
    const { contactId } = query;
    if (!(await readRecord(services.table, 'contact', contactId))) throw new Refusal('not-found');
    const asked = { request: request as never, contactId };
    const [alerts, cases, attendance, grades, enrolment] = await Promise.all([
      newestOf<AlertAnswer>(services, listAlerts, asked),
      newestOf<CaseAnswer>(services, listCases, asked),
      observationsOf(services, contactId, 'attendance'),
      observationsOf(services, contactId, 'grade'),
      observationsOf(services, contactId, 'enrolment'),
    ]);
    return { body: { alerts, cases, attendance, grades, enrolment, asOf: iso(request.now) } };
  },
);
