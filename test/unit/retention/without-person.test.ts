import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutPerson } from '#shared/insight/retention/without-person.ts';

const person = { id: 'S101', texts: ['Ann Li', 'ann@example.org', '+44 (0)20 7946 0000'] };

describe('what is somebody else’s, without a person', () => {
  it('[RE-2] says nobody for their id, and nothing for their name, however it is written', () => {
    const said = { by: { kind: 'requester', id: 'S101' }, text: 'ANN LI rang from +44 (0)20 7946 0000.', count: 3 };
    expect(withoutPerson(said, person)).toEqual({
      by: { kind: 'requester', id: 'anonymised' },
      text: '— rang from —.',
      count: 3,
    });
  });

  it('[RE-2] leaves words and ids alone that only contain them', () => {
    const said = { text: 'Joann Lindt, joann@example.org', id: 'S1011', about: 'case S101' };
    expect(withoutPerson(said, person)).toBe(said);
  });

  it('[RE-2] takes a name out wherever it stands in a value, and the rest stays as it is', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (around) => {
        const said = { around, deep: [{ text: 'with Ann Li' }] };
        const without = withoutPerson(said, person);
        expect(JSON.stringify(without)).not.toContain('Ann Li');
        expect(without.deep).toEqual([{ text: 'with —' }]);
        expect(withoutPerson(without, person)).toBe(without);
      }),
      { numRuns: 200 },
    );
  });
});
