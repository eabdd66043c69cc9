import { pageOf } from '#functions/api/pages.ts';
import { routeHandler } from '#functions/api/route-handler.ts';
import { askForCaller, mayKnowAllOf, readersGeneration } from '#functions/segments/ask.ts';
import { segmentState } from '#functions/segments/states.ts';
import type { Services } from '#functions/services.ts';
import type { Person } from '#shared/access/person.ts';
import { isMember, type SegmentStanding } from '#shared/automation/segments/standing.ts';
import { listContactsRoute } from '#shared/casework/contacts/contact.routes.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import { unknownReference } from '#shared/core/errors.ts';
import { withRecords } from '#shared/core/records/list-rows.ts';
import { memberPartition, standingKey } from '#shared/core/table/automation-keys.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { everyContactShard, recordKey } from '#shared/core/table/keys.ts';
import { contactNameKey, contactPartitions } from '#shared/core/table/list-keys.ts';
import { type MergedRow, mergePages } from '#shared/core/table/merge.ts';

// A segment is kept in the order of its contacts' ids. So many of them are read and put in order;
// of a larger one every contact is asked whether it is in it, since so many are.
const mostSorted = 500;
// What a page looks at before it ends short, with a cursor.
const mostLookedAt = 20_000;

/** Which contacts of a segment the caller may know, and all of them where they are few. */
const membersOf = async (services: Services, { segment, caller }: { segment: string; caller: Person }) => {
  if (!(await services.definitions.one('segments', segment)))
    throw unknownReference('/query/segment', 'segment', segment);
  const { table } = services;
  const state = await segmentState(services, segment);
  const generation = await readersGeneration(services, segment, state);
  const found = await Promise.all(
    everyContactShard.map((shard) =>
      table.query({ pk: memberPartition(segment, generation.id, shard), limit: mostSorted + 1 }),
    ),
  );
  const ids = found.flatMap(({ items }) => items.map(({ contactId }) => String(contactId)));
  const seen = async (contacts: readonly Contact[]): Promise<Contact[]> => {
    if (mayKnowAllOf(caller, generation)) return [...contacts];
    const asked = await Promise.all(
      contacts.map(async (contact) => (await askForCaller(services, { caller, contact, generation })).held),
    );
    return contacts.filter((_contact, index) => asked[index]);
  };
  return { ids: ids.length > mostSorted ? undefined : ids, state, seen };
};

const contactOf = (item: Item): Contact => item.record as Contact;
const idsOf = (contacts: readonly Contact[]): ReadonlySet<string> => new Set(contacts.map(({ id }) => id));

// GET /v1/contacts
export const listContacts = routeHandler(listContactsRoute, async (services, { query, caller }) => {
  const { table } = services;
  const { label, segment, ids: named } = query;
  const members = segment === undefined ? undefined : await membersOf(services, { segment, caller });
  const fits = ({ labels }: Contact): boolean => label === undefined || labels.includes(label);
  /** Those of some contacts that are in the segment, as far as the caller may know it. */
  const inSegment = async (contacts: readonly Contact[]): Promise<ReadonlySet<string>> => {
    if (!members) return idsOf(contacts);
    const standings = await table.getMany(contacts.map(({ id }) => standingKey(id)));
    const held = standings.filter(({ contactId, version, segments }) =>
      isMember(
        { contactId: String(contactId), version: Number(version), segments: segments as SegmentStanding[] },
        members.state,
      ),
    );
    const ids = new Set(held.map(({ pk }) => pk));
    const candidates = contacts.filter(({ id }) => ids.has(standingKey(id).pk));
    return idsOf(await members.seen(candidates));
  };
  /** Contacts that are named, or all of a small segment, read and ready to be put in order. */
  const fewRows = async (ids: readonly string[]): Promise<MergedRow[]> => {
    const found = await table.getMany([...new Set(ids)].map((id) => recordKey({ kind: 'contact', id })));
    const contacts = found.map(contactOf).filter(fits);
    const shown = members && !named ? idsOf(await members.seen(contacts)) : await inSegment(contacts);
    return contacts
      .filter(({ id }) => shown.has(id))
      .map((contact) => ({
        key: contactNameKey(contact),
        item: { pk: contact.id, sk: 'contact', record: contact },
      }));
  };
  const wanted = named ?? members?.ids;
  const few = wanted && (await fewRows(wanted));
  const body = await pageOf(services, { query, caller }, 'contacts', async (place) => {
    const { items, next } = await mergePages(table, {
      ...place,
      sources: few ? [] : contactPartitions(label),
      rows: few ?? [],
      descending: query.sort === '-name',
      most: mostLookedAt,
      complete: async (found) => {
        const whole = await withRecords(table, 'contact', found);
        const there = whole.filter(({ record }) => record !== undefined);
        const shown = few ? undefined : await inSegment(there.map(contactOf).filter(fits));
        return whole.map((item) => ({ ...item, isShown: item.record !== undefined && shown?.has(contactOf(item).id) }));
      },
      accept: ({ isShown }) => few !== undefined || isShown === true,
    });
    return { items: items.map(contactOf), next };
  });
  return { body };
});
