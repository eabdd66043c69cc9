import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type KeptInputs, packInputs, unpackInputs } from '#shared/automation/rules/kept-inputs.ts';
import type { AssignmentInputs } from '#shared/casework/assignment/assignment-inputs.ts';

const candidate = (number: number) => ({
  person: `person-${number}`,
  isWorking: true,
  open: { ofKind: number, all: 3 },
});
const poolOf = (people: number): AssignmentInputs => ({
  behaviour: 'balanced',
  record: { kind: 'case', id: 'C1', weight: 1 },
  at: 0,
  lot: 0.5,
  parts: [{ people: Array.from({ length: people }, (_, number) => `person-${number}`) }],
  candidates: Array.from({ length: people }, (_, number) => candidate(number)),
});
const base: KeptInputs = { version: 3, configuration: { priorities: { high: 1 } } };
const room = 8 * 1024;

describe('[AU-7] what a run was decided on', () => {
  it('comes back from the table as it was kept', () => {
    const some = fc.record({ segments: fc.array(fc.string()), isLimited: fc.constant(true as const) });
    fc.assert(
      fc.property(some, fc.nat(40), (more, people) => {
        const kept = { ...base, ...more, deals: [{ action: 0, inputs: poolOf(people) }] };
        expect(unpackInputs(packInputs(kept))).toEqual(JSON.parse(JSON.stringify(kept)));
      }),
      { numRuns: 50 },
    );
  });

  it('of a pool of two hundred people takes four kilobytes', () => {
    const text = packInputs({ ...base, deals: [{ action: 0, inputs: poolOf(200) }] });
    expect(unpackInputs(text).deals?.[0]?.inputs.candidates).toHaveLength(200);
    expect(text.length).toBeLessThan(4 * 1024);
  });

  it('is at most eight kilobytes, without its largest part, and says which that was', () => {
    const noise = Array.from({ length: 2000 }, (_, number) => `${(number * 7919) ** 3}`);
    const text = packInputs({ ...base, segments: noise, tasks: [], deals: [{ action: 0, inputs: poolOf(2) }] });
    expect(text.length).toBeLessThanOrEqual(room);
    const kept = unpackInputs(text);
    expect(kept).toMatchObject({ version: 3, cut: ['segments'], deals: [{ action: 0 }] });
    expect(kept).not.toHaveProperty('segments');
  });
});
