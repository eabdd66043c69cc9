import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { instantOfLocal } from '#shared/core/calendars/local-time.ts';
import { iso } from '#shared/core/records/instants.ts';

const at = (local: string, zone: string) => {
  const instant = instantOfLocal(local, zone);
  return instant === undefined ? undefined : iso(instant);
};

describe('[AP-1] a local time', () => {
  it.each([
    ['in winter', '2027-01-10T09:30', 'America/New_York', '2027-01-10T14:30:00.000Z'],
    ['in summer', '2027-07-10T09:30:00', 'America/New_York', '2027-07-10T13:30:00.000Z'],
    ['that the zone repeats, the first of the two', '2026-11-01T01:30', 'America/New_York', '2026-11-01T05:30:00.000Z'],
    ['just before the gap', '2027-03-14T01:59', 'America/New_York', '2027-03-14T06:59:00.000Z'],
    ['just after the gap', '2027-03-14T03:00', 'America/New_York', '2027-03-14T07:00:00.000Z'],
    ['that the zone skips', '2027-03-14T02:30', 'America/New_York', undefined],
    ['of a date that the zone left out', '2011-12-30T12:00', 'Pacific/Apia', undefined],
  ])('[AP-1] %s', (_what, local, zone, instant) => {
    expect(at(local, zone)).toBe(instant);
  });

  it('[AP-1] is the instant at which Temporal shows it, or at no instant', () => {
    const zones = fc.constantFrom('Europe/London', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC');
    const locals = fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(locals, zones, (date, zone) => {
        const local = date.toISOString().slice(0, 16);
        const plain = Temporal.PlainDateTime.from(local);
        const zoned = plain.toZonedDateTime(zone);
        const exists = zoned.toPlainDateTime().equals(plain);
        expect(instantOfLocal(local, zone)).toBe(exists ? zoned.epochMilliseconds : undefined);
      }),
    );
  });
});
