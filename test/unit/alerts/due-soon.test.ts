import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import { dueSoonAt, wakeAlert, withDueSoon } from '#shared/casework/alerts/due-soon.ts';

const hour = 60 * 60 * 1000;
const start = Date.parse('2026-11-23T09:00:00.000Z');
const iso = (at: number) => new Date(at).toISOString();
const alert = (changes: Partial<Alert> = {}): Alert =>
  ({
    id: 'A',
    version: 1,
    updatedAt: iso(start),
    status: 'triage',
    category: 'open',
    dueAt: iso(start + 72 * hour),
    ...changes,
  }) as Alert;

describe('when an alert is due soon', () => {
  it('[NT-1] is a day ahead, and halfway where there are less than two days', () => {
    expect(dueSoonAt(start + 72 * hour, start)).toBe(start + 48 * hour);
    expect(dueSoonAt(start + 4 * hour, start)).toBe(start + 2 * hour);
  });

  it('[NT-1] always lies between being set and being due', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 ** 11 }), (ahead) => {
        const { dueSoon } = withDueSoon(undefined, alert({ dueAt: iso(start + ahead) }));
        const at = Date.parse(String(dueSoon?.at));
        expect(at).toBeGreaterThanOrEqual(start);
        expect(at).toBeLessThanOrEqual(start + ahead);
      }),
    );
  });

  it('[NT-1] is set when it is raised, anew when it is moved, and left alone by any other change', () => {
    const raised = withDueSoon(undefined, alert());
    expect(raised.dueSoon).toEqual({ at: iso(start + 48 * hour), generation: 1 });
    const tagged = withDueSoon(raised, { ...raised, version: 2, updatedAt: iso(start + hour) });
    expect(tagged.dueSoon).toEqual(raised.dueSoon);
    const moved = withDueSoon(tagged, { ...tagged, version: 3, dueAt: iso(start + 240 * hour) });
    expect(moved.dueSoon).toEqual({ at: iso(start + 216 * hour), generation: 3 });
  });

  it('[NT-1] is gone when it was settled or has a case, and comes back when it is taken up again', () => {
    const raised = withDueSoon(undefined, alert());
    const settled = withDueSoon(raised, { ...raised, version: 2, status: 'resolved', category: 'closed' });
    expect(settled.dueSoon).toBeUndefined();
    expect(withDueSoon(raised, { ...raised, version: 2, status: 'escalated', caseId: 'C' }).dueSoon).toBeUndefined();
    const taken = {
      ...settled,
      version: 3,
      status: 'in-progress',
      category: 'open',
      updatedAt: iso(start + hour),
    } as const;
    expect(withDueSoon(settled, taken).dueSoon?.generation).toBe(3);
  });

  it('[NT-1] is never for what is due already, or at no time', () => {
    expect(withDueSoon(undefined, alert({ dueAt: iso(start) })).dueSoon).toBeUndefined();
    const { dueAt: _none, ...rest } = alert();
    expect(withDueSoon(undefined, rest as Alert).dueSoon).toBeUndefined();
  });
});

describe('a wake-up of an alert', () => {
  it('[NT-1] tells it at its instant and not before, and once', () => {
    const raised = withDueSoon(undefined, alert());
    expect(wakeAlert(raised, start + 48 * hour - 1).events).toEqual([]);
    const { events, after } = wakeAlert(raised, start + 48 * hour);
    expect(events).toMatchObject([{ type: 'Alert Due Soon', after: { dueAt: raised.dueAt } }]);
    expect(after).toMatchObject({ version: 2 });
    expect(wakeAlert(after, start + 49 * hour).events).toEqual([]);
    // A later change does not bring it back.
    expect(withDueSoon(after, { ...after, version: 3 }).dueSoon).toBeUndefined();
  });
});
