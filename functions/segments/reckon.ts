import { isDeepStrictEqual } from 'node:util';
import { askContact, type ContactAnswers, noRecords } from '#functions/segments/ask-contact.ts';
import { expectCrossing } from '#functions/segments/expect-crossing.ts';
import { asksContactAlone } from '#functions/segments/sight.ts';
import { compiledGeneration, generationsOf, type SegmentStates, segmentStates } from '#functions/segments/states.ts';
import type { Services } from '#functions/services.ts';
import type { CompiledGeneration } from '#shared/automation/segments/generation.ts';
import {
  type AnswersAsked,
  type ContactStanding,
  type Crossing,
  type Movement,
  moveStanding,
  type SegmentStanding,
} from '#shared/automation/segments/standing.ts';
import { nameOf, type RecordIds } from '#shared/automation/segments/watch.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import type { Subject } from '#shared/core/conditions/fields.ts';
import { byHand, type DomainEvent, type Intent } from '#shared/core/events/event.ts';
import { epoch, iso } from '#shared/core/records/instants.ts';
import { readRecord } from '#shared/core/records/read.ts';
import { standingKey } from '#shared/core/table/automation-keys.ts';
import { againOnConflict, patient } from '#shared/core/table/commit.ts';
import type { Write } from '#shared/core/table/decision.ts';
import { contactShardOf, eventBesideVersions } from '#shared/core/table/keys.ts';

/** Where a contact stands, by one consistent read. */
export const standingOf = async ({ table }: Services, contactId: string): Promise<ContactStanding> => {
  const item = await table.get(standingKey(contactId));
  if (!item) return { contactId, version: 0, segments: [] };
  const { version, segments, watch } = item as unknown as ContactStanding;
  return { contactId, version: Number(version), segments, ...(watch && { watch }) };
};

/** Which generations of a segment are asked again. */
export type Wanted = (generation: CompiledGeneration, standing: SegmentStanding | undefined) => boolean;

const quarterOfAMinute = 15_000;

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
  const waits = { of: `${contactShardOf(after.contactId)}`, within: quarterOfAMinute };
  if (next !== undefined) await expectCrossing(services, waits, epoch(next));
  const events = crossings.map((crossing) =>
    eventWrite({ contactId: after.contactId, crossing, eventId: services.newId(intent.at) }, intent),
  );
  await services.commit(intent, [], [...writes, ...events]);
};

/** The generations of all segments, ready to ask. */
export const generationsIn = (services: Services, states: SegmentStates): Promise<CompiledGeneration[]> =>
  Promise.all(
    [...states.values()].flatMap((state) =>
      generationsOf(state).map((generation) => compiledGeneration(services, state.segment, generation)),
    ),
  );

/** A contact who is not there, or of whom nothing is asked. */
const nobodyThere = (
  asked: readonly CompiledGeneration[],
  rest: Pick<ContactAnswers, 'at' | 'watch'>,
): ContactAnswers => ({ ...rest, answers: new Map(asked.map((one) => [nameOf(one), { held: false }])) });

/** What happens to contacts without anybody's doing. */
export const byTheSegments = (at: number): Intent => ({ actor: { kind: 'clock', id: 'segments' }, at, cause: byHand });

/**
 * Records that were read one after another may never have been so at once: an event is said of what
 * two looks in a row have seen.
 */
const isOneLookEnough = (asked: readonly CompiledGeneration[]): boolean =>
  asked.every(({ reads }) => asksContactAlone(reads));

/**
 * Asks the wanted segments again of one contact whose `touched` records may have changed, and
 * writes memberships, events and what time will change in one transaction, also twice or late.
 */
export const reckonContact = (
  services: Services,
  { contactId, wanted, touched = noRecords }: { contactId: string; wanted: Wanted; touched?: RecordIds },
  intentAt: (at: number) => Intent,
): Promise<void> =>
  againOnConflict(
    async () => {
      for (let before: Subject | undefined; ; ) {
        const states = await segmentStates(services);
        // Where the contact stands is read first: if another moves it meanwhile, the write fails.
        const standing = await standingOf(services, contactId);
        const all = await generationsIn(services, states);
        const known = new Map(standing.segments.map((one) => [one.segment, one]));
        const asked = all.filter((one) => wanted(one, known.get(one.key)));
        if (asked.length === 0 && standing.version === 0) return;
        const contact = asked.length > 0 ? await readRecord<Contact>(services.table, 'contact', contactId) : undefined;
        const { watch: watched } = standing;
        const { answers, at, watch, seen } = contact
          ? await askContact(services, { contact, asked, all, watch: watched, touched })
          : nobodyThere(asked, { at: services.now(), watch: asked.length > 0 ? undefined : watched });
        const answerTo: AnswersAsked = (key, id) => answers.get(nameOf({ key, id }));
        const movement = moveStanding(standing, states, { asked: answerTo, at, watch });
        if (!movement) return;
        if (movement.crossings.length > 0 && !isOneLookEnough(asked) && !isDeepStrictEqual(seen, before)) {
          before = seen;
          continue;
        }
        await write(services, movement, intentAt(at));
        // Another run that read later and moved nothing has not kept this one from writing: what it
        // saw is seen by the next look.
      }
    },
    Math.random,
    patient,
  );
