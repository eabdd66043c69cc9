import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PlannedActivity, plan, planNext } from '#shared/casework/activities/plan.ts';
import { sequenceSchema, type TimelineStep, timelineSchema } from '#shared/casework/activities/step.schema.ts';
import { faultsOfSequence, faultsOfTimeline } from '#shared/casework/activities/steps.ts';
import { iso } from '#shared/core/records/instants.ts';
import { adviser } from '../cases/sample-cases.ts';

const start = Date.parse('2026-11-23T12:00:00.000Z');
const DAY = 86_400_000;
const day = (n: number): string => iso(start + n * DAY);
const by = { start, calendar: undefined };

const stepAfter = (key: string, reference: unknown, days: number) => ({
  key,
  activity: 'call',
  reference,
  offset: { amount: days, unit: 'days', time: 'calendar' },
});
const timeline = (...steps: object[]) => timelineSchema.parse({ key: 't', steps }).steps as TimelineStep[];
const review = timeline(
  stepAfter('decision', 'second', 3),
  stepAfter('first', 'start', 2),
  stepAfter('second', { step: 'first', which: 'newest' }, 5),
  stepAfter('reminder', { step: 'decision' }, -1),
  stepAfter('thanks', { step: 'first', which: 'oldest' }, 1),
);
const activity = (id: string, step: string, members: Partial<PlannedActivity> = {}): PlannedActivity => ({
  id,
  step,
  status: 'scheduled',
  ...members,
});
const oneEach = review.map(({ key }) => activity(key, key));
const completed = (at: string): Partial<PlannedActivity> => ({ status: 'completed', over: { at, by: adviser } });
const cancelled: Partial<PlannedActivity> = { status: 'cancelled', over: { at: day(0), by: adviser } };
const datesOf = (planned: readonly PlannedActivity[]) => Object.fromEntries(planned.map(({ id, at }) => [id, at]));
const withOne = (id: string, members: Partial<PlannedActivity>) =>
  oneEach.map((one) => (one.id === id ? { ...one, ...members } : one));

describe('[TA-6] a timeline', () => {
  it('[TA-6] is planned from the beginning of the case along its references, in whatever order its steps are written', () => {
    expect(datesOf(plan(review, oneEach, by))).toEqual({
      first: day(2),
      second: day(7),
      decision: day(10),
      reminder: day(9),
      thanks: day(3),
    });
  });

  it('[TA-6] counts from when a step was completed rather than from when it was planned', () => {
    const dates = datesOf(plan(review, withOne('first', { at: day(2), ...completed(day(4)) }), by));
    expect(dates).toEqual({ first: day(2), second: day(9), decision: day(12), reminder: day(11), thanks: day(5) });
  });

  it('[TA-6] leaves what somebody fixed by hand where it is, and counts from there', () => {
    const dates = datesOf(plan(review, withOne('second', { at: day(20), fixed: true }), by));
    expect(dates).toMatchObject({ second: day(20), decision: day(23), reminder: day(22) });
  });

  it('[TA-6] leaves what is over where it is', () => {
    const dates = datesOf(plan(review, withOne('decision', { at: day(1), ...cancelled }), by));
    expect(dates).toMatchObject({ decision: day(1), reminder: day(0) });
  });

  it('[TA-6] counts from the newest, or the oldest, of several activities of a step', () => {
    const twice = [...oneEach, activity('zz-first-again', 'first', { at: day(6), fixed: true })];
    expect(datesOf(plan(review, twice, by))).toMatchObject({ second: day(11), thanks: day(3) });
  });

  it('[TA-6] passes over those that fell away as long as another is left', () => {
    const twice = [...oneEach, activity('zz-first-again', 'first', { at: day(6), ...cancelled })];
    expect(datesOf(plan(review, twice, by))).toMatchObject({ second: day(7) });
    expect(datesOf(plan(review, withOne('first', { at: day(6), ...cancelled }), by))).toMatchObject({
      second: day(11),
    });
  });

  it('[TA-6] leaves alone what counts from a step without an activity', () => {
    const without = [activity('second', 'second', { at: day(1) }), activity('decision', 'decision')];
    expect(datesOf(plan(review, without, by))).toEqual({ second: day(1), decision: day(4) });
  });

  const chains = fc.array(fc.record({ to: fc.nat(), days: fc.integer({ min: -30, max: 30 }), fixed: fc.boolean() }), {
    minLength: 1,
    maxLength: 12,
  });

  it('[TA-6] planned again stays as it is, and each step lies its offset from what it counts from', () => {
    fc.assert(
      fc.property(chains, fc.integer(), (links, seed) => {
        const steps = timeline(
          ...links.map(({ to, days }, index) => stepAfter(`s${index}`, index === 0 ? 'start' : `s${to % index}`, days)),
        ).sort((a, b) => ((a.key.charCodeAt(1) * 7 + seed) % 5) - ((b.key.charCodeAt(1) * 7 + seed) % 5));
        const activities = links.map(({ fixed, days }, index) =>
          activity(`s${index}`, `s${index}`, fixed ? { fixed, at: day(days) } : {}),
        );
        const once = plan(steps, activities, by);
        expect(plan(steps, once, by)).toEqual(once);
        const dates = datesOf(once);
        for (const [index, { to, days, fixed }] of links.entries()) {
          const since = index === 0 ? start : Date.parse(String(dates[`s${to % index}`]));
          expect(dates[`s${index}`]).toBe(fixed ? day(days) : iso(since + days * DAY));
        }
      }),
    );
  });
});

