import { entriesBelow, type PlacedEntry } from '#functions/api/contacts/timeline-entries.ts';
import { pageOf } from '#functions/api/pages.ts';
import { routeHandler } from '#functions/api/route-handler.ts';
import { sight } from '#functions/api/sight.ts';
import type { Services } from '#functions/services.ts';
import type { Person } from '#shared/access/person.ts';
import type { Observed } from '#shared/automation/signals/observation.schema.ts';
import { observationKinds } from '#shared/automation/signals/signal-mapping.ts';
import { contactTimelineRoute } from '#shared/automation/signals/timeline.routes.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { Refusal } from '#shared/core/errors.ts';
import type { DomainEvent } from '#shared/core/events/event.ts';
import { readRecord } from '#shared/core/records/read.ts';
import { observationPrefix } from '#shared/core/table/automation-keys.ts';
import { clientLinkPrefix, contactLinkPrefix } from '#shared/core/table/casework-keys.ts';
import { eventBesidePrefix, partitionOf, recordKey } from '#shared/core/table/keys.ts';

// The cases and alerts of a person are few, what lies below them may be much. So the records are
// read first, and what is below one only when a page reaches the time in which it was changed.

/** A record of the person, with when it was changed last: nothing below it is newer. */
interface TimelineSource {
  kind: 'case' | 'alert';
  record: Case | Alert;
}

const recordsOf = async (services: Services, contactId: string, caller: Person): Promise<TimelineSource[]> => {
  const { table } = services;
  const pk = partitionOf({ kind: 'contact', id: contactId });
  const prefixes = [contactLinkPrefix('case'), clientLinkPrefix, contactLinkPrefix('alert')];
  const links = (await Promise.all(prefixes.map((prefix) => table.queryAll({ pk, prefix })))).flat();
  const idsOf = (member: 'caseId' | 'alertId') => [
    ...new Set(links.flatMap((link) => (link[member] === undefined ? [] : String(link[member])))),
  ];
  const sees = await sight(services, caller);
  const of = async (kind: 'case' | 'alert', ids: string[]): Promise<TimelineSource[]> => {
    const found = await table.getMany(ids.map((id) => recordKey({ kind, id })));
    return found
      .map(({ record }) => ({ kind, record: record as Case | Alert }))
      .filter(({ record }) => sees(kind, record));
  };
  return [...(await of('case', idsOf('caseId'))), ...(await of('alert', idsOf('alertId')))];
};

// What was observed by a grade or an enrolment is kept once for a term and course.
const mostObserved = 1_000;

/** What signals and observations say of the person itself, of a page and no more. */
const ofPerson = async ({ table }: Services, contactId: string, limit: number): Promise<PlacedEntry[]> => {
  const pk = partitionOf({ kind: 'contact', id: contactId });
  const observed = await Promise.all(
    observationKinds.map((kind) =>
      table.query({ pk, prefix: observationPrefix(kind), descending: true, limit: mostObserved }),
    ),
  );
  const events = await table.query({
    pk,
    prefix: eventBesidePrefix,
    descending: true,
    limit: Math.max(limit, mostObserved),
  });
  return [
    ...observed.flatMap(({ items }) =>
      items.map(({ sk, observation }): PlacedEntry => {
        const record = observation as Observed;
        return { at: record.at, kind: 'observation', record, tie: sk };
      }),
    ),
    ...events.items.flatMap(({ event }): PlacedEntry[] => {
      const { type, eventId, occurredAt, after } = event as DomainEvent;
      if (type !== 'Signal Received') return [];
      const { source, detailType } = after as { source?: string; detailType?: string };
      const record = { id: eventId, ...(source && { source }), ...(detailType && { detailType }) };
      return [{ at: occurredAt, kind: 'signal', record, tie: eventId }];
    }),
  ];
};

const placeOf = ({ at, kind, tie }: PlacedEntry): string => `${at} ${kind} ${tie}`;

// GET /v1/contacts/{id}/timeline
export const contactTimeline = routeHandler(contactTimelineRoute, async (services, { path, query, caller, now }) => {
  if (!(await readRecord(services.table, 'contact', path.id))) throw new Refusal('not-found');
  const sources = await recordsOf(services, path.id, caller);
  const body = await pageOf(services, { query, caller }, `timeline of ${path.id}`, async ({ limit, after }) => {
    const isBehind = (entry: PlacedEntry) => after === undefined || placeOf(entry) < after;
    let entries = (await ofPerson(services, path.id, limit)).filter(isBehind);
    const waiting = sources.toSorted((a, b) => (a.record.updatedAt < b.record.updatedAt ? 1 : -1));
    const page: PlacedEntry[] = [];
    while (page.length <= limit) {
      entries.sort((a, b) => (placeOf(a) < placeOf(b) ? 1 : -1));
      const [first] = entries;
      const [source] = waiting;
      if (source && (!first || source.record.updatedAt >= first.at)) {
        waiting.shift();
        const found = await entriesBelow(services, source, { now, limit: limit + 1, after });
        entries = [...entries, ...found.filter(isBehind)];
        continue;
      }
      if (!first) break;
      page.push(first);
      entries.shift();
    }
    const items = page.slice(0, limit);
    const last = items.at(-1);
    return {
      items: items.map(({ tie: _tie, ...entry }) => entry),
      next: page.length > limit && last ? placeOf(last) : undefined,
    };
  });
  return { body };
});
