import { describe, expect, it } from 'vitest';
import { closedUntil } from '#shared/insight/retention/closed-until.ts';
import { impersonal } from '#shared/insight/retention/impersonal.ts';
import { retentionPolicySchema } from '#shared/insight/retention/retention-policy.schema.ts';

const policy = { name: 'x', for: { kind: 'case', type: 'hazard' }, mode: 'delete' };
const isTaken = (after: string): boolean => retentionPolicySchema.safeParse({ ...policy, after }).success;

describe('a retention policy', () => {
  it('[RE-1] keeps for days, weeks, months or years, a hundred at the most', () => {
    expect(['P1D', 'P2W', 'P6M', 'P2Y', 'P1Y6M', 'P100Y'].filter((after) => !isTaken(after))).toEqual([]);
    expect(['P0D', 'P', 'PT5H', 'P101Y', 'P1.5Y', '2 years', '-P1D', 'P99999999D'].filter(isTaken)).toEqual([]);
  });

  it('[RE-1] counts back by the calendar of UTC: two years before a leap day is the last of February', () => {
    expect(closedUntil({ after: 'P2Y' }, Date.parse('2028-02-29T12:00:00Z'))).toBe('2026-02-28T12:00:00.000Z');
    expect(closedUntil({ after: 'P30D' }, Date.parse('2027-03-15T00:00:00Z'))).toBe('2027-02-13T00:00:00.000Z');
  });
});

describe('a side of an event that is anonymised', () => {
  it('[RE-1] keeps keys of configuration, staff, numbers that count, instants; and not one word', () => {
    expect(
      impersonal({
        status: { key: 'new', category: 'to-do' },
        assignee: { user: 'ben' },
        subject: 'Ann',
        constructor: 'Ann',
        fields: { course: 'Ann' },
        dueAt: '2027-01-01T00:00:00.000Z',
        note: { id: '01X', text: 'Ann', public: true, createdBy: { kind: 'requester', id: 'S1' } },
      }),
    ).toEqual({
      status: { key: 'new', category: 'to-do' },
      assignee: { user: 'ben' },
      dueAt: '2027-01-01T00:00:00.000Z',
      note: { id: '01X', public: true },
    });
  });
});