describe('[TA-7] the next step of a sequence', () => {
  const steps = sequenceSchema.parse({
    key: 's',
    steps: [
      { key: 'a', activity: 'call', offset: { amount: 1, unit: 'days', time: 'calendar' } },
      { key: 'b', activity: 'call', offset: { amount: 2, unit: 'days', time: 'calendar' } },
      stepAfter('c', 'a', 4),
      stepAfter('d', 'start', 30),
    ],
  }).steps as TimelineStep[];
  const [a, b, c, d] = steps as [TimelineStep, TimelineStep, TimelineStep, TimelineStep];
  const begun = start + DAY;
  const at = (step: TimelineStep, done: { step: string; at: string }[]) => planNext(step, { ...by, begun, done });

  it('[TA-7] counts from when the one before was over, the first from when the sequence was begun', () => {
    expect(at(a, [])).toBe(day(2));
    expect(at(b, [{ step: 'a', at: day(5) }])).toBe(day(7));
  });

  it('[TA-7] or from a step that it names, or the beginning of the case', () => {
    const done = [
      { step: 'a', at: day(5) },
      { step: 'b', at: day(6) },
    ];
    expect(at(c, done)).toBe(day(9));
    expect(at(d, done)).toBe(day(30));
  });
});

describe('the steps of a plan', () => {
  const faults = (...steps: object[]) =>
    faultsOfTimeline(timelineSchema.parse({ key: 't', steps }), '/timelines/0').map(
      ({ pointer, code }) => `${pointer} ${code}`,
    );

  it('[TA-6] are refused where one counts from itself, from none, or in a circle, all at once and by name', () => {
    expect(
      faults(
        stepAfter('self', 'self', 1),
        stepAfter('lost', { step: 'nowhere' }, 1),
        stepAfter('x', 'y', 1),
        stepAfter('y', { step: 'z', which: 'oldest' }, 1),
        stepAfter('z', 'x', 1),
        stepAfter('follower', 'x', 1),
        stepAfter('fine', 'start', 1),
        stepAfter('fine', 'previous', 1),
        stepAfter('start', 'start', 1),
      ),
    ).toEqual([
      '/timelines/0/steps/0/reference self-reference',
      '/timelines/0/steps/1/reference/step unknown-step',
      '/timelines/0/steps/2/reference circular',
      '/timelines/0/steps/3/reference/step circular',
      '/timelines/0/steps/4/reference circular',
      '/timelines/0/steps/7/key duplicate',
      '/timelines/0/steps/7/reference unknown-step',
      '/timelines/0/steps/8/key reserved',
    ]);
  });

  it('[TA-7] of a sequence count from none that comes later', () => {
    const sequence = sequenceSchema.parse({
      key: 's',
      steps: [stepAfter('a', 'b', 1), stepAfter('b', 'previous', 1), stepAfter('c', 'a', 1)],
    });
    expect(faultsOfSequence(sequence, '/sequences/0')).toMatchObject([
      { pointer: '/sequences/0/steps/0/reference', code: 'later-step' },
    ]);
  });
});
