import { listAlerts } from '#functions/api/alerts/list.ts';
import { listCases } from '#functions/api/cases/list.ts';
import { type RouteHandler, type RouteRequest, routeHandler } from '#functions/api/route-handler.ts';
import { askForCaller, mayKnowAllOf, readersGeneration } from '#functions/segments/ask.ts';
import { segmentState } from '#functions/segments/states.ts';
import type { Services } from '#functions/services.ts';
import type { Person } from '#shared/access/person.ts';
import {
  contactActivityRoute,
  mostMembers,
  mostObservations,
  mostRecords,
} from '#shared/automation/signals/insight.routes.ts';
import type { Observed } from '#shared/automation/signals/observation.schema.ts';
import type { ObservationKind } from '#shared/automation/signals/signal-mapping.ts';
import type { AlertAnswer } from '#shared/casework/alerts/alert.ts';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import { invalid, Refusal } from '#shared/core/errors.ts';
import { iso } from '#shared/core/records/instants.ts';
import { readRecord } from '#shared/core/records/read.ts';
import { sideBySide } from '#shared/core/side-by-side.ts';
import { memberPartition, observationPrefix } from '#shared/core/table/automation-keys.ts';
import { everyContactShard, partitionOf } from '#shared/core/table/keys.ts';

/** What is read of persons side by side. */
const atATime = 20;

/** What was observed of a contact, of one kind; the newest where it is too much. */
const observationsOf = async ({ table }: Services, contactId: string, kind: ObservationKind) => {
  const { items } = await table.query({
    pk: partitionOf({ kind: 'contact', id: contactId }),
    prefix: observationPrefix(kind),
    descending: true,
    limit: mostObservations,
  });
  return items.toReversed().map(({ observation }) => {
    const { kind: _kind, ...observed } = observation as Observed;
    return observed;
  });
};

type AboutContact = Omit<RouteRequest<never, never, never>, 'path' | 'query'>;

/** The newest of a list of what concerns a contact, as the caller may see it. */
const newestOf = async <T>(
  services: Services,
  list: RouteHandler,
  { request, contactId }: { request: AboutContact; contactId: string },
): Promise<T[]> => {
  const query = list.route.input.query.parse({ contactId, limit: String(mostRecords) });
  const { body } = await list.run(services, { ...request, path: {}, query } as never);
  return (body as { items: T[] }).items;
};

/** Everything about one contact. */
const activityOf = async (services: Services, contactId: string, request: AboutContact) => {
  const asked = { request, contactId };
  const [alerts, cases, attendance, grades, enrolment] = await Promise.all([
    newestOf<AlertAnswer>(services, listAlerts, asked),
    newestOf<CaseAnswer>(services, listCases, asked),
    observationsOf(services, contactId, 'attendance'),
    observationsOf(services, contactId, 'grade'),
    observationsOf(services, contactId, 'enrolment'),
  ]);
  return { alerts, cases, attendance, grades, enrolment };
};

/**
 * The persons of a segment whom the caller may know to be in it.
 * @throws `not-found`; 400 where there are more than one answer looks at
 */
const membersFor = async (services: Services, caller: Person, segment: string): Promise<string[]> => {
  const { definitions, table } = services;
  if (!(await definitions.one('segments', segment))) throw new Refusal('not-found');
  const generation = await readersGeneration(services, segment, await segmentState(services, segment));
  const shards = everyContactShard.map((shard) =>
    table.query({ pk: memberPartition(segment, generation.id, shard), limit: mostMembers + 1 }),
  );
  const ids = (await Promise.all(shards)).flatMap(({ items }) => items.map(({ contactId }) => String(contactId)));
  if (ids.length > mostMembers) {
    const detail = `has more than ${mostMembers} persons`;
    throw invalid([{ pointer: '/query/group', code: 'too-many-members', detail }]);
  }
  if (mayKnowAllOf(caller, generation)) return ids;
  const seen = async (id: string) => {
    const contact = await readRecord<Contact>(table, 'contact', id);
    return contact && (await askForCaller(services, { caller, contact, generation })).held ? [id] : [];
  };
  return (await sideBySide(ids, seen, atATime)).flat();
};

const by =
  <T>(instantOf: (one: T) => string, direction: 1 | -1) =>
  (one: T, other: T): number =>
    direction * (Number(instantOf(one) > instantOf(other)) - Number(instantOf(one) < instantOf(other)));

const newest = <T extends { id: string; createdAt: string }>(all: readonly T[]): T[] =>
  [...new Map(all.map((one) => [one.id, one])).values()]
    .sort(by(({ createdAt }) => createdAt, -1))
    .slice(0, mostRecords);
const oldestFirst = <T extends { at: string }>(all: readonly T[]): T[] =>
  [...all].sort(by(({ at }) => at, 1)).slice(-mostObservations);

// GET /v1/insight/activity
export const contactActivity = routeHandler(
  contactActivityRoute,
  async (services, { path: _path, query, ...request }) => {
    const { contactId, group } = query;
    if (contactId !== undefined && !(await readRecord(services.table, 'contact', contactId)))
      throw new Refusal('not-found');
    const ids = group === undefined ? [String(contactId)] : await membersFor(services, request.caller, group);
    const activity = async (id: string) => ({ id, ...(await activityOf(services, id, request as never)) });
    const all = await sideBySide(ids, activity, atATime);
    const observed = (kind: 'attendance' | 'grades' | 'enrolment') =>
      oldestFirst(
        all.flatMap((one) => one[kind].map((seen) => (group === undefined ? seen : { ...seen, contactId: one.id }))),
      );
    return {
      body: {
        alerts: newest(all.flatMap(({ alerts }) => alerts)),
        cases: newest(all.flatMap(({ cases }) => cases)),
        attendance: observed('attendance'),
        grades: observed('grades'),
        enrolment: observed('enrolment'),
        asOf: iso(request.now),
      },
    };
  },
);
