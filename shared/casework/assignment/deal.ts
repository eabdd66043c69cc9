import type { AssignRule } from '#shared/casework/assignment/assign.ts';
import { type LastDealt, leastLoaded, loadBeside } from '#shared/casework/assignment/balance.ts';
import { type PoolQuery, peopleOf, selectFrom } from '#shared/casework/assignment/pool.ts';
import { nextTurn, type Rotation } from '#shared/casework/assignment/rotation.ts';
import type { PersonOrGroup } from '#shared/core/records/primitives.ts';
import type { Write } from '#shared/core/table/decision.ts';
import { dealtKey, type Key, type WorkKind, workIn, workPrefix } from '#shared/core/table/keys.ts';
import type { Table } from '#shared/core/table/table.ts';

/**
 * Whom something goes to. `move` has to be committed with it: it is refused where somebody else was
 * dealt to since, and then all is chosen anew.
 */
export interface Dealt {
  to: PersonOrGroup;
  move?: Write;
}

export interface Deal {
  assign: AssignRule;
  record: { kind: WorkKind; id: string };
  about: PoolQuery;
  /** Where the rotation stands that this assignment is a part of. */
  rotation: Key;
  /** Epoch milliseconds. */
  at: number;
}

export interface Dealer {
  table: Table;
  /** Ids of a team's members in the directory. */
  membersOf: (group: string) => readonly string[];
  /** From 0 to below 1. */
  random: () => number;
}

/** Refused where there has been another turn since. */
const moved = <T extends { turn: number }>(key: Key, to: T): Write => ({
  put: { ...key, ...to },
  when: to.turn === 1 ? 'new' : { holds: { turn: to.turn - 1 } },
});

const byTurn = async (table: Table, { rotation }: Deal, people: readonly [string, ...string[]]): Promise<Dealt> => {
  const last = (await table.get(rotation)) as Rotation | undefined;
  const next = nextTurn(people, last);
  return { to: { user: next.person }, move: moved(rotation, next) };
};

const byLoad = async (
  { table, random }: Dealer,
  { record, at }: Deal,
  people: readonly [string, ...string[]],
): Promise<Dealt> => {
  const loadOf = async (user: string, last?: LastDealt): Promise<number> => {
    const items = await table.queryAll({ pk: workIn({ user }), prefix: workPrefix(record.kind), consistent: true });
    return loadBeside(record.id, { found: items.map((item) => String(item.recordId)), last, at });
  };
  const loads = new Map(await Promise.all(people.map(async (user) => [user, await loadOf(user)] as const)));
  for (;;) {
    const user = leastLoaded(loads, random()) ?? people[0];
    const key = dealtKey(record.kind, { user });
    const last = (await table.get(key)) as LastDealt | undefined;
    // Counted again after what was dealt last is known, so that a deal to them from here on refuses
    // the move.
    const load = await loadOf(user, last);
    if (load <= (loads.get(user) ?? load)) {
      const dealt: LastDealt = { turn: (last?.turn ?? 0) + 1, recordId: record.id, at };
      return { to: { user }, move: moved(key, dealt) };
    }
    loads.set(user, load);
  }
};

/**
 * Chooses from a pool, and writes nothing: a dry run moves no pointer, and a transaction that is
 * tried again skips nobody.
 *
 * @returns nothing where the pool yields nobody
 */
export const deal = async (dealer: Dealer, wanted: Deal): Promise<Dealt | undefined> => {
  const { behaviour, pool } = wanted.assign;
  if (behaviour === 'selected') {
    const to = selectFrom(pool, wanted.about);
    return to && { to };
  }
  const [first, ...rest] = peopleOf(pool, wanted.about, dealer.membersOf);
  if (first === undefined) return undefined;
  // Among one there is nothing to choose, so nothing to remember.
  if (rest.length === 0) return { to: { user: first } };
  const people = [first, ...rest] as const;
  return behaviour === 'rotational' ? byTurn(dealer.table, wanted, people) : byLoad(dealer, wanted, people);
};
