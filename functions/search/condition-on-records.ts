import { calendarsFor } from '#functions/automation/scene.ts';
import { conditionOnRows, type ListRow, type RowKind } from '#functions/lists/condition-on-rows.ts';
import type { SearchedRecord } from '#functions/search/read-text.ts';
import { askForCaller, mayKnowAllOf, readersGeneration } from '#functions/segments/ask.ts';
import { contactSubject } from '#functions/segments/load-related.ts';
import { standingOf } from '#functions/segments/reckon.ts';
import { sightOf } from '#functions/segments/sight.ts';
import { segmentStates } from '#functions/segments/states.ts';
import type { Services } from '#functions/services.ts';
import type { Person } from '#shared/access/person.ts';
import { isMember } from '#shared/automation/segments/standing.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import type { Condition } from '#shared/core/conditions/condition.ts';
import { holds } from '#shared/core/conditions/evaluate.ts';
import { ofContact, readsOf } from '#shared/core/conditions/plan.ts';
import type { SearchedKind } from '#shared/core/table/search-keys.ts';

interface RecordCondition {
  kind: SearchedKind;
  condition?: Condition | undefined;
  caller: Person;
  /** The instant it is asked at, in epoch milliseconds. */
  at: number;
}

/** Those of some records that meet a condition, as far as the caller may know it. */
export type MeetCondition = (records: readonly SearchedRecord[]) => Promise<ReadonlySet<SearchedRecord>>;

const onContacts = async (
  services: Services,
  { condition: asked, caller, at }: RecordCondition & { condition: Condition },
): Promise<MeetCondition> => {
  const condition = ofContact(asked);
  const reads = readsOf(condition);
  const [sight, calendars, states] = [
    await sightOf(services, caller),
    await calendarsFor(services, [reads]),
    reads.segments.size > 0 ? await segmentStates(services) : new Map(),
  ];
  const segmentsOf = async (contact: Contact) => {
    if (reads.segments.size === 0) return {};
    const standing = await standingOf(services, contact.id);
    const isIn = new Map<string, boolean>();
    for (const key of reads.segments) {
      const generation = await readersGeneration(services, key, states.get(key));
      const isKnown = mayKnowAllOf(caller, generation);
      isIn.set(
        key,
        isKnown
          ? isMember(standing, states.get(key))
          : (await askForCaller(services, { caller, contact, generation })).held,
      );
    }
    return { inSegment: (segment: string) => ({ held: isIn.get(segment) === true }) };
  };
  return async (records) => {
    const held = await Promise.all(
      (records as readonly Contact[]).map(async (contact) => {
        const subject = await contactSubject(services.table, contact, { reads, sight });
        const beside = { ...(await segmentsOf(contact)), ...(calendars && { calendars }) };
        return holds(condition, { ...subject, ...beside }, at) ? [contact] : [];
      }),
    );
    return new Set(held.flat());
  };
};

/** A checked condition, ready to be asked of records of a kind. */
export const conditionOnRecords = async (services: Services, asked: RecordCondition): Promise<MeetCondition> => {
  const { kind, condition } = asked;
  if (!condition) return async (records) => new Set(records);
  if (kind === 'contact') return onContacts(services, { ...asked, condition });
  const { beforehand, holdsFor } = await conditionOnRows(services, { ...asked, kind: kind as RowKind, condition });
  return async (records) => {
    await beforehand(records as readonly ListRow[]);
    return new Set(records.filter((record) => holdsFor(record as ListRow)));
  };
};
