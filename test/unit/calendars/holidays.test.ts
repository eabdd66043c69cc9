import { describe, expect, it } from 'vitest';
import { calendarSchema } from '#shared/core/calendars/calendar.ts';
import { publicHolidays as taken } from '#shared/core/calendars/holidays.ts';

const only = (year: number) => ({ first: year, last: year });
const publicHolidays = (...given: Parameters<typeof taken>) => taken(...given).holidays;
const codeOf = (run: () => unknown): string | undefined => {
  try {
    run();
  } catch (error) {
    return (error as { faults: { code: string }[] }).faults[0]?.code;
  }
};

describe('[SLA-2] holidays of a country', () => {
  it('are its public ones, in order, with their names', () => {
    const list = publicHolidays({ country: 'US', region: 'NY' }, only(2026));
    expect(list).toContainEqual({ date: '2026-11-26', name: 'Thanksgiving Day' });
    expect(list).toContainEqual({ date: '2026-07-03', name: 'Independence Day (substitute day)' });
    expect(list.map(({ date }) => date)).not.toContain('2026-02-14');
    expect(list.map(({ date }) => date)).toEqual([...new Set(list.map(({ date }) => date))].sort());
  });

  it('are every date of a longer one, and none of one that begins at noon or at an hour that clocks change', () => {
    const bosnian = publicHolidays({ country: 'BA' }, only(2026)).map(({ date }) => date);
    expect(bosnian).toEqual(expect.arrayContaining(['2026-03-20', '2026-03-21', '2026-03-22']));
    const chinese = publicHolidays({ country: 'CN' }, only(2026)).map(({ date }) => date);
    expect(chinese).not.toContain('2026-03-08');
    const australian = publicHolidays({ country: 'AU' }, only(2026)).map(({ date }) => date);
    expect(australian).toContain('2026-04-05');
  });

  it('of ten years make a calendar that is taken', () => {
    for (const country of ['GB', 'DE', 'IL', 'IN', 'JP', 'SA', 'ZA']) {
      const holidays = publicHolidays({ country }, { first: 2026, last: 2035 });
      expect(holidays.length).toBeGreaterThan(50);
      expect(
        calendarSchema.safeParse({ name: country, timeZone: 'UTC', week: { monday: [['09:00', '17:00']] }, holidays })
          .success,
      ).toBe(true);
    }
  });

  it('are refused of unknown places and of too many years', () => {
    expect(codeOf(() => publicHolidays({ country: 'XX' }, only(2026)))).toBe('unknown-country');
    expect(codeOf(() => publicHolidays({ country: 'US', region: 'ZZ' }, only(2026)))).toBe('unknown-region');
    expect(codeOf(() => publicHolidays({ country: 'toString' }, only(2026)))).toBe('unknown-country');
    expect(codeOf(() => publicHolidays({ country: 'US' }, { first: 2026, last: 2036 }))).toBe('out-of-range');
    expect(codeOf(() => publicHolidays({ country: 'US' }, { first: 2026, last: 2025 }))).toBe('out-of-range');
  });
});
