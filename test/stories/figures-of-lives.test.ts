import { describe, expect, test } from 'vitest';
import type { Role } from '#test/house/institution.ts';
import { expectFiguresToBeTrue } from './figures.ts';
import { randomLives } from './random-lives.ts';
import { here } from './world.ts';

const callers: Role[] = ['admin', 'another manager', 'other staff'];

describe('[DA-1] [DA-2] [DA-3] [DA-6] [DA-7] figures of lives by chance', () => {
  test.each([12])(
    'each figure has as many rows as the list that it opens, for every caller (seed %i)',
    async (seed) => {
      const { live } = await randomLives(seed);
      for (const pause of ['P2D', 'P1D']) {
        await live(15);
        await here().local.advance(pause);
      }
      await here().local.idle();
      const today = (await here().local.now()).slice(0, 10);
      const begun = '2026-11-20';
      let looked = 0;
      for (const role of callers) looked += await expectFiguresToBeTrue(role, `from=${begun}&to=${today}`);
      looked += await expectFiguresToBeTrue('another manager', `from=2026-11-24&to=${today}&compare=previous`);
      looked += await expectFiguresToBeTrue('admin', `from=${begun}&to=${today}&group=tutors`);
      expect(looked).toBeGreaterThan(150);
    },
  );
});
