import type { Services } from '#functions/services.ts';
import type { Candidate, DealtRecord } from '#shared/casework/assignment/assignment-inputs.ts';
import { availabilityIn } from '#shared/casework/assignment/availability.ts';
import { dealtTo, reasonAgainst } from '#shared/casework/assignment/decide-assignment.ts';
import { openWorkOf } from '#shared/casework/assignment/open-work.ts';
import { type Roster, rosterOf } from '#shared/casework/assignment/roster.ts';
import { availabilityKey } from '#shared/core/table/casework-keys.ts';
import type { Write } from '#shared/core/table/decision.ts';

/** How much more work somebody may take. */
interface RoomForWork {
  roster: Roster;
  /** By weight. */
  left: number;
  /** What makes a record that they take count: refused where they were given something since. */
  moved: (record: DealtRecord) => Write[];
}

/**
 * How much more work somebody may take from a queue at an instant (epoch ms); undefined where they
 * are away, do not work, or have all that they take. A read unit, and the units of their open work.
 */
export const roomOf = async (
  { table, definitions }: Services,
  person: string,
  { group, at }: { group: string | undefined; at: number },
): Promise<RoomForWork | undefined> => {
  const roster = await rosterOf(definitions);
  const availability = availabilityIn(await table.get(availabilityKey(person)));
  const candidate: Candidate = {
    person,
    ...(availability && { availability }),
    ...roster.termsOf(person, at, group),
  };
  const record = { kind: 'case' as const, id: '', weight: 0 };
  if (reasonAgainst(candidate, record, at)) return undefined;
  const { capacity } = candidate;
  if (capacity === undefined) return { roster, left: Number.POSITIVE_INFINITY, moved: () => [] };
  const open = await openWorkOf({ table, roster }, person, { record, at, last: availability?.last });
  const left = capacity - open.all;
  return left <= 0
    ? undefined
    : { roster, left, moved: (taken) => [dealtTo(person, availability, { record: taken, at })] };
};
