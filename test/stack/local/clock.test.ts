import { expect, test } from 'vitest';
import { createActivity } from '#local/core/activity.ts';
import { createClock, nowFrom } from '#local/core/clock.ts';
import { openStore } from '#local/core/store.ts';

const day = 86_400_000;

function parts() {
  const activity = createActivity();
  const store = openStore('memory');
  const clock = createClock(activity, store);
  return { activity, store, clock };
}
const soon = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

test('timers fire in the order of their instants, each at exactly its instant, and those that they cause too', async () => {
  const { clock, activity } = parts();
  const start = clock.now();
  const seen: [string, number][] = [];
  const note = (what: string) => seen.push([what, clock.now() - start]);
  clock.at(start + 2 * day, 'second', () => note('second'));
  clock.at(start + day, 'first', () => {
    note('first');
    const work = soon(30).then(() => {
      note('caused by the first'); // real time passed, virtual time stood still
      clock.at(clock.now() + 1000, 'a second later', () => note('a second later'));
    });
    void activity.track('what the first caused', work);
  });
  clock.at(start + 2 * day, 'also second', () => note('also second'));
  clock.at(start + 4 * day, 'too late', () => note('too late'));
  await clock.advance(start + 3 * day);
  expect(seen).toEqual([
    ['first', day],
    ['caused by the first', day],
    ['a second later', day + 1000],
    ['second', 2 * day],
    ['also second', 2 * day],
  ]);
  expect(clock.pending()).toEqual([{ at: start + 4 * day, what: 'too late' }]);
  expect(clock.now() - start).toBeGreaterThanOrEqual(3 * day);
  expect(clock.now() - start).toBeLessThan(3 * day + 60_000);
});

test('a wait of 400 days does not fire before its time, and fires when it has come', async () => {
  const { clock } = parts();
  const start = clock.now();
  let fired = 0;
  clock.at(start + 400 * day, 'far away', () => fired++);
  await soon(50); // where Node itself would have fired it after 1 ms
  await clock.advance(start + 399 * day);
  await soon(50);
  expect(fired).toBe(0);
  await clock.advance(start + 400 * day);
  expect(fired).toBe(1);
});

test('time runs on by itself, and what is past fires at once', async () => {
  const { clock } = parts();
  const fired: string[] = [];
  clock.at(clock.now() + 30, 'soon', () => fired.push('soon'));
  clock.at(clock.now() - day, 'past', () => fired.push('past'));
  clock.at(clock.now() + 10, 'cancelled', () => fired.push('cancelled')).cancel();
  await soon(100);
  expect(fired).toEqual(['past', 'soon']);
});

test('what is cancelled by another timer of the same instant does not fire', async () => {
  const { clock } = parts();
  const at = clock.now() + day;
  let fired = false;
  clock.at(at, 'first', () => other.cancel());
  const other = clock.at(at, 'other', () => {
    fired = true;
  });
  await clock.advance(at);
  expect(fired).toBe(false);
});

test('time never goes back, and two advances wait for each other', async () => {
  const { clock } = parts();
  const start = clock.now();
  await Promise.all([clock.advance((now) => now + day), clock.advance((now) => now + day)]);
  expect(clock.now() - start).toBeGreaterThanOrEqual(2 * day);
  await expect(clock.advance(start)).rejects.toThrow('Time never goes back');
  const before = clock.now();
  await clock.advance(before + 60_000); // the refusal left it running
  expect(clock.now()).toBeGreaterThan(before);
});

test('another thread reads the same time, also while it stands still', async () => {
  const { clock } = parts();
  const elsewhere = nowFrom(clock.shared, Date.now);
  const target = clock.now() + day;
  let frozen: number[] = [];
  clock.at(target, 'a look', () => {
    frozen = [elsewhere(), clock.now(), clock.advancingTo() ?? 0];
  });
  await clock.advance(target);
  expect(frozen).toEqual([target, target, target]);
  expect(clock.advancingTo()).toBeUndefined();
  const before = clock.now();
  const seen = elsewhere();
  expect([before, seen, clock.now()].toSorted((a, b) => a - b)[1]).toBe(seen);
});

test('a restart keeps what was advanced', async () => {
  const { clock, activity, store } = parts();
  await clock.advance(clock.now() + 400 * day);
  clock.stop();
  const before = clock.now();
  const again = createClock(activity, store);
  expect(again.now()).toBeGreaterThanOrEqual(before);
  expect(again.now() - Date.now()).toBeGreaterThan(399 * day);
});
