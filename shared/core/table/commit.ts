import { TransactionCanceledException, TransactionConflictException } from '@aws-sdk/client-dynamodb';
import { invalid, Refusal } from '#shared/core/errors.ts';
import type { DomainEvent, Intent } from '#shared/core/events/event.ts';
import type { NewId } from '#shared/core/records/ids.ts';
import type { RecordBase } from '#shared/core/records/primitives.ts';
import type { Decision, Item, Write } from '#shared/core/table/decision.ts';
import { eventKey, isIdempotencyKey, recordKey } from '#shared/core/table/keys.ts';
import { type Layout, type Layouts, withoutUndefined } from '#shared/core/table/layout.ts';
import { plainWrite } from '#shared/core/table/plain-write.ts';
import { fitTransaction, refuseTooLarge, sizesOf } from '#shared/core/table/size.ts';
import type { Table } from '#shared/core/table/table.ts';

/**
 * Somebody else wrote first, or too much was written at once. The caller loads again and decides
 * again.
 */
export class CommitConflict extends Error {
  override name = 'CommitConflict';
}

interface Committer {
  table: Table;
  layouts: Layouts;
  newId: NewId;
}

/**
 * The events of decisions, complete: with ids, time, actor, cause and the record as it was after
 * each.
 */
const completeEvents = (
  decisions: Decision[],
  intent: Intent,
  { layouts, newId }: Committer,
): { event: DomainEvent; item: Item }[] =>
  decisions.flatMap((decision) => {
    const layout = layouts[decision.kind] as Layout<RecordBase>;
    const { reference, contactId } = layout.subject(decision.after);
    const subject = { kind: decision.kind, id: decision.after.id, ...(reference && { reference }) };
    const hasContent = decision.removes !== 'everything';
    return decision.events.map((draft, index) => {
      const event: DomainEvent = {
        eventId: newId(intent.at),
        schemaVersion: 1,
        type: draft.type,
        occurredAt: draft.original?.at ?? decision.after.updatedAt,
        subject,
        ...(contactId && hasContent && { contactId }),
        actor: draft.original?.by ?? intent.actor,
        cause: intent.cause,
        changed: draft.changed,
        before: draft.before,
        after: draft.after,
        ...(hasContent && { record: decision.after as unknown as Record<string, unknown> }),
      };
      return { event, item: { ...eventKey(subject, decision.after.version, index), event } };
    });
  });

/**
 * Events of one decision share its record. Where that is too much for a transaction only the first
 * has it, by which the record is found as of an instant; the others say that they leave it out.
 */
const withRecordOnce = (events: { event: DomainEvent; item: Item }[]): { event: DomainEvent; item: Item }[] => {
  const seen = new Set<string>();
  return events.map(({ event, item }) => {
    const { record, ...rest } = event;
    const version = `${event.subject.kind} ${event.subject.id} ${record?.version}`;
    if (!record || !seen.has(version)) {
      seen.add(version);
      return { event, item };
    }
    const short: DomainEvent = { ...rest, recordOmitted: true };
    return { event: short, item: { ...item, event: short } };
  });
};

/**
 * Decisions of one commit may have an item in common, such as the epoch of configuration, or a task
 * that a rule makes and then cancels; a transaction writes it once, as the last of them has it.
 */
const lastOfEach = (writes: Write[]): Write[] => {
  const byKey = new Map(
    writes.map((write) => {
      const { pk, sk } = 'delete' in write ? write.delete : write.put;
      return [`${pk} ${sk}`, write];
    }),
  );
  return [...byKey.values()];
};

interface Folded {
  kind: Decision['kind'];
  before: RecordBase | undefined;
  after: RecordBase;
  removes?: Decision['removes'];
}

/**
 * Several decisions on one record in one commit become one write of it: from the first before to
 * the last after.
 */
const foldRecords = (decisions: Decision[]): Folded[] => {
  const folded = new Map<string, Folded>();
  for (const { kind, before, after, removes } of decisions) {
    const key = `${kind} ${after.id}`;
    const earlier = folded.get(key);
    folded.set(key, { kind, before: earlier ? earlier.before : before, after, removes });
  }
  return [...folded.values()];
};

/** Only where a record has this version still. */
export const onVersion = (version: number) => ({
  ConditionExpression: '#record.#version = :version',
  ExpressionAttributeNames: { '#record': 'record', '#version': 'version' },
  ExpressionAttributeValues: { ':version': version },
});

const recordWrite = ({ kind, before, after, removes }: Folded, name: string, layouts: Layouts) => {
  if (removes && before)
    return { Delete: { TableName: name, Key: recordKey({ kind, id: after.id }), ...onVersion(before.version) } };
  const layout = layouts[kind] as Layout<RecordBase>;
  const item = { ...recordKey({ kind, id: after.id }), ...layout.indexes(after), record: after };
  return {
    Put: {
      TableName: name,
      Item: withoutUndefined(item),
      ...(before ? onVersion(before.version) : { ConditionExpression: 'attribute_not_exists(pk)' }),
    },
  };
};

