import { faultsOfSound } from '#functions/api/config/faults.ts';
import { answerConfiguration } from '#functions/api/config/kept.ts';
import { pageOf } from '#functions/api/pages.ts';
import { routeHandler } from '#functions/api/route-handler.ts';
import { askForCaller, isSettled, mayKnowAllOf, readersGeneration } from '#functions/segments/ask.ts';
import { contactSubject } from '#functions/segments/load-related.ts';
import { segmentState } from '#functions/segments/states.ts';
import type { Services } from '#functions/services.ts';
import { actorOf, type Person } from '#shared/access/person.ts';
import { askSegment, type CompiledGeneration, currentGeneration } from '#shared/automation/segments/generation.ts';
import { progressOf } from '#shared/automation/segments/progress.ts';
import {
  createSegmentRoute,
  previewSegmentRoute,
  segmentMembersRoute,
} from '#shared/automation/segments/segment.routes.ts';
import type { Segment } from '#shared/automation/segments/segment.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import { checkConfiguration } from '#shared/configuration/check.ts';
import { withOthers } from '#shared/configuration/file.ts';
import { type Configuration, putConfiguration } from '#shared/core/definitions/configuration.ts';
import { configured } from '#shared/core/definitions/definitions.ts';
import { Refusal } from '#shared/core/errors.ts';
import { iso } from '#shared/core/records/instants.ts';
import { readRecord } from '#shared/core/records/read.ts';
import { sideBySide } from '#shared/core/side-by-side.ts';
import { memberPartition } from '#shared/core/table/automation-keys.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { contactPartition, everyContactShard } from '#shared/core/table/keys.ts';
import { mergePages } from '#shared/core/table/merge.ts';

/** What is read of contacts side by side. */
const atATime = 20;

const membersIn = (segment: string, generation: string) =>
  everyContactShard.map((shard) => ({ pk: memberPartition(segment, generation, shard), consistent: true }));

/** Every member counts as one item of a few dozen bytes: a unit of reading counts about forty. */
const countMembers = async ({ table }: Services, segment: string, generation: string): Promise<number> => {
  const all = await Promise.all(membersIn(segment, generation).map((source) => table.queryAll(source)));
  return all.reduce((sum, members) => sum + members.length, 0);
};

/** How far a segment has come, and how many are in it for a caller who may know that. */
export const answerProgress = async (services: Services, key: string, caller: Person) => {
  const state = await segmentState(services, key);
  const isReady = await isSettled(services, key, state);
  const generation = await readersGeneration(services, key, state);
  const next = state?.live ? generation : await currentGeneration(services.definitions, key);
  const progress = progressOf(state) ?? 0;
  return {
    state: isReady ? ('ready' as const) : ('computing' as const),
    ...(!isReady && { progress }),
    ...(state?.live && { computedAt: state.live.at }),
    ...(mayKnowAllOf(caller, next) && { count: await countMembers(services, key, generation.id) }),
  };
};

// POST /v1/segments
export const createSegment = routeHandler(
  createSegmentRoute,
  async (services, { body, caller, now }) => {
    await checkConfiguration(services.definitions, 'segments', body);
    // Keys have small letters.
    const key = services.newId(now).toLowerCase();
    const command = { kind: 'segments' as const, key, value: body, by: actorOf(caller), at: now, nextVersion: 1 };
    const decision = putConfiguration(undefined, command);
    return { decisions: [decision], body: { ...answerConfiguration(decision.after), id: key }, version: 1 };
  },
  faultsOfSound('segments'),
);

/**
 * A preview looks at so many contacts: some seconds of the ten that a request has. Beyond that it
 * says that there are at least so many.
 */
const mostPreviewed = 5000;

/** A condition as a segment that is not there: under a key that no segment may have. */
const asSegment = async (services: Services, condition: Segment['condition']): Promise<CompiledGeneration> => {
  const key = 'Preview';
  const at = iso(services.now());
  const record: Configuration = {
    id: `segments/${key}`,
    kind: 'segments',
    key,
    version: 1,
    createdAt: at,
    createdBy: { kind: 'system', id: 'preview' },
    updatedAt: at,
    value: { name: key, condition, enabled: true },
  };
  const others = [{ kind: 'segments' as const, configured: configured<'segments'>(record) }];
  return currentGeneration(withOthers(services.definitions, others), key);
};

// POST /v1/segments/preview
export const previewSegment = routeHandler(
  previewSegmentRoute,
  async (services, { body, caller, now }) => {
    const { condition, sample: wanted } = body;
    await checkConfiguration(services.definitions, 'segments', { name: 'Preview', condition, enabled: true });
    const generation = await asSegment(services, condition);
    // Any condition may be put here, so its answers tell of any record.
    if (!mayKnowAllOf(caller, generation)) throw new Refusal('not-allowed');
    const found: { contactId: string; name: string; explanation: unknown }[] = [];
    let [count, looked, isCut] = [0, 0, false];
    const look = async (item: Item): Promise<void> => {
      const contact = item.record as Contact;
      const subject = await contactSubject(services.table, contact, { reads: generation.reads });
      const { held, explanation } = askSegment(generation, subject, now);
      if (!held) return;
      count += 1;
      if (found.length < wanted) found.push({ contactId: contact.id, name: contact.name, explanation });
    };
    for (const shard of everyContactShard) {
      for (let after: string | undefined; ; ) {
        const range = { index: 'gsi3' as const, pk: contactPartition(shard), after, limit: 500 };
        const { items, more } = await services.table.query(range);
        await sideBySide(items, look, atATime);
        looked += items.length;
        after = String(items.at(-1)?.gsi3sk ?? '');
        isCut = more && looked >= mostPreviewed;
        if (!more || isCut) break;
      }
      if (isCut) break;
    }
    return { body: { count, ...(isCut && { atLeast: true as const }), sample: found } };
  },
  faultsOfSound('segments'),
);

// GET /v1/segments/{key}/members
export const segmentMembers = routeHandler(segmentMembersRoute, async (services, { path, query, caller }) => {
  const { key } = path;
  if (!(await services.definitions.one('segments', key))) throw new Refusal('not-found');
  const generation = await readersGeneration(services, key, await segmentState(services, key));
  const showsAll = mayKnowAllOf(caller, generation);
  const isSeen = async (contactId: string): Promise<boolean> => {
    const contact = await readRecord<Contact>(services.table, 'contact', contactId);
    return contact !== undefined && (await askForCaller(services, { caller, contact, generation })).held;
  };
  const seen = (items: Item[]): Promise<Item[]> =>
    sideBySide(items, async (item) => ({ ...item, isSeen: await isSeen(String(item.contactId)) }), atATime);
  const body = await pageOf(services, { query, caller }, `members of ${key}`, async (place) => {
    const { items, next } = await mergePages(services.table, {
      ...place,
      sources: membersIn(key, generation.id),
      descending: false,
      accept: (item) => item.isSeen !== false,
      ...(!showsAll && { complete: seen }),
    });
    const members = items.map(({ contactId, since, until }) => ({
      contactId: String(contactId),
      since: String(since),
      ...(until !== undefined && { until: String(until) }),
    }));
    return { items: members, next };
  });
  return { body };
});
