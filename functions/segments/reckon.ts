import { expectCrossing } from '#functions/segments/expect-crossing.ts';
import { contactSubject } from '#functions/segments/load-related.ts';
import { compiledGeneration, generationsOf, type SegmentStates, segmentStates } from '#functions/segments/states.ts';
import type { Services } from '#functions/services.ts';
import { allReads, askSegment, type CompiledGeneration } from '#shared/automation/segments/generation.ts';
import {
  type AnswersAsked,
  type ContactStanding,
  type Crossing,
  type Movement,
  moveStanding,
  type SegmentStanding,
} from '#shared/automation/segments/standing.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import type { Subject } from '#shared/core/conditions/fields.ts';
import { byHand, type DomainEvent, type Intent } from '#shared/core/events/event.ts';
import { epoch, iso } from '#shared/core/records/instants.ts';
import { readRecord } from '#shared/core/records/read.ts';
import { againOnConflict, patient } from '#shared/core/table/commit.ts';
import type { Write } from '#shared/core/table/decision.ts';
import { contactShardOf, eventBesideVersions, standingKey } from '#shared/core/table/keys.ts';

/** Where a contact stands, by one consistent read. */
export const standingOf = async ({ table }: Services, contactId: string): Promise<ContactStanding> => {
  const item = await table.get(standingKey(contactId));
  if (!item) return { contactId, version: 0, segments: [] };
  return { contactId, version: Number(item.version), segments: item.segments as SegmentStanding[] };
};

/** Which generations of a segment are asked again. */
export type Wanted = (generation: CompiledGeneration, standing: SegmentStanding | undefined) => boolean;

const eventWrite = (
  { contactId, crossing, eventId }: { contactId: string; crossing: Crossing; eventId: string },
  { actor, at, cause }: Intent,
): Write => {
  const subject = { kind: 'contact' as const, id: contactId };
  const event: DomainEvent = {
    eventId,
    schemaVersion: 1,
    type: crossing.joined ? 'Segment Joined' : 'Segment Left',
    occurredAt: iso(at),
    subject,
    contactId,
    actor,
    cause,
    changed: [],
    before: {},
    after: { segment: crossing.segment, reason: crossing.reason },
  };
  return { put: { ...eventBesideVersions(subject, eventId), event }, when: 'new' };
};

const write = async (services: Services, { writes, crossings, after, next }: Movement, intent: Intent) => {
  // The moment first: one that nobody needs costs nothing, one that is missing a crossing.
  if (next !== undefined) await expectCrossing(services, `${contactShardOf(after.contactId)}`, epoch(next));
  const events = crossings.map((crossing) =>
    eventWrite({ contactId: after.contactId, crossing, eventId: services.newId(intent.at) }, intent),
  );
  await services.commit(intent, [], [...writes, ...events]);
};

/** The generations of all segments that are wanted, ready to ask. */
const chosen = async (
  services: Services,
  states: SegmentStates,
  { wanted, standing }: { wanted: Wanted; standing: ContactStanding },
): Promise<CompiledGeneration[]> => {
  const known = new Map(standing.segments.map((one) => [one.segment, one]));
  const all = await Promise.all(
    [...states.values()].flatMap((state) =>
      generationsOf(state).map((generation) => compiledGeneration(services, state.segment, generation)),
    ),
  );
  return all.filter((one) => wanted(one, known.get(one.key)));
};

const subjectFor = async (
  { table }: Services,
  contact: Contact | undefined,
  asked: readonly CompiledGeneration[],
): Promise<Subject | undefined> =>
  contact && asked.length > 0
    ? contactSubject(table, contact, { reads: allReads(asked.map(({ reads }) => reads)) })
    : undefined;

/** What happens to contacts without anybody's doing. */
export const byTheSegments = (at: number): Intent => ({ actor: { kind: 'clock', id: 'segments' }, at, cause: byHand });

/**
 * Waits for all, also where some fail, so that one contact keeps no other.
 * @throws what the first that failed threw
 */
export const everyOne = async (all: readonly Promise<unknown>[]): Promise<void> => {
  const failed = (await Promise.allSettled(all)).find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
};

const nobodyIsIn = { held: false };

/**
 * Asks some segments again of one contact, and writes where it stands after that: memberships,
 * events and what time will change, in one transaction. It reads everything afresh, so it may be
 * called twice, late, or by several at once.
 *
 * @param wanted which are asked; with none of them, what is known is put in order
 */
export const reckonContact = (
  services: Services,
  { contactId, wanted }: { contactId: string; wanted: Wanted },
  intentAt: (at: number) => Intent,
): Promise<void> =>
  againOnConflict(
    async () => {
      for (let more = true; more; ) {
        const states = await segmentStates(services);
        // Where the contact stands is read first: if another moves it meanwhile, the write fails.
        const standing = await standingOf(services, contactId);
        const asked = await chosen(services, states, { wanted, standing });
        if (asked.length === 0 && standing.version === 0) return;
        const contact = asked.length > 0 ? await readRecord<Contact>(services.table, 'contact', contactId) : undefined;
        const subject = await subjectFor(services, contact, asked);
        const at = services.now();
        const answers = new Map(
          asked.map((generation) => [
            `${generation.key} ${generation.id}`,
            subject ? askSegment(generation, subject, at) : nobodyIsIn,
          ]),
        );
        const answerTo: AnswersAsked = (segment, generation) => answers.get(`${segment} ${generation}`);
        const movement = moveStanding(standing, states, { asked: answerTo, at });
        if (!movement) return;
        await write(services, movement, intentAt(at));
        more = movement.more;
      }
    },
    Math.random,
    patient,
  );
