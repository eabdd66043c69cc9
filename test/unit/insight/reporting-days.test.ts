import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, daysBetween, reportingDays } from '#shared/insight/rollups/reporting-days.ts';

// Summer time, none, half an hour, a day that was left out, and midnights that were skipped or came
// twice.
const zones = ['America/New_York', 'Asia/Kolkata', 'UTC', 'Pacific/Apia', 'America/Sao_Paulo', 'America/Havana'];

test('every instant lies in one day, from its start to the start of the next [DA-1]', () => {
  const days = new Map(zones.map((zone) => [zone, reportingDays(zone)]));
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.integer({ min: Date.parse('1999-01-01'), max: Date.parse('2012-01-01') }),
      (zone, at) => {
        const { dayOf, startOf } = days.get(zone) as ReturnType<typeof reportingDays>;
        const instant = new Date(at).toISOString();
        const day = dayOf(instant);
        expect(startOf(day) <= instant).toBe(true);
        expect(instant < startOf(addDays(day, 1))).toBe(true);
      },
    ),
    { numRuns: 150 },
  );
});

test('a day of New York begins at its midnight, also where clocks were set', () => {
  const { dayOf, startOf } = reportingDays('America/New_York');
  expect(startOf('2026-11-01')).toBe('2026-11-01T04:00:00.000Z');
  expect(startOf('2026-11-02')).toBe('2026-11-02T05:00:00.000Z');
  expect(dayOf('2026-11-30T04:59:59.999Z')).toBe('2026-11-29');
  expect(daysBetween('2026-02-27', '2026-03-01')).toBe(2);
});
