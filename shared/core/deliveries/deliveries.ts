import type { Item, Write } from '#shared/core/table/decision.ts';
import { plainWrite } from '#shared/core/table/plain-write.ts';
import { type GroupTable, writeEach } from '#shared/core/table/write-each.ts';

// What leaves the product and cannot be taken back (a mail, a call of somebody's webhook) is an
// item of the table, whose key can be taken once. It is claimed before anybody outside is asked and
// settled afterwards, so that however often and in any order an event comes, it goes out once.
//
//   nothing ──claim──► sending ──settle──► sent, refused    over
//     │                   │  └───settle──► waiting          free for the next attempt
//     │                   └─ the function died: free for its own run, later for any other
//     └──claim, aside──► any state of the owner, such as `held`: taken from there by a claim that
//                        names it (`takes`), and by no other
//
// All deliveries of one event are claimed in one transaction, and settled in one. A function that
// dies between the answer from outside and settling leaves `sending` behind, and nobody can know
// on which side of that answer it died: its own run comes again and sends again. The other order
// would lose a delivery instead.

/** Where a delivery stands that the engine moves. Owners may know more states. */
export type DeliveryStage = 'sending' | 'waiting' | 'sent' | 'refused';

/** A delivery that is to be taken. */
export interface DeliveryClaim {
  /** Its key, and what its owner keeps of it. */
  item: Item;
  /** A state of the owner to put it aside in, instead of sending it. */
  aside?: string | undefined;
  /** What the item holds where it was put aside, and is taken from now. */
  takes?: Record<string, unknown> | undefined;
}

/** What became of a delivery that was claimed. */
export interface DeliveryOutcome {
  state: Exclude<DeliveryStage, 'sending'>;
  /** The item from now on, without its state. */
  item: Item;
  /** What is written in the same transaction. */
  writes?: Write[] | undefined;
}

// Thirty times what the function may run: by then the function that claimed it no longer sends. It
// matters for messages that come back from the dead letters, which SQS gives a new id.
const abandonedAfter = 15 * 60 * 1000;

// No other run has begun with it, it comes out of where it was put aside, or its claim is
// abandoned.
const free = ({ takes = {} }: DeliveryClaim, run: string, now: number) => {
  const members = Object.entries(takes).map(([name, value], index) => ({ name, value, at: `t${index}` }));
  const taken = members.map(({ at }) => `#${at} = :${at}`).join(' AND ');
  return {
    ConditionExpression: `attribute_not_exists(pk) OR #state = :waiting OR (#state = :sending AND (claimedBy = :run OR claimedAt < :abandoned))${taken && ` OR (${taken})`}`,
    ExpressionAttributeNames: {
      '#state': 'state',
      ...Object.fromEntries(members.map(({ at, name }) => [`#${at}`, name])),
    },
    ExpressionAttributeValues: {
      ':waiting': 'waiting',
      ':sending': 'sending',
      ':run': run,
      ':abandoned': now - abandonedAfter,
      ...Object.fromEntries(members.map(({ at, value }) => [`:${at}`, value])),
    },
  };
};

// Not where another run took it over from a claim that looked abandoned: what became of it is
// theirs to say.
const ours = (run: string) => ({
  ConditionExpression: '#state = :sending AND claimedBy = :run',
  ExpressionAttributeNames: { '#state': 'state' },
  ExpressionAttributeValues: { ':sending': 'sending', ':run': run },
});

const keyOf = ({ item: { pk, sk } }: { item: Item }): string => `${pk} ${sk}`;

/** The deliveries of the deployment, each with what became of it. */
export class Deliveries {
  readonly #table: GroupTable;
  readonly #now: () => number;

  constructor(table: GroupTable, now: () => number) {
    this.#table = table;
    this.#now = now;
  }

  /**
   * Takes deliveries for a run, such as a message of a queue: for sending, or to put them aside.
   *
   * @returns which it took; the others are over, put aside, or another run is sending them
   */
  async claim(run: string, claims: readonly DeliveryClaim[]): Promise<boolean[]> {
    const now = this.#now();
    // A transaction names an item once. Whatever is named twice goes once.
    const firsts = [...new Map(claims.toReversed().map((one) => [keyOf(one), one])).values()];
    const groups = firsts.map((one) => {
      const { item, aside } = one;
      const state = aside === undefined ? { state: 'sending', claimedBy: run, claimedAt: now } : { state: aside };
      return [{ Put: { TableName: this.#table.name, Item: { ...item, ...state }, ...free(one, run, now) } }];
    });
    const written = await writeEach(this.#table, groups);
    const taken = new Set(firsts.filter((_one, index) => written[index]));
    return claims.map((one) => taken.has(one));
  }

  /** Says what became of deliveries that a run claimed. What another took over stays as it is. */
  async settle(run: string, outcomes: readonly DeliveryOutcome[]): Promise<void> {
    const { name: TableName } = this.#table;
    const markedAt = this.#now();
    const groups = outcomes.map(({ item, state, writes = [] }) => [
      { Put: { TableName, Item: { ...item, state, markedAt }, ...ours(run) } },
      ...writes.map((one) => plainWrite(one, TableName)),
    ]);
    await writeEach(this.#table, groups);
  }
}
