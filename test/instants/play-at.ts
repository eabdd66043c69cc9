import { expect, test } from 'vitest';
import { here } from '#test/house/institution.ts';
import { playAgain } from '#test/play-again.ts';

// Stories that look at calendars, played again where it hurts: the last night of a month, 29
// February, New Year, a second before clocks change, north and south.

const stories = ['activities', 'clocks', 'targets'];

/** Plays them from an instant on, in the zone of a process that knows no better. */
export const playAt = async (instant: string, zone: string): Promise<void> => {
  test('it is that instant, in a process of that zone', async () => {
    expect((await here().local.now()).slice(0, 19)).toBe(instant.slice(0, 19));
    expect(new Intl.DateTimeFormat().resolvedOptions().timeZone).toBe(zone);
  });
  await playAgain(stories, { CASEWARD_TEST_AT: instant, TZ: zone });
};
