import {
  InternalServerError,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { layouts } from '#functions/services.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import { assignAlert, startAlert } from '#shared/casework/alerts/change-alert.ts';
import { linkAlertToCase } from '#shared/casework/alerts/escalate-alert.ts';
import { byHand, type EventDraft } from '#shared/core/events/event.ts';
import { againOnConflict, CommitConflict, commit, patient } from '#shared/core/table/commit.ts';
import type { Decision, Write } from '#shared/core/table/decision.ts';
import { inParts } from '#shared/core/table/job.ts';
import { alertThatIs, later } from '../alerts/sample-alerts.ts';
import { raised } from '../cases/sample-cases.ts';
import { askedTable } from './asked-table.ts';

const by = { kind: 'user', id: 'u1' } as const;
let { table, asked, refuses } = askedTable();

const committed = (decisions: Decision[], extra?: Write[]) => {
  let made = 0;
  const newId = () => `01KAG0000000000000000000E${++made}`;
  return commit({ table, layouts, newId }, { actor: by, at: later, cause: byHand }, decisions, extra);
};
type Written = NonNullable<TransactWriteCommandInput['TransactItems']>;
const writes = () => asked.flatMap(({ input }) => input.TransactItems as Written);
const puts = () => writes().flatMap(({ Put }) => (Put ? [Put] : []));
const put = (sk: string) => puts().find(({ Item }) => Item?.sk === sk);

const alert = alertThatIs('triage');
const started = startAlert(alert, { at: later, from: 'open' });

beforeEach(() => {
  ({ table, asked, refuses } = askedTable());
});

describe('a commit', () => {
  it('[CA-19] writes the record and its event in one transaction, on condition of the version it was decided on', async () => {
    const events = await committed([started]);
    expect(asked.map(({ operation }) => operation)).toEqual(['TransactWriteItems']);
    expect(put('alert')).toMatchObject({
      TableName: 'the-table',
      Item: { pk: `ALERT#${alert.id}`, record: { version: 5, status: 'in-progress' } },
      ConditionExpression: '#record.#version = :version',
      ExpressionAttributeValues: { ':version': 4 },
    });
    expect(put('~event#0000000005#000')).toMatchObject({
      Item: { pk: `ALERT#${alert.id}`, event: events[0] },
      ConditionExpression: 'attribute_not_exists(pk)',
    });
    expect(events).toMatchObject([
      {
        type: 'Alert Status Changed',
        schemaVersion: 1,
        occurredAt: '2026-11-23T12:01:00.000Z',
        subject: { kind: 'alert', id: alert.id },
        contactId: 'S1',
        actor: by,
        cause: { depth: 0 },
        record: { version: 5 },
      },
    ]);
  });

  it('[BU-4] says of what happened elsewhere who did it and when, and keeps the record as it is', async () => {
    const original = { by: { kind: 'requester' as const, id: 'S1' }, at: '2019-03-04T08:00:00.000Z' };
    const brought = { ...started, events: started.events.map((event) => ({ ...event, original })) };
    expect(await committed([brought])).toMatchObject([
      { occurredAt: original.at, actor: original.by, record: { updatedAt: '2026-11-23T12:01:00.000Z' } },
    ]);
  });

  it('folds several decisions on one record into one write: from the first before to the last after', async () => {
    const assigned = assignAlert(started.after, { to: { user: 'u9' }, at: later });
    const events = await committed([started, assigned]);
    expect(puts().filter(({ Item }) => Item?.sk === 'alert')).toHaveLength(1);
    expect(put('alert')).toMatchObject({
      Item: {
        record: { version: 6, status: 'in-progress', reviewer: { user: 'u9' } },
        ownerpk: 'alert#owner#user:u9#open',
      },
      ExpressionAttributeValues: { ':version': 4 },
    });
    expect(events.map(({ type, record }) => [type, record?.version])).toEqual([
      ['Alert Status Changed', 5],
      ['Alert Reviewer Changed', 6],
    ]);
    expect(put('~event#0000000006#000')).toBeDefined();
  });

  it('[AL-5] writes an alert and the case that is made of it together, each new item only if it is new', async () => {
    const made = raised({ contactId: 'S1' });
    await committed([linkAlertToCase(alert, { caseId: made.after.id, at: later }), made]);
    expect(asked.map(({ operation }) => operation)).toEqual(['TransactWriteItems']);
    expect(put('alert')).toMatchObject({ Item: { record: { caseId: made.after.id } } });
    expect(put('case')).toMatchObject({ ConditionExpression: 'attribute_not_exists(pk)' });
    expect(put('reference')).toMatchObject({
      Item: { pk: 'REFERENCE#7K3F-92QX-M', caseId: made.after.id },
      ConditionExpression: 'attribute_not_exists(pk)',
    });
    expect(put(`case#${made.after.createdAt}#${made.after.id}`)).toMatchObject({ Item: { pk: 'CONTACT#S1' } });
  });

  it('writes nothing where nothing was decided', async () => {
    const nothing = assignAlert({ ...alert, reviewer: { user: 'u9' } }, { to: { user: 'u9' }, at: later });
    expect(await committed([nothing])).toEqual([]);
    expect(writes()).toEqual([]);
  });

  it('writes a marker also where nothing was decided', async () => {
    await committed([], [{ put: { pk: 'MARKER', sk: 'm' }, when: 'new' }]);
    expect(writes()).toMatchObject([
      { Put: { Item: { pk: 'MARKER' }, ConditionExpression: 'attribute_not_exists(pk)' } },
    ]);
  });

  it('takes over a marker that has run out', async () => {
    await committed([started], [{ put: { pk: 'MARKER', sk: 'm' }, when: { expiredBefore: 1000 } }]);
    expect(put('m')).toMatchObject({
      ConditionExpression: 'attribute_not_exists(pk) OR expiresAt < :now',
      ExpressionAttributeValues: { ':now': 1000 },
    });
  });

  it('removes a record on condition of its version, and keeps its event', async () => {
    const removed: Decision<Alert> = { ...started, removes: 'record' };
    await committed([removed]);
    expect(writes()).toMatchObject([
      { Delete: { Key: { pk: `ALERT#${alert.id}`, sk: 'alert' }, ExpressionAttributeValues: { ':version': 4 } } },
      { Put: { Item: { sk: '~event#0000000005#000' } } },
    ]);
  });

  it('refuses an item over 300 KB and a change of more than 100 writes, before anything is written', async () => {
    const large = { ...started, after: { ...started.after, description: 'x'.repeat(301 * 1024) } };
    await expect(committed([large])).rejects.toMatchObject({ code: 'item-too-large' });
    const extra = Array.from({ length: 99 }, (_, i): Write => ({ put: { pk: 'p', sk: `${i}` } }));
    await expect(committed([started], extra)).rejects.toMatchObject({ code: 'change-too-large' });
    expect(writes()).toEqual([]);
  });
});

describe('[CA-13] a commit of much', () => {
  const large = (kilobytes: number, id = alert.id): Decision<Alert> => {
    const before = { ...alert, id, description: 'x'.repeat(kilobytes * 1024) };
    return startAlert(before, { at: later, from: 'open' });
  };
  const ids = (count: number) => Array.from({ length: count }, (_, index) => `01KAG0000000000000000A${1000 + index}`);

  it('[CA-13] over 4 MB is refused by name, before anything is written', async () => {
    const decisions = ids(10).map((id) => large(200, id));
    await expect(committed(decisions)).rejects.toMatchObject({ code: 'change-too-large', status: 409 });
    expect(writes()).toEqual([]);
    await committed(decisions.slice(0, 9));
    expect(asked.map(({ operation }) => operation)).toEqual(['TransactWriteItems']);
  });

  it('[CA-19] keeps the record once for all events of a version where it would be too much for each of them', async () => {
    const one = large(200);
    const many = { ...one, events: Array.from({ length: 30 }, () => one.events[0] as EventDraft) };
    const events = await committed([many]);
    expect(events).toHaveLength(30);
    expect(put('~event#0000000005#000')).toMatchObject({
      Item: { event: { record: { version: 5, status: 'in-progress' } } },
    });
    for (const event of events.slice(1))
      expect(event).toMatchObject({ recordOmitted: true, after: { status: 'in-progress' } });
    expect(events.slice(1).flatMap((event) => event.record ?? [])).toEqual([]);
  });

  it('[CA-20] goes in parts that each fit, where each is sound', () => {
    const decisions = ids(25).map((id) => large(200, id));
    expect(inParts(decisions, 15).map((part) => part.length)).toEqual([9, 9, 7]);
    expect(
      inParts(
        ids(40).map((id) => large(1, id)),
        15,
      ).map((part) => part.length),
    ).toEqual([15, 15, 10]);
    expect(inParts([], 15)).toEqual([]);
  });
});

describe('a commit that does not get through', () => {
  const cancelled = (...codes: string[]) =>
    new TransactionCanceledException({
      message: 'cancelled',
      $metadata: {},
      CancellationReasons: codes.map((Code) => ({ Code })),
    });

  it.each([
    ['a record has another version', cancelled('None', 'ConditionalCheckFailed')],
    ['another transaction holds a record', cancelled('TransactionConflict', 'None')],
    ['another transaction holds the item', new TransactionConflictException({ message: 'conflict', $metadata: {} })],
    ['the table is throttled', cancelled('ThrottlingError')],
    ['a partition is throttled', cancelled('None', 'ProvisionedThroughputExceeded')],
  ])('[CA-7] is a conflict where %s', async (_why, error) => {
    refuses(error);
    await expect(committed([started])).rejects.toBeInstanceOf(CommitConflict);
  });

  it.each([
    ['an item is not valid', cancelled('None', 'ValidationError')],
    ['DynamoDB fails', new InternalServerError({ message: 'oh', $metadata: {} })],
  ])('is an error where %s', async (_why, error) => {
    refuses(error);
    await expect(committed([started])).rejects.toBe(error);
  });
});

describe('trying again on a conflict', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /** Fails with a conflict so often, then answers. */
  const failing = (times: number) => {
    const rounds: number[] = [];
    const attempt = async (round: number) => {
      rounds.push(round);
      if (rounds.length <= times) throw new CommitConflict('again');
      return 'done';
    };
    return { rounds, attempt };
  };
  const ended = async <T>(work: Promise<T>) => {
    const settled = work.then(
      (value) => value,
      (error: unknown) => error,
    );
    const from = Date.now();
    await vi.runAllTimersAsync();
    return { outcome: await settled, waited: Date.now() - from };
  };

  it('[CA-7] decides again, told which round it is, until it gets through', async () => {
    const { attempt, rounds } = failing(3);
    expect((await ended(againOnConflict(attempt, () => 1))).outcome).toBe('done');
    expect(rounds).toEqual([1, 2, 3, 4]);
  });

  it('[CA-7] gives up with a refusal after twelve rounds and less than two seconds', async () => {
    const { attempt, rounds } = failing(1000);
    const { outcome, waited } = await ended(againOnConflict(attempt, () => 1));
    expect(outcome).toMatchObject({ code: 'write-conflict', status: 409 });
    expect(rounds).toHaveLength(12);
    expect(waited).toBeLessThan(2000);
  });

  it('[AU-5] goes on for longer where nobody waits for it', async () => {
    const { attempt, rounds } = failing(40);
    expect((await ended(againOnConflict(attempt, () => 1, patient))).outcome).toBe('done');
    expect(rounds).toHaveLength(41);
  });

  it('waits a random part of a growing time, up to a quarter of a second', async () => {
    const waits = async (times: number) => (await ended(againOnConflict(failing(times).attempt, () => 0.5))).waited;
    expect([await waits(1), await waits(2), await waits(3)]).toEqual([4, 12, 28]);
    expect((await waits(11)) - (await waits(10))).toBe(125);
  });

  it('lets every other error through at once', async () => {
    const attempt = vi.fn().mockRejectedValue(new Error('broken'));
    await expect(againOnConflict(attempt)).rejects.toThrow('broken');
    expect(attempt).toHaveBeenCalledTimes(1);
  });
});