// Why a transaction was cancelled that may go through when it is decided and tried again. The SDK
// itself retries none of these.
const passing = new Set([
  'ConditionalCheckFailed',
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
]);

/** Whether somebody else wrote first, or something kept DynamoDB from writing that passes. */
export const isConflict = (error: unknown): boolean => {
  if (error instanceof TransactionConflictException) return true;
  if (!(error instanceof TransactionCanceledException)) return false;
  return (error.CancellationReasons ?? []).some((reason) => passing.has(reason.Code ?? ''));
};

/** Writes on condition of what was read. @throws CommitConflict where that holds no more */
export const asConflict = async <T>(write: () => Promise<T>): Promise<T> => {
  try {
    return await write();
  } catch (error) {
    if (isConflict(error)) throw new CommitConflict('written by somebody else since', { cause: error });
    throw error;
  }
};

// Of the 32 levels that an item may have, a record and its events take a few themselves; how many
// are left depends on where the value lies.
const isTooDeep = (error: unknown): boolean => error instanceof Error && /nest(ed|ing) level/i.test(error.message);

interface Prepared {
  writes: Parameters<Table['transact']>[0];
  events: DomainEvent[];
}

/**
 * All that a commit would write, and its events.
 * @throws `item-too-large` and `change-too-large` where DynamoDB would refuse it
 */
export const prepareCommit = (
  committer: Committer,
  intent: Intent,
  decisions: Decision[],
  extra: Write[] = [],
): Prepared => {
  const effective = decisions.filter((decision) => decision.events.length > 0);
  const { table, layouts } = committer;
  const records = foldRecords(effective);
  const satellites = records.flatMap(({ kind, before, after }) =>
    (layouts[kind] as Layout<RecordBase>).satellites(before, after),
  );
  const items = effective.flatMap((decision) => decision.items ?? []);
  const writesWith = (events: { item: Item }[]) => [
    ...records.map((record) => recordWrite(record, table.name, layouts)),
    ...[
      ...lastOfEach([...satellites, ...items]),
      ...events.map(({ item }): Write => ({ put: item, when: 'new' })),
      ...extra,
    ].map((write) => plainWrite(write, table.name)),
  ];
  // The answer that is kept under a key repeats what the record says: it is found by the event.
  const marker = extra.flatMap((write) => ('put' in write && isIdempotencyKey(write.put) ? [write.put.pk] : [])).at(0);
  const whole = completeEvents(effective, intent, committer).map(({ event, item }) => ({
    event,
    item: marker === undefined ? item : { ...item, marker },
  }));
  const prepared = (events: typeof whole) => {
    const writes = writesWith(events);
    return { writes, sizes: sizesOf(writes), events };
  };
  let fitting = prepared(whole);
  if (!fitTransaction(fitting.sizes)) fitting = prepared(withRecordOnce(whole));
  refuseTooLarge(fitting.sizes, intent.actor.kind);
  return { writes: fitting.writes, events: fitting.events.map(({ event }) => event) };
};

/**
 * Writes records, each on the version it was decided on, events and markers in one transaction, and
 * gives the events. @throws CommitConflict, `item-too-large`, `change-too-large`
 */
export const commit = async (
  committer: Committer,
  intent: Intent,
  decisions: Decision[],
  extra: Write[] = [],
): Promise<DomainEvent[]> => {
  const { writes, events } = prepareCommit(committer, intent, decisions, extra);
  if (writes.length === 0) return [];
  try {
    await asConflict(() => committer.table.transact(writes));
  } catch (error) {
    if (isTooDeep(error))
      throw invalid([{ pointer: '', code: 'too-deep', detail: 'is nested deeper than a record can keep' }]);
    throw error;
  }
  return events;
};

interface Patience {
  rounds: number;
  /** Milliseconds, at the most; twice that after each round that was lost. */
  firstWait: number;
}

// Under 50 callers at once on one record the unlucky lose often; each round somebody wins. Waiting
// a random part of a growing time spreads them.
const longestWait = 250;
/** For a request whose caller waits: it gives up after less than two seconds. */
const hurried: Patience = { rounds: 12, firstWait: 8 };
/**
 * For what many want to write at once all day and nobody waits for: fewer tries in vain, and some
 * seven seconds of the thirty that a consumer may take.
 */
export const patient: Patience = { rounds: 60, firstWait: 128 };

/**
 * Runs load → decide → commit (given the number of the round, from 1) as long as somebody else
 * writes first. @throws `write-conflict` (409) where that does not end
 */
export const againOnConflict = async <T>(
  attempt: (round: number) => Promise<T>,
  random: () => number = Math.random,
  { rounds, firstWait }: Patience = hurried,
): Promise<T> => {
  for (let round = 1; ; round++) {
    try {
      return await attempt(round);
    } catch (error) {
      if (!(error instanceof CommitConflict)) throw error;
      if (round === rounds) throw new Refusal('write-conflict');
      const wait = random() * Math.min(longestWait, firstWait * 2 ** (round - 1));
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
};
