import { afterAll, expect, test } from 'vitest';
import { here } from '#test/house/institution.ts';

// Stories that look at calendars, played again where it hurts: the last night of a month, 29
// February, New Year, a second before clocks change, north and south.

const stories = ['activities', 'clocks', 'targets'];

/** Plays them from an instant on, in the zone of a process that knows no better. */
export const playAt = async (instant: string, zone: string): Promise<void> => {
  const { CASEWARD_TEST_AT, TZ } = process.env;
  Object.assign(process.env, { CASEWARD_TEST_AT: instant, TZ: zone });
  afterAll(() => {
    for (const [name, value] of Object.entries({ CASEWARD_TEST_AT, TZ }))
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
  });
  test('it is that instant, in a process of that zone', async () => {
    expect((await here().local.now()).slice(0, 19)).toBe(instant.slice(0, 19));
    expect(new Intl.DateTimeFormat().resolvedOptions().timeZone).toBe(zone);
  });
  // A name of their own lets files that have been played at another instant be played again.
  const places = stories.map((story) => `${import.meta.dirname}/../stories/${story}.test.ts?at=${instant}`);
  for (const place of places) await import(place);
};
