import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { nextTimeOfDay, quietUntil } from '#shared/core/calendars/time-of-day.ts';
import { preferencesSchema } from '#shared/mail/notifications/preferences.schema.ts';
import { courseOf } from '#shared/mail/notifications/preferences.ts';

const minute = 60_000;
const hour = 60 * minute;

const wishing = (more: object) => preferencesSchema.parse({ timeZone: 'Europe/London', ...more });
const at = (instant: string) => Date.parse(instant);
const iso = (instant: number | undefined) => (instant === undefined ? undefined : new Date(instant).toISOString());

// Zones with whole, half and quarter hours, with shifts of half an hour and of a day, and none at
// all.
const zones = [
  'UTC',
  'Europe/London',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'Africa/Casablanca',
];
const zone = fc.constantFrom(...zones);
const time = fc
  .record({ hours: fc.integer({ min: 0, max: 23 }), minutes: fc.integer({ min: 0, max: 59 }) })
  .map(({ hours, minutes }) => `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`);
const instant = fc.integer({ min: at('2010-01-01T00:00:00Z'), max: at('2035-01-01T00:00:00Z') });

/** What the clock on the wall shows, by another engine than the one that is tested. */
const wall = (timeZone: string, epochMs: number) =>
  Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(timeZone);
const shown = (timeZone: string, epochMs: number) => wall(timeZone, epochMs).toPlainTime().toString().slice(0, 5);

describe('the digest of a person', () => {
  it('[NT-5] comes at the local hour, in summer and in winter', () => {
    expect(iso(nextTimeOfDay('Europe/London', '07:00', at('2026-07-01T12:00:00Z')))).toBe('2026-07-02T06:00:00.000Z');
    expect(iso(nextTimeOfDay('Europe/London', '07:00', at('2026-11-21T12:00:00Z')))).toBe('2026-11-22T07:00:00.000Z');
    expect(iso(nextTimeOfDay('Europe/London', '07:00', at('2026-11-21T06:59:30Z')))).toBe('2026-11-22T07:00:00.000Z');
    expect(iso(nextTimeOfDay('Europe/London', '07:00', at('2026-11-21T06:58:30Z')))).toBe('2026-11-21T07:00:00.000Z');
  });

  it('[NT-5] at an hour that the zone skips comes when the gap ends, at one that it repeats the first time', () => {
    expect(iso(nextTimeOfDay('Europe/London', '01:30', at('2026-03-28T12:00:00Z')))).toBe('2026-03-29T01:00:00.000Z');
    expect(iso(nextTimeOfDay('Europe/London', '01:30', at('2026-10-24T12:00:00Z')))).toBe('2026-10-25T00:30:00.000Z');
  });

  it('[NT-5] passes over a day that does not exist', () => {
    expect(iso(nextTimeOfDay('Pacific/Apia', '07:00', at('2011-12-29T20:00:00Z')))).toBe('2011-12-30T17:00:00.000Z');
  });

  it('[NT-5] comes within a day and a bit of any instant, at its time of day but where that is skipped', () => {
    fc.assert(
      fc.property(zone, time, instant, (timeZone, wanted, from) => {
        const next = nextTimeOfDay(timeZone, wanted, from);
        expect(next - from).toBeGreaterThanOrEqual(minute);
        expect(next - from).toBeLessThanOrEqual(25 * hour + minute);
        const isSkipped = shown(timeZone, next) !== wanted;
        // What a zone skips is at the end of a gap: a millisecond before, the clock showed an
        // earlier offset.
        if (isSkipped)
          expect(wall(timeZone, next).offsetNanoseconds).toBeGreaterThan(wall(timeZone, next - 1).offsetNanoseconds);
      }),
      { numRuns: 200 },
    );
  });
});

