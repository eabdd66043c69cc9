import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AssignmentInputs, Candidate } from '#shared/casework/assignment/assignment-inputs.ts';
import { decideAssignment, mostSubstitutes } from '#shared/casework/assignment/decide-assignment.ts';

const noon = Date.parse('2026-11-23T12:00:00.000Z');
const away = (substitute?: string, turn = 1): Candidate['availability'] => ({
  turn,
  absence: {
    from: '2026-11-23',
    to: '2026-11-27',
    begins: '2026-11-23T00:00:00.000Z',
    ends: '2026-11-28T00:00:00.000Z',
    ...(substitute !== undefined && { substitute }),
  },
});
const who = (person: string, more: Partial<Candidate> = {}): Candidate => ({ person, isWorking: true, ...more });
const team = (candidates: Candidate[], more: Partial<AssignmentInputs> = {}): AssignmentInputs => ({
  behaviour: 'rotational',
  record: { kind: 'case', id: 'c1', weight: 1 },
  at: noon,
  lot: 0,
  parts: [{ group: 'advisers', people: candidates.map(({ person }) => person) }],
  candidates,
  team: 'advisers',
  rotation: { key: { pk: 'ROTATION#r', sk: '0' } },
  ...more,
});
const named = (candidates: Candidate[]): AssignmentInputs =>
  team(candidates, { behaviour: 'selected', parts: [{ people: [candidates[0]?.person ?? ''] }] });

describe('whom something is dealt to', () => {
  it.each<[string, Partial<Candidate>]>([
    ['is away', { availability: away() }],
    ['does not work at that hour', { isWorking: false }],
    ['has all that they take', { capacity: 2, open: { ofKind: 1, all: 2 } }],
    ['is kept out of it', { isBarred: true }],
  ])('[AU-13] is nobody who %s', (_what, state) => {
    const inputs = team([who('u1', state), who('u2', state), who('u3')]);
    expect(decideAssignment(inputs).to).toEqual({ user: 'u3' });
  });

  it('[AU-13] [AU-5] keeps the place in the rotation of who is passed over', () => {
    const key = { pk: 'ROTATION#r', sk: '0' };
    const last = { turn: 1, person: 'u1', place: 0 };
    const passing = decideAssignment(
      team([who('u1'), who('u2', { availability: away() }), who('u3')], { rotation: { key, last } }),
    );
    expect(passing.to).toEqual({ user: 'u3' });
    expect(passing.moves).toMatchObject([{ put: { turn: 2, person: 'u3', place: 2 }, when: { holds: { turn: 1 } } }]);
  });

  it('[AU-13] is told why of each, and the team keeps it, where nobody is left', () => {
    const inputs = team([
      who('u1', { availability: away() }),
      who('u2', { isWorking: false }),
      who('u3', { capacity: 1, open: { ofKind: 0, all: 1 } }),
    ]);
    expect(decideAssignment(inputs)).toEqual({
      to: { group: 'advisers' },
      moves: [],
      leftOut: [
        { user: 'u1', reason: 'absent' },
        { user: 'u2', reason: 'out-of-hours' },
        { user: 'u3', reason: 'full' },
      ],
    });
  });

  it('[AU-13] is who stands in for somebody named who is away, and who stands in for them', () => {
    const chain = named([who('u1', { availability: away('u2') }), who('u2', { availability: away('u3') }), who('u3')]);
    expect(decideAssignment(chain).to).toEqual({ user: 'u3' });
  });

  it('[AU-13] is nobody where the people stand in for each other in a circle, or without end', () => {
    const circle = named([who('u1', { availability: away('u2') }), who('u2', { availability: away('u1') })]);
    expect(decideAssignment(circle).leftOut?.map(({ user }) => user)).toEqual(['u1', 'u2']);
    const endless = Array.from({ length: 30 }, (_, i) => who(`u${i}`, { availability: away(`u${i + 1}`) }));
    expect(decideAssignment(named(endless)).leftOut).toHaveLength(mostSubstitutes + 1);
  });

  it('[AU-13] counts on the state of a person who has a capacity: one who was dealt to since refuses it', () => {
    const full = who('u1', { capacity: 2, open: { ofKind: 1, all: 1 }, availability: { turn: 7 } });
    const [move] = decideAssignment(named([full])).moves;
    expect(move).toMatchObject({
      put: { pk: 'PERSON#u1', sk: 'availability', turn: 8, last: { kind: 'case', recordId: 'c1' } },
      when: { holds: { turn: 7 } },
    });
  });

  it('[AU-13] keeps an absence to come when it deals', () => {
    const later = { ...away()?.absence, begins: '2026-12-01T00:00:00.000Z', ends: '2026-12-02T00:00:00.000Z' };
    const state = who('u1', {
      capacity: 9,
      open: { ofKind: 0, all: 0 },
      availability: { turn: 1, absence: later as never },
    });
    expect(decideAssignment(named([state])).moves).toMatchObject([{ put: { absence: later } }]);
  });

  it('[AU-13] [AU-5] is the same whenever it is decided again from what was kept, and never somebody without room', () => {
    const candidate = fc.record({
      person: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
      isWorking: fc.boolean(),
      capacity: fc.option(fc.nat(5), { nil: undefined }),
      open: fc.nat(6).chain((all) => fc.nat(all).map((ofKind) => ({ ofKind, all }))),
      availability: fc.option(fc.constantFrom(away(), away('a'), away('f'), { turn: 3 }), { nil: undefined }),
    });
    const people = fc.uniqueArray(candidate, { selector: ({ person }) => person, minLength: 1 });
    const behaviour = fc.constantFrom('rotational' as const, 'balanced' as const, 'selected' as const);
    fc.assert(
      fc.property(
        people,
        behaviour,
        fc.integer({ min: 1, max: 3 }),
        fc.double({ min: 0, max: 0.99 }),
        (found, how, weight, lot) => {
          const candidates = found.map((one) => JSON.parse(JSON.stringify(one)) as Candidate);
          const parts = [{ people: candidates.map(({ person }) => person) }];
          const inputs = team(candidates, { behaviour: how, parts, lot, record: { kind: 'case', id: 'c1', weight } });
          const dealt = decideAssignment(inputs);
          expect(decideAssignment(JSON.parse(JSON.stringify(inputs)))).toEqual(dealt);
          const { to, leftOut } = dealt;
          if (leftOut) return;
          const one = candidates.find(({ person }) => to && 'user' in to && to.user === person);
          expect(one?.isWorking && !one.availability?.absence).toBe(true);
          expect((one?.open?.all ?? 0) + weight).toBeLessThanOrEqual(one?.capacity ?? Number.POSITIVE_INFINITY);
        },
      ),
    );
  });
});
