import { describe, expect, it } from 'vitest';
import { createFaults, parseFaults } from '#local/core/faults.ts';

const names = ['caseward-local-notify', 'caseward-local-wake'];

describe('Faults that are asked for', () => {
  it('fail calls at the wanted rate, the same calls for the same seed', () => {
    const failures = (seed: number) => {
      const faults = createFaults();
      faults.set(parseFaults({ fail: [{ service: 'sqs', rate: 0.3 }], seed }, names));
      return Array.from({ length: 1000 }, () => faults.shouldFail('sqs'));
    };
    expect(failures(1)).toEqual(failures(1));
    expect(failures(1)).not.toEqual(failures(2));
    const share = failures(1).filter(Boolean).length / 1000;
    expect(share).toBeGreaterThan(0.25);
    expect(share).toBeLessThan(0.35);
  });

  it('leave alone whoever is not named', () => {
    const faults = createFaults();
    faults.set(parseFaults({ fail: [{ function: 'notify', rate: 1 }] }, names));
    expect(faults.shouldFail('caseward-local-notify')).toBe(true);
    expect(faults.shouldFail('caseward-local-wake')).toBe(false);
    expect(faults.shouldFail('sqs')).toBe(false);
  });

  it('end with {}', () => {
    const faults = createFaults();
    faults.set({ duplicate: 1, reorder: true, delayMs: 5, fail: [{ service: 'ses', rate: 1 }] });
    faults.set(parseFaults({}, names));
    expect([faults.copies(), faults.delay(), faults.ordered([1, 2, 3]), faults.shouldFail('ses')]).toEqual([
      1,
      0,
      [1, 2, 3],
      false,
    ]);
  });

  it.each([
    [{ duplicate: 2 }, /duplicate/],
    [{ delayMs: -1 }, /delayMs/],
    [{ reorder: 'yes' }, /reorder/],
    [{ slow: true }, /slow/],
    [{ fail: [{ service: 'kinesis', rate: 1 }] }, /fail/],
    [{ fail: [{ function: 'nobody', rate: 1 }] }, /There is no function nobody; there are caseward-local-notify/],
    [[], /object/],
  ])('are refused in words when they are %j', (body, message) => {
    expect(() => parseFaults(body, names)).toThrow(message);
  });
});
