import { describe, expect, it } from 'vitest';
import { day, hour, stateFolder } from './local-services.ts';
import { instant, started, wakeUp } from './local-state-machines.ts';

describe('The wake-up machine', () => {
  it('sleeps 400 days, wakes at the very instant, and goes round as long as there is another moment: three transitions a wake-up', async () => {
    const wakes: number[] = [];
    const stack = started({
      definition: wakeUp,
      handlers: {
        wake(input: { at: string }) {
          wakes.push(stack.clock.now());
          const at = instant(Date.parse(input.at) + day);
          return wakes.length < 3 ? { ...input, again: true, at } : { ...input, again: false };
        },
      },
    });
    const at = stack.clock.now() + 400 * day;
    stack.start({ kind: 'clock', id: 'c1', generation: 1, at: instant(at) });
    await stack.settled();
    expect(stack.only()).toMatchObject({ status: 'RUNNING', waitingUntil: instant(at) });
    await stack.passes(399 * day);
    expect(wakes).toEqual([]);
    expect(stack.activity.idle()).toBe(true);
    await stack.passes(4 * day);
    expect(wakes).toEqual([at, at + day, at + 2 * day]);
    expect(stack.invocations[0]?.payload).toEqual({ kind: 'clock', id: 'c1', generation: 1, at: instant(at) });
    expect(stack.only()).toMatchObject({
      status: 'SUCCEEDED',
      stoppedAt: instant(at + 2 * day),
      transitions: 3 * 3 + 1,
    });
    expect(stack.machines.transitions()).toBe(10);
  });

  it('wakes at once for a moment that has passed', async () => {
    const { start, clock, only, settled } = started({
      definition: wakeUp,
      handlers: { wake: () => ({ again: false }) },
    });
    start({ at: instant(clock.now() - day) });
    await settled();
    expect(only()).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('tries a step that fails again, on the virtual clock', async () => {
    let tries = 0;
    const wake = () => {
      tries += 1;
      if (tries < 4) throw new Error('no table');
      return { again: false };
    };
    const { start, clock, only, settled, passes, activity } = started({ definition: wakeUp, handlers: { wake } });
    start({ at: instant(clock.now()) });
    await settled();
    expect(tries).toBe(1);
    expect(activity.idle()).toBe(false);
    await passes(5 * 60_000);
    expect(only()).toMatchObject({ status: 'SUCCEEDED', transitions: 7 });
    expect(activity.idle()).toBe(true);
  });

  it('goes on after a kill: a wait keeps its instant, a step that was running runs again', async () => {
    const folder = stateFolder();
    const handlers = { wake: () => new Promise(() => {}) };
    const before = started({ definition: wakeUp, folder, handlers });
    const at = before.clock.now() + 30 * day;
    before.start({ id: 'waits', at: instant(at) }, 'waits');
    before.start({ id: 'runs', at: instant(before.clock.now()) }, 'runs');
    await new Promise(setImmediate);
    expect(before.invocations).toHaveLength(1);
    before.kill();

    const woken: [string, number][] = [];
    const after = started({
      definition: wakeUp,
      folder,
      handlers: {
        wake({ id }: { id: string }) {
          woken.push([id, after.clock.now()]);
          return { again: false };
        },
      },
    });
    after.machines.resume();
    await after.settled();
    expect(woken.map(([id]) => id)).toEqual(['runs']);
    await after.passes(30 * day);
    expect(woken.at(-1)).toEqual(['waits', at]);
    expect(after.machines.executions().map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
  });

  it('waits a thousand times with one timer', async () => {
    const { start, clock, settled, passes, machines } = started({
      definition: wakeUp,
      handlers: { wake: () => ({ again: false }) },
    });
    const at = instant(clock.now() + hour);
    for (let number = 0; number < 1000; number += 1) start({ at, number });
    await settled();
    expect(clock.pending()).toEqual([{ at: Date.parse(at), what: 'executions that wait' }]);
    await passes(hour);
    expect(machines.executions().every(({ status }) => status === 'SUCCEEDED')).toBe(true);
  });
});