describe('quiet hours', () => {
  const night = wishing({ quietHours: { from: '22:00', to: '07:00' } });

  it('[NT-5] hold a mail until they end, over midnight too', () => {
    expect(iso(quietUntil(night, at('2026-11-21T23:00:00Z')))).toBe('2026-11-22T07:00:00.000Z');
    expect(iso(quietUntil(night, at('2026-11-22T03:00:00Z')))).toBe('2026-11-22T07:00:00.000Z');
    expect(quietUntil(night, at('2026-11-22T07:00:00Z'))).toBeUndefined();
    expect(quietUntil(night, at('2026-11-21T21:59:59.999Z'))).toBeUndefined();
    expect(iso(quietUntil(night, at('2026-11-21T22:00:00Z')))).toBe('2026-11-22T07:00:00.000Z');
  });

  it('[NT-5] of the night in which the clocks change end at the same time on the wall', () => {
    expect(iso(quietUntil(night, at('2026-03-28T23:00:00Z')))).toBe('2026-03-29T06:00:00.000Z');
    expect(iso(quietUntil(night, at('2026-10-24T23:00:00Z')))).toBe('2026-10-25T07:00:00.000Z');
  });

  it('[NT-5] hold nothing that would be sent within a minute anyway', () => {
    expect(quietUntil(night, at('2026-11-22T06:59:30Z'))).toBeUndefined();
  });

  it('[NT-5] hold what the wall shows as quiet, until the wall shows their end', () => {
    fc.assert(
      fc.property(zone, time, time, instant, (timeZone, from, to, now) => {
        fc.pre(from !== to);
        const until = quietUntil(wishing({ timeZone, quietHours: { from, to } }), now);
        const local = shown(timeZone, now);
        const isQuiet = from < to ? from <= local && local < to : local >= from || local < to;
        const hasShift =
          wall(timeZone, now - 24 * hour).offsetNanoseconds !== wall(timeZone, now + 24 * hour).offsetNanoseconds;
        // Beside a shift the wall shows a time twice or never; the examples above say what counts
        // then.
        if (hasShift) return;
        if (until === undefined) {
          if (isQuiet) expect(shown(timeZone, now + minute)).toBe(to);
          return;
        }
        expect(isQuiet).toBe(true);
        expect(shown(timeZone, until)).toBe(to);
        expect(until - now).toBeLessThan(24 * hour);
      }),
      { numRuns: 200 },
    );
  });
});

describe('what is done with a notification', () => {
  const now = at('2026-11-21T12:00:00Z');
  const night = at('2026-11-21T23:30:00Z');
  const wishes = wishing({
    default: 'digest',
    events: { 'target-reminder': 'immediate', 'note-by-staff': 'off' },
    quietHours: { from: '22:00', to: '07:00' },
  });

  it('[NT-5] goes by the notification, else by what is said of all', () => {
    expect(courseOf(wishes, 'note-by-staff', now)).toEqual({ how: 'off' });
    expect(courseOf(wishes, 'target-reminder', now)).toEqual({ how: 'now' });
    expect(courseOf(wishes, 'target-reminder', night)).toEqual({ how: 'held', at: at('2026-11-22T07:00:00Z') });
    expect(courseOf(wishes, 'case-escalated', night)).toEqual({ how: 'digest', at: at('2026-11-22T07:00:00Z') });
  });

  it('[NT-5] is to be told at once where somebody has said nothing', () => {
    expect(courseOf(undefined, 'case-escalated', night)).toEqual({ how: 'now' });
    expect(courseOf(wishing({}), 'case-escalated', night)).toEqual({ how: 'now' });
  });

  it('[CA-12] an emergency is told at once, whatever somebody wishes', () => {
    expect(courseOf(wishing({ default: 'off' }), 'case-opened-in-emergency', night)).toEqual({ how: 'now' });
  });

  it('[NT-5] refuses what nobody could go by', () => {
    const faults = (settings: object) =>
      preferencesSchema.safeParse(settings).error?.issues.map(({ path }) => path.join('/'));
    expect(faults({ timeZone: 'Mars/Olympus' })).toEqual(['timeZone']);
    expect(faults({ timeZone: 'UTC', digestAt: '24:00' })).toEqual(['digestAt']);
    expect(faults({ timeZone: 'UTC', quietHours: { from: '07:00', to: '07:00' } })).toEqual(['quietHours/to']);
    expect(faults({ timeZone: 'UTC', events: { nonsense: 'off' } })).toEqual(['events/nonsense']);
    expect(faults({ timeZone: 'UTC', default: 'weekly' })).toEqual(['default']);
  });
});
