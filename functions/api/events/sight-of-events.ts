import { maySee } from '#functions/api/cases/load.ts';
import { publicHappenings } from '#functions/api/portal/happenings.ts';
import { loadForRequester } from '#functions/api/portal/load.ts';
import { requesterOf } from '#functions/api/requester.ts';
import type { Services } from '#functions/services.ts';
import type { Person } from '#shared/access/person.ts';
import { mayOnAlert } from '#shared/access/policy.ts';
import type { Requester } from '#shared/access/requester.ts';
import { webhookOf } from '#shared/automation/webhooks/webhook-of-subject.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { goneForGood } from '#shared/casework/gone-for-good.ts';
import { Refusal } from '#shared/core/errors.ts';
import { type DomainEvent, withInitialValues } from '#shared/core/events/event.ts';
import { eventSource } from '#shared/core/events/source.ts';
import type { FeedEnvelope } from '#shared/core/feed/feed.routes.ts';
import { eventItemKey, type FeedEntry } from '#shared/core/feed/feed-entry.ts';
import { contactLinkPrefix } from '#shared/core/table/casework-keys.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { type Key, partitionOf, recordKey } from '#shared/core/table/keys.ts';
import { sentEventIn } from '#shared/mail/notifications/mail-events.ts';

// Of the feed a caller sees exactly what they would find in the history of each record at this
// moment, so rights that they gain or lose count from here on.

/** What a caller may see of some entries, in their order. */
export type EventSight = (entries: readonly FeedEntry[]) => Promise<FeedEnvelope[]>;

const envelopeOf = (type: string, detail: FeedEnvelope['detail']): FeedEnvelope => ({
  id: detail.eventId,
  source: eventSource,
  'detail-type': type,
  time: detail.occurredAt,
  detail,
});

const placeOf = ({ pk, sk }: Key): string => `${pk} ${sk}`;

/** Items by their keys, those that are there. What was written a moment ago is. */
const itemsBy = async ({ table }: Services, keys: readonly Key[]): Promise<ReadonlyMap<string, Item>> => {
  const unique = [...new Map(keys.map((key) => [placeOf(key), key])).values()];
  const items = await table.getMany(unique, { consistent: true });
  return new Map(items.map((item) => [placeOf(item), item]));
};

/** The event at an entry; undefined where it has been purged. A mail that was sent has its own. */
const eventIn = (item: Item | undefined): DomainEvent | undefined => {
  if (!item) return undefined;
  return (item.event as DomainEvent | undefined) ?? sentEventIn(item);
};

/** Events at some entries, in their order. */
const eventsAt = async (
  services: Services,
  entries: readonly FeedEntry[],
): Promise<{ entry: FeedEntry; event: DomainEvent }[]> => {
  const items = await itemsBy(services, entries.map(eventItemKey));
  return entries.flatMap((entry) => {
    const event = eventIn(items.get(placeOf(eventItemKey(entry))));
    return event ? [{ entry, event }] : [];
  });
};

const isForAdmins = ({ subject, type }: FeedEntry): boolean =>
  goneForGood.has(type) || webhookOf(subject) !== undefined;

const staffSees = async (
  services: Services,
  caller: Person,
  entries: readonly FeedEntry[],
): Promise<(entry: FeedEntry) => boolean> => {
  const asked = entries.filter(({ subject: { kind } }) => kind === 'case' || kind === 'alert');
  const items = await itemsBy(
    services,
    asked.map(({ subject }) => recordKey(subject)),
  );
  const alertTypes = await services.definitions.all('alert-types');
  const visible = new Set<string>();
  for (const [place, { record }] of items) {
    const isAlert = place.startsWith('ALERT#');
    const type = isAlert ? alertTypes.get((record as Alert).type) : undefined;
    if (
      isAlert
        ? type && mayOnAlert(caller, 'view', type.value, record as Alert)
        : await maySee(services, caller, record as Case)
    )
      visible.add(place);
  }
  return (entry) => {
    if (isForAdmins(entry)) return caller.isAdmin;
    const { subject } = entry;
    // Contacts and configuration are for all staff to read.
    if (subject.kind === 'contact' || subject.kind === 'configuration') return true;
    return visible.has(placeOf(recordKey(subject)));
  };
};

const seenByStaff =
  (services: Services, caller: Person): EventSight =>
  async (entries) => {
    const sees = await staffSees(services, caller, entries);
    const events = await eventsAt(services, entries.filter(sees));
    return events.map(({ event }) => {
      const { type, ...detail } = withInitialValues(event);
      return envelopeOf(type, detail);
    });
  };

/** How the events of one of their cases read to its requester; undefined for what is not theirs. */
const happeningsOfCase = async (services: Services, caller: Person, id: string) => {
  try {
    const found = await loadForRequester(services, { path: { id }, caller }, 'view');
    return { reference: found.record.reference, happeningOf: await publicHappenings(services, found) };
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
};

const casesOf = async ({ table }: Services, { id }: Requester): Promise<ReadonlySet<string>> => {
  const pk = partitionOf({ kind: 'contact', id });
  const links = await table.queryAll({ pk, prefix: contactLinkPrefix('case'), consistent: true });
  return new Set(links.map(({ caseId }) => String(caseId)));
};

const seenByRequester =
  (services: Services, caller: Person): EventSight =>
  async (entries) => {
    const requester = await requesterOf(services, caller);
    if (!requester || entries.length === 0) return [];
    const cases = await casesOf(services, requester);
    const theirs = entries.filter(({ subject }) => subject.kind === 'case' && cases.has(subject.id));
    const ids = [...new Set(theirs.map(({ subject }) => subject.id))];
    const seen = new Map(
      await Promise.all(ids.map(async (id) => [id, await happeningsOfCase(services, caller, id)] as const)),
    );
    const events = await eventsAt(
      services,
      theirs.filter(({ subject }) => seen.get(subject.id)),
    );
    return events.flatMap(({ entry: { subject }, event }) => {
      const { reference = '', happeningOf } = seen.get(subject.id) ?? {};
      const happening = happeningOf?.(event);
      if (!happening) return [];
      const { type, ...rest } = happening;
      return envelopeOf(type, { ...rest, schemaVersion: 1, subject: { ...subject, reference } });
    });
  };

export const sightOfEvents = (services: Services, caller: Person): EventSight =>
  caller.isStaff ? seenByStaff(services, caller) : seenByRequester(services, caller);
