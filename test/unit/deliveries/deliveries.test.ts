import { describe, expect, it } from 'vitest';
import { deliverEach } from '#shared/core/deliveries/deliver-each.ts';
import { Deliveries, type DeliveryOutcome } from '#shared/core/deliveries/deliveries.ts';
import type { Item } from '#shared/core/table/decision.ts';
import type { Documents } from '#shared/core/table/dynamodb.ts';
import { Table } from '#shared/core/table/table.ts';
import { MemoryDynamoDb } from '#test/house/memory-dynamodb.ts';

const start = Date.parse('2026-11-21T09:00:00.000Z');

class ProcessDied extends Error {}

/** A run over a table, whose process may die before or after one of its calls to the outside. */
const worldOf = () => {
  const memory = new MemoryDynamoDb();
  const sent: string[] = [];
  const reports: string[] = [];
  let now = start;
  const run = async (name: string, wanted: string[], diesAt = Number.POSITIVE_INFINITY) => {
    let calls = 0;
    let isDead = false;
    const step = () => {
      if (isDead || calls++ >= diesAt) {
        isDead = true;
        throw new ProcessDied();
      }
    };
    const send: Documents['send'] = async (operation, input) => {
      step();
      const answer = await memory.send(operation, input);
      step();
      return answer;
    };
    const deliveries = new Deliveries(new Table({ send }, 'memory'), () => now);
    const all = wanted.map((one) => {
      const item: Item = { pk: 'EVENT#1', sk: `~delivery#${one}`, to: one };
      return {
        item,
        send: async (): Promise<DeliveryOutcome> => {
          step();
          if (one.startsWith('gone')) return { state: 'refused', item, writes: [{ put: { pk: 'FAILURE', sk: one } }] };
          sent.push(one);
          step();
          return { state: 'sent', item };
        },
        report: (what: string) => reports.push(`${one} ${what}`),
      };
    });
    const left = await deliverEach(deliveries, name, all);
    return { left, calls };
  };
  const states = () =>
    Object.fromEntries(memory.everything().flatMap(({ to, state }) => (to === undefined ? [] : [[to, state]])));
  return { run, memory, sent, reports, states, pass: (milliseconds: number) => (now += milliseconds) };
};

describe('deliveries of one event', () => {
  it('[NT-6] take one transaction to be claimed and one to be settled', async () => {
    const { run, sent, states, memory } = worldOf();
    // Two calls of the table, each with an instant before and after it, and two for each of three.
    expect(await run('m1', ['a', 'b', 'c'])).toEqual({ left: 0, calls: 10 });
    expect(sent).toEqual(['a', 'b', 'c']);
    expect(states()).toEqual({ a: 'sent', b: 'sent', c: 'sent' });
    expect(memory.everything()[0]).toEqual({
      pk: 'EVENT#1',
      sk: '~delivery#a',
      to: 'a',
      state: 'sent',
      markedAt: start,
    });
  });

  it('[NT-6] that were sent are left alone by another run, and those beside them are sent', async () => {
    const { run, sent, states } = worldOf();
    await run('m1', ['b']);
    await run('m2', ['a', 'b', 'c']);
    await run('m3', ['c', 'b', 'a']);
    expect(sent).toEqual(['b', 'a', 'c']);
    expect(states()).toEqual({ a: 'sent', b: 'sent', c: 'sent' });
  });

  it('[NT-6] of two runs at once each goes once', async () => {
    const { run, sent } = worldOf();
    await Promise.all([run('m1', ['a', 'b']), run('m2', ['b', 'c']), run('m3', ['c', 'a'])]);
    expect(sent.toSorted()).toEqual(['a', 'b', 'c']);
  });

  it('[NT-6] go once where one is named twice', async () => {
    const { run, sent } = worldOf();
    await run('m1', ['a', 'a', 'b']);
    expect(sent).toEqual(['a', 'b']);
  });

  it('[NT-6] that the outside refuses are marked, with what is written of it, and not tried again', async () => {
    const { run, sent, states, memory } = worldOf();
    await run('m1', ['gone', 'a']);
    await run('m1', ['gone', 'a']);
    expect(sent).toEqual(['a']);
    expect(states()).toEqual({ gone: 'refused', a: 'sent' });
    expect(memory.everything()).toContainEqual({ pk: 'FAILURE', sk: 'gone' });
  });

  it('[NT-6] more than go at once all arrive', async () => {
    const { run, sent } = worldOf();
    const many = Array.from({ length: 25 }, (_, index) => `member${index}`);
    expect((await run('m1', many)).left).toBe(0);
    expect(sent.toSorted()).toEqual(many.toSorted());
  });
});

describe('a run that dies at any of its calls', () => {
  const wanted = ['a', 'b', 'gone'];

  it.each(Array.from({ length: 10 }, (_, at) => at))(
    '[NT-6] at the %ith, is made up for by the same run, and no delivery is lost or goes a third time',
    async (diesAt) => {
      const { run, sent, states } = worldOf();
      await run('m1', wanted, diesAt);
      await run('m1', wanted);
      expect(states()).toEqual({ a: 'sent', b: 'sent', gone: 'refused' });
      for (const one of ['a', 'b'])
        expect(sent.filter((other) => other === one).length).toBeLessThanOrEqual(diesAt > 2 ? 2 : 1);
      const before = sent.length;
      await run('m2', wanted);
      expect(sent).toHaveLength(before);
    },
  );

  it('[NT-6] leaves its claims to itself for fifteen minutes, and then to any other', async () => {
    const { run, sent, states, pass } = worldOf();
    await run('m1', ['a', 'b'], 2);
    pass(15 * 60_000);
    await run('m2', ['a', 'b']);
    expect(sent).toEqual([]);
    pass(1);
    await run('m2', ['a', 'b']);
    expect(sent).toEqual(['a', 'b']);
    await run('m1', ['a', 'b']);
    expect(sent).toEqual(['a', 'b']);
    expect(states()).toEqual({ a: 'sent', b: 'sent' });
  });

  it('[NT-6] and was taken over from leaves the marks of the other as they are', async () => {
    const { memory, run, pass } = worldOf();
    await run('m1', ['a', 'b'], 2);
    pass(16 * 60_000);
    await run('m2', ['a']);
    const late = new Deliveries(new Table(memory, 'memory'), () => start);
    await late.settle(
      'm1',
      ['a', 'b'].map((one) => ({ state: 'refused', item: { pk: 'EVENT#1', sk: `~delivery#${one}`, to: one } })),
    );
    expect(memory.everything().map(({ to, state }) => [to, state])).toEqual([
      ['a', 'sent'],
      ['b', 'refused'],
    ]);
  });
});

describe('a delivery that is put aside', () => {
  const item = { pk: 'EVENT#1', sk: '~delivery#a', batch: 'monday' };

  it('[NT-5] is taken from there by a claim that names it, and by no other', async () => {
    const { memory } = worldOf();
    const deliveries = new Deliveries(new Table(memory, 'memory'), () => start);
    expect(await deliveries.claim('m1', [{ item, aside: 'held' }])).toEqual([true]);
    expect(await deliveries.claim('m1', [{ item }])).toEqual([false]);
    expect(await deliveries.claim('m1', [{ item, takes: { state: 'held', batch: 'tuesday' } }])).toEqual([false]);
    expect(memory.everything()).toMatchObject([{ state: 'held' }]);
    expect(await deliveries.claim('m1', [{ item, takes: { state: 'held', batch: 'monday' } }])).toEqual([true]);
    expect(memory.everything()).toMatchObject([{ state: 'sending', claimedBy: 'm1' }]);
  });
});
