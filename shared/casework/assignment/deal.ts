import { substituteOf } from '#shared/casework/assignment/absence.ts';
import type { AssignRule } from '#shared/casework/assignment/assign.ts';
import type { AssignmentInputs, Candidate, DealtRecord } from '#shared/casework/assignment/assignment-inputs.ts';
import { type Availability, availabilityIn } from '#shared/casework/assignment/availability.ts';
import {
  type Dealt,
  decideAssignment,
  mostSubstitutes,
  partYields,
  reasonAgainst,
} from '#shared/casework/assignment/decide-assignment.ts';
import { openWorkOf } from '#shared/casework/assignment/open-work.ts';
import { type PoolPart, type PoolQuery, partsOf } from '#shared/casework/assignment/pool.ts';
import type { Roster } from '#shared/casework/assignment/roster.ts';
import type { Rotation } from '#shared/casework/assignment/rotation.ts';
import { availabilityKey } from '#shared/core/table/casework-keys.ts';
import type { Key } from '#shared/core/table/keys.ts';
import type { Table } from '#shared/core/table/table.ts';

export interface Deal {
  assign: AssignRule;
  record: DealtRecord;
  about: PoolQuery;
  /** Where the rotation stands that this assignment is a part of. */
  rotation?: Key;
  /** Epoch milliseconds. */
  at: number;
}

export interface Dealer {
  table: Table;
  roster: Roster;
  /** From 0 to below 1. */
  random: () => number;
}

/**
 * Availability and open work of some people. Work is counted after reading what was dealt to them
 * last, so that a deal to them from here on refuses this one.
 */
const candidatesOf = async (
  { table, roster }: Dealer,
  { record, about, at, assign }: Deal,
  { people, group }: PoolPart,
): Promise<Candidate[]> => {
  const items = await table.getMany(people.map(availabilityKey), { consistent: true });
  const found = new Map(items.map((item) => [item.pk, availabilityIn(item)]));
  const isChoice = assign.behaviour === 'balanced' && people.length > 1;
  const candidateOf = async (person: string, availability: Availability | undefined): Promise<Candidate> => {
    const candidate: Candidate = {
      person,
      ...(about.barred?.includes(person) && { isBarred: true }),
      ...(availability && { availability }),
      ...roster.termsOf(person, at, group),
    };
    if (!isChoice && candidate.capacity === undefined) return candidate;
    if (reasonAgainst(candidate, record, at)) return candidate;
    return {
      ...candidate,
      open: await openWorkOf({ table, roster }, person, { record, at, last: availability?.last }),
    };
  };
  return Promise.all(people.map((person) => candidateOf(person, found.get(availabilityKey(person).pk))));
};

/** Who stands in for somebody who is away, as long as each of them is away too. */
const standInsOf = async (dealer: Dealer, deal: Deal, first: Candidate): Promise<Candidate[]> => {
  const found: Candidate[] = [];
  for (let last = first; found.length < mostSubstitutes; ) {
    const { absence } = last.availability ?? {};
    const next = absence && reasonAgainst(last, deal.record, deal.at) === 'absent' ? substituteOf(absence) : undefined;
    if (next === undefined || [first, ...found].some(({ person }) => person === next)) break;
    const [candidate] = await candidatesOf(dealer, deal, { people: [next] });
    if (!candidate) break;
    found.push(candidate);
    last = candidate;
  }
  return found;
};

/** Reads all that an assignment is decided on, of the pool no more than it takes. */
export const gatherInputs = async (dealer: Dealer, deal: Deal): Promise<AssignmentInputs> => {
  const { assign, about, record, at, rotation } = deal;
  const { behaviour } = assign;
  const parts = partsOf(assign, about, dealer.roster.membersOf);
  const team = parts.find(({ group }) => group !== undefined)?.group;
  const last = behaviour === 'rotational' && rotation ? await dealer.table.get(rotation) : undefined;
  const inputs: AssignmentInputs = {
    behaviour,
    record,
    at,
    lot: behaviour === 'balanced' ? dealer.random() : 0,
    parts: [],
    candidates: [],
    ...(team !== undefined && { team }),
    ...(behaviour === 'rotational' &&
      rotation && { rotation: { key: rotation, ...(last && { last: rotationIn(last) }) } }),
  };
  for (const part of parts) {
    inputs.parts.push(part);
    if (behaviour === 'selected' && part.group !== undefined) break;
    const candidates = await candidatesOf(dealer, deal, part);
    const [only, ...others] = candidates;
    const standIns =
      only && others.length === 0 && part.group === undefined ? await standInsOf(dealer, deal, only) : [];
    const fresh = [...candidates, ...standIns].filter(
      ({ person }) => !inputs.candidates.some((known) => known.person === person),
    );
    inputs.candidates.push(...fresh);
    if ('candidate' in partYields(part, inputs)) break;
  }
  return inputs;
};

const rotationIn = ({ turn, person, place }: Record<string, unknown>): Rotation => ({
  turn: Number(turn),
  person: String(person),
  place: Number(place),
});

/** Chooses from a pool, and writes nothing. */
export const deal = async (dealer: Dealer, wanted: Deal): Promise<Dealt> =>
  decideAssignment(await gatherInputs(dealer, wanted));
