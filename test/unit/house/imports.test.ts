import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { circles, complaints, readArrows, upward, wings } from '../../../scripts/imports.ts';

const shared = resolve(import.meta.dirname, '../../../shared');

describe('the imports of the repository', () => {
  it('run one way between wings, and never in a circle', () => {
    expect(complaints(readArrows())).toEqual([]);
  });

  it('are read, also those of types, those over several lines and those that wait', () => {
    const arrows = readArrows();
    expect(arrows).toContainEqual({ from: 'test/unit/house/imports.test.ts', to: 'scripts/imports.ts' });
    expect(arrows).toContainEqual({ from: 'shared/access/policy.ts', to: 'shared/casework/cases/case-type.ts' });
    expect(arrows.length).toBeGreaterThan(3000);
  });
});

describe('the check of imports', () => {
  const between = (...pairs: [string, string][]) => pairs.map(([from, to]) => ({ from, to }));

  it('finds what leads to a wing above its own, and lets pass what leads down or stays', () => {
    const up = between(['shared/core/a.ts', 'shared/mail/b.ts'], ['shared/portal/a.ts', 'functions/b.ts']);
    const down = between(
      ['shared/mail/b.ts', 'shared/core/a.ts'],
      ['shared/mail/b.ts', 'shared/mail/c.ts'],
      ['functions/b.ts', 'shared/contract/a.ts'],
      ['functions/b.ts', 'functions/c.ts'],
    );
    expect(upward([...up, ...down])).toEqual(up);
  });

  it('finds each circle once, with all that are in it and nobody else', () => {
    const arrows = between(
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'a'],
      ['c', 'd'],
      ['d', 'e'],
      ['e', 'd'],
      ['e', 'f'],
      ['g', 'a'],
    );
    expect(circles(arrows).toSorted()).toEqual([
      ['a', 'b', 'c'],
      ['d', 'e'],
    ]);
    expect(circles(between(['a', 'b'], ['a', 'c'], ['b', 'd'], ['c', 'd']))).toEqual([]);
  });
});

describe('the wings of shared/', () => {
  it('are all of its folders', () => {
    expect(globSync('*', { cwd: shared }).sort()).toEqual([...wings].sort());
  });

  it.each(wings.map((wing, index) => ({ wing, before: wings.slice(0, index) })))(
    'of $wing the README says what it may import, in no more than ten lines',
    ({ wing, before }) => {
      const text = readFileSync(join(shared, wing, 'README.md'), 'utf8');
      const allowed = before.length === 0 ? 'nothing of the other wings' : before.join(', ');
      expect(text.split('\n\n').at(-1)?.replaceAll('\n', ' ').trim()).toBe(`May import: ${allowed}.`);
      expect(text.split('\n').length).toBeLessThanOrEqual(10);
    },
  );
});
