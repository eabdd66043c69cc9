import { isOn, substituteOf } from '#shared/casework/assignment/absence.ts';
import type { AssignmentInputs, Candidate, DealtRecord } from '#shared/casework/assignment/assignment-inputs.ts';
import { type Availability, availabilityWrite } from '#shared/casework/assignment/availability.ts';
import { leastLoaded } from '#shared/casework/assignment/balance.ts';
import type { LeftOut, LeftOutReason } from '#shared/casework/assignment/left-out.schema.ts';
import type { PoolPart } from '#shared/casework/assignment/pool.ts';
import { nextTurn, type Rotation } from '#shared/casework/assignment/rotation.ts';
import type { PersonOrGroup } from '#shared/core/records/primitives.ts';
import type { Write } from '#shared/core/table/decision.ts';
import type { Key } from '#shared/core/table/keys.ts';

/** Whom something goes to. */
export interface Dealt {
  /** Where nobody was left: the team of the pool, if it has one. */
  to?: PersonOrGroup;
  /** To be committed with it: refused where somebody else was dealt to since; then choose anew. */
  moves: Write[];
  /** Where nobody was left: why each of them was left out. */
  leftOut?: LeftOut[];
}

// Somebody's substitute may be away too. A chain longer than this is a circle, or nobody's plan.
export const mostSubstitutes = 8;

/** Refused where there has been another turn since. */
const turned = (key: Key, to: Rotation): Write => ({
  put: { ...key, ...to },
  when: to.turn === 1 ? 'new' : { holds: { turn: to.turn - 1 } },
});

/** Why somebody is not dealt a record at an instant, as far as is known yet. */
export const reasonAgainst = (
  { isBarred, availability, isWorking, capacity, open }: Candidate,
  { weight }: Pick<DealtRecord, 'weight'>,
  at: number,
): LeftOutReason | undefined => {
  if (isBarred) return 'kept-out';
  if (availability?.absence && isOn(availability.absence, at)) return 'absent';
  if (!isWorking) return 'out-of-hours';
  return capacity !== undefined && open && open.all + weight > capacity ? 'full' : undefined;
};

/** What dealing a record to somebody makes of their availability. */
export const dealtTo = (
  person: string,
  before: Availability | undefined,
  { record: { kind, id }, at }: { record: DealtRecord; at: number },
): Write => availabilityWrite(person, before, { ...before, last: { kind, recordId: id, at } });

type PartYield = { candidate: Candidate; moves: Write[] } | { leftOut: LeftOut[] };

/**
 * The person who is named, or who stands in for them while they are away; nobody where that leads
 * round in a circle.
 */
const named = (person: string, inputs: AssignmentInputs): PartYield => {
  const leftOut: LeftOut[] = [];
  const seen = new Set<string>();
  for (let next: string | undefined = person; next !== undefined && !seen.has(next) && seen.size <= mostSubstitutes; ) {
    seen.add(next);
    const candidate = inputs.candidates.find((one) => one.person === next);
    if (!candidate) break;
    const reason = reasonAgainst(candidate, inputs.record, inputs.at);
    if (reason === undefined) return { candidate, moves: [] };
    leftOut.push({ user: candidate.person, reason });
    const { absence } = candidate.availability ?? {};
    next = reason === 'absent' && absence ? substituteOf(absence) : undefined;
  }
  return { leftOut };
};

const among = ({ people }: PoolPart, inputs: AssignmentInputs): PartYield => {
  const { behaviour, record, at, lot, rotation } = inputs;
  const candidates = people.flatMap((person) => inputs.candidates.find((one) => one.person === person) ?? []);
  const judged = candidates.map((candidate) => ({ candidate, reason: reasonAgainst(candidate, record, at) }));
  const free = new Map(
    judged.flatMap(({ candidate, reason }) => (reason ? [] : [[candidate.person, candidate] as const])),
  );
  const [only] = free.values();
  if (!only)
    return { leftOut: judged.flatMap(({ candidate: { person }, reason }) => (reason ? { user: person, reason } : [])) };
  const [first, ...rest] = people;
  // Among one there is nothing to choose, so nothing to remember.
  if (first === undefined || rest.length === 0) return { candidate: only, moves: [] };
  if (behaviour === 'rotational' && rotation) {
    const next = nextTurn([first, ...rest], rotation.last, (person) => free.has(person));
    return { candidate: free.get(next.person) ?? only, moves: [turned(rotation.key, next)] };
  }
  const loads = new Map([...free].map(([person, { open }]) => [person, open?.ofKind ?? 0]));
  return { candidate: free.get(leastLoaded(loads, lot) ?? '') ?? only, moves: [] };
};

/** Whom a part of a pool yields. */
export const partYields = (part: PoolPart, inputs: AssignmentInputs): PartYield => {
  const [person, ...others] = part.people;
  if (part.group === undefined && person !== undefined && others.length === 0) return named(person, inputs);
  return among(part, inputs);
};

/**
 * Decides whom a record goes to: purely, and so that it can be decided again from what is kept. It
 * writes nothing: a dry run moves no pointer, and a transaction that is tried again skips nobody.
 */
export const decideAssignment = (inputs: AssignmentInputs): Dealt => {
  const leftOut: LeftOut[] = [];
  for (const part of inputs.parts) {
    if (part.group !== undefined && inputs.behaviour === 'selected') return { to: { group: part.group }, moves: [] };
    const found = partYields(part, inputs);
    if ('leftOut' in found) {
      leftOut.push(...found.leftOut);
      continue;
    }
    const { person, availability, capacity } = found.candidate;
    const isCounted = capacity !== undefined || (inputs.behaviour === 'balanced' && part.people.length > 1);
    const moves = [...found.moves, ...(isCounted ? [dealtTo(person, availability, inputs)] : [])];
    return { to: { user: person }, moves };
  }
  const once = [...new Map(leftOut.map((one) => [one.user, one])).values()];
  return { ...(inputs.team !== undefined && { to: { group: inputs.team } }), moves: [], leftOut: once };
};
