import { describe, expect, test } from 'vitest';
import { endFor } from '#console/case/work/appointment-end.ts';
import { axisOf } from '#console/case/work/plan-axis.ts';
import { actsOnTask, openStep } from '#console/case/work/tasks.ts';

describe('[UI-1] a plan on a line of time', () => {
  const now = Date.parse('2027-03-05T12:00:00.000Z');
  const item = (id: string, at: string) => ({ id, at });

  test('goes from the first to the last with now between them', () => {
    const axis = axisOf([item('a', '2027-03-01T12:00:00.000Z'), item('b', '2027-03-11T12:00:00.000Z')], now);
    const places = axis?.marks.map(({ place }) => place) ?? [];
    expect(places[0]).toBeGreaterThan(0);
    expect(places[1]).toBeLessThan(100);
    expect(axis?.now).toBeGreaterThan(places[0] ?? 100);
    expect(axis?.now).toBeLessThan(places[1] ?? 0);
  });

  test.each([
    ['2027-03-05T12:30:00.000Z'],
    ['2027-06-01T00:00:00.000Z'],
    ['2031-01-01T00:00:00.000Z'],
    ['2019-01-01T00:00:00.000Z'],
  ])('has a handful of dates, however far %s is', (at) => {
    const axis = axisOf([item('a', at)], now);
    expect(axis?.ticks.length).toBeLessThanOrEqual(7);
    for (const { place } of axis?.ticks ?? []) expect(place >= 0 && place <= 100).toBe(true);
  });

  test('is not drawn of nothing', () => {
    expect(axisOf([], now)).toBeUndefined();
  });
});

describe('[UI-1] what is done with a task', () => {
  const step = (state: 'to-do' | 'in-progress' | 'completed') => ({ do: 'collect' as const, state });
  test('one is started, then completed; one with steps is completed by them', () => {
    expect(actsOnTask({ status: 'to-do' }, true)).toEqual(['start', 'complete', 'edit', 'cancel']);
    expect(actsOnTask({ status: 'in-progress' }, false)).toEqual(['complete', 'edit']);
    const stepped = { status: 'in-progress' as const, steps: [step('completed'), step('in-progress')] };
    expect(actsOnTask(stepped, true)).toEqual(['edit', 'cancel']);
    expect(openStep(stepped)).toBe(1);
    expect(actsOnTask({ status: 'completed' }, true)).toEqual([]);
  });
});

describe('[UI-1] the end of an appointment that is being made', () => {
  test('follows its beginning while it is typed, and stays once somebody chose it', () => {
    const evening = '2026-12-02T22:00:00Z';
    const proposed = endFor(evening, { startsAt: undefined, endsAt: undefined });
    expect(proposed).toBe('2026-12-02T23:00:00.000Z');
    const morning = '2026-12-02T10:00:00Z';
    expect(endFor(morning, { startsAt: evening, endsAt: proposed })).toBe('2026-12-02T11:00:00.000Z');
    const chosen = '2026-12-02T10:30:00Z';
    expect(endFor('2026-12-02T09:00:00Z', { startsAt: morning, endsAt: chosen })).toBe(chosen);
    expect(endFor(evening, { startsAt: morning, endsAt: chosen })).toBe('2026-12-02T23:00:00.000Z');
  });
});
