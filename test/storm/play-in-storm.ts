import { expect, test } from 'vitest';
import { playAgain } from '#test/play-again.ts';

// Stories whose effects have to happen once whatever breaks, played again where everything breaks.

const functions = [
  'publish',
  'project',
  'automation',
  'clocks',
  'segments',
  'notify',
  'files',
  'inbound-mail',
  'mail-feedback',
  'wake',
];
/** Every delivery comes late, out of order and twice, and every fifth time a process dies. */
const storm = JSON.stringify({
  duplicate: 0.5,
  reorder: true,
  fail: functions.map((name) => ({ function: name, rate: 0.2 })),
  seed: 11,
});

export const playInStorm = async (...stories: string[]): Promise<void> => {
  test('what is under way comes twice, and processes die', () => {
    expect(process.env.CASEWARD_STORM).toBe(storm);
  });
  await playAgain(stories, { CASEWARD_STORM: storm });
};
