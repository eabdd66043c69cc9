import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { delaySchema, needsCalendar } from '#shared/core/calendars/delay.schema.ts';
import { addDelay } from '#shared/core/calendars/delay.ts';
import { dateIn, nextDateIn } from '#shared/core/calendars/time-of-day.ts';
import { compileCalendar } from '#shared/core/calendars/working-time.ts';
import { epoch, iso } from '#shared/core/records/instants.ts';

const plus = (delay: unknown, at: string) => iso(addDelay(undefined, epoch(at), delaySchema.parse(delay)));

describe('delays', () => {
  test('[WF-2] are ISO 8601 durations, to the millisecond, with months as long as they are', () => {
    expect(plus('P7D', '2026-11-21T09:00:00.123Z')).toBe('2026-11-28T09:00:00.123Z');
    expect(plus('PT15M', '2026-11-21T09:00:00.123Z')).toBe('2026-11-21T09:15:00.123Z');
    expect(plus('P1M', '2028-01-31T12:00:00.000Z')).toBe('2028-02-29T12:00:00.000Z');
  });

  test('[WF-2] are amounts of time, those of working time by a calendar', () => {
    expect(plus({ amount: 2, unit: 'hours', time: 'calendar' }, '2026-11-21T09:00:00.000Z')).toBe(
      '2026-11-21T11:00:00.000Z',
    );
    const working = { amount: 1, unit: 'days', time: 'working' } as const;
    expect([needsCalendar(working), needsCalendar('P1D')]).toEqual([true, false]);
    const campus = compileCalendar({ timeZone: 'UTC', week: { monday: [['09:00', '17:00']] }, holidays: [] });
    expect(iso(addDelay(campus, epoch('2026-11-21T09:00:00.000Z'), working))).toBe('2026-11-30T09:00:00.000Z');
  });

  test('[WF-2] that last no time, lead back or are longer than ten years are refused', () => {
    for (const wrong of ['PT0S', '-P1D', 'P11Y', 'P', 'tomorrow', 7, { amount: 0, unit: 'days', time: 'calendar' }])
      expect([wrong, delaySchema.safeParse(wrong).success]).toEqual([wrong, false]);
  });
});

describe('dates of a zone', () => {
  test('[WF-5] begin when its clocks have struck midnight, also where they skip it', () => {
    expect(iso(nextDateIn('America/New_York', epoch('2026-11-22T03:00:00.000Z')))).toBe('2026-11-22T05:00:00.000Z');
    // Clocks of Beirut went from 23:59 to 01:00.
    expect(iso(nextDateIn('Asia/Beirut', epoch('2022-03-26T12:00:00.000Z')))).toBe('2022-03-26T22:00:00.000Z');
  });

  test('[WF-5] follow each other without a gap', () => {
    const zones = ['UTC', 'Europe/London', 'Pacific/Apia', 'America/Sao_Paulo', 'Australia/Lord_Howe'];
    const instants = fc.integer({ min: epoch('2005-01-01T00:00:00.000Z'), max: epoch('2035-01-01T00:00:00.000Z') });
    fc.assert(
      fc.property(fc.constantFrom(...zones), instants, (zone, at) => {
        const next = nextDateIn(zone, at);
        expect(next).toBeGreaterThan(at);
        expect(dateIn(zone, next - 1)).toBe(dateIn(zone, at));
        expect(dateIn(zone, next) > dateIn(zone, at)).toBe(true);
      }),
    );
  });
});
