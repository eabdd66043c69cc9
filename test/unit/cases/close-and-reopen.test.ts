import { describe, expect, it } from 'vitest';
import type { Case } from '#shared/casework/cases/case.ts';
import { changeStatus, closeCase, closeWithAlerts, reopenCase } from '#shared/casework/cases/life/close-and-reopen.ts';
import { deEscalateCase, escalateCase } from '#shared/casework/cases/life/escalate.ts';
import { Refusal } from '#shared/core/errors.ts';
import { faultsIn, refusalOf } from '../refused.ts';
import { adviser, at, caseDefinition, noon, openCase } from './sample-cases.ts';

const definition = caseDefinition();
const close = (record: Case, reason: string | undefined, when = at(30), by = definition) =>
  closeCase({ record, tasks: [], definition: by }, { reason, details: 'All is well', by: adviser, at: when });
const clockOf = (record: Case, key: string) => record.clocks.find((clock) => clock.key === key);

describe('closing a case', () => {
  it('[CA-13] leads to the first resolved status, with who, when, why and what the requester is told', () => {
    const { after, events } = close(openCase(), 'solved');
    expect(after).toMatchObject({
      status: { key: 'resolved', category: 'resolved' },
      closedAt: '2026-11-23T12:30:00.000Z',
      closure: { reason: 'solved', details: 'All is well', at: '2026-11-23T12:30:00.000Z', by: adviser },
    });
    expect(events).toMatchObject([{ type: 'Case Closed', before: { status: { key: 'new' } } }]);
  });

  it('[CA-13] leads to the status of its reason where that has one', () => {
    expect(close(openCase(), 'gone').after.status).toEqual({ key: 'withdrawn', category: 'cancelled' });
  });

  it('[CA-13] stops every clock: met where it is in time, breached where it is late', () => {
    const { after } = close(openCase(), 'solved');
    expect(clockOf(after, 'completion')).toMatchObject({ state: 'met', stoppedAt: '2026-11-23T12:30:00.000Z' });
    expect(clockOf(after, 'first-response')).toMatchObject({
      state: 'breached',
      breachedAt: '2026-11-23T12:15:00.000Z',
      stoppedAt: '2026-11-23T12:30:00.000Z',
    });
  });

  it.each([
    [undefined, 'required'],
    ['bored', 'unknown-reason'],
  ])('[CA-13] is refused for the reason %s', (reason, code) => {
    expect(faultsIn(() => close(openCase(), reason))).toEqual([{ pointer: '/reason', code }]);
  });

  it('[CA-13] needs no reason where the type has none', () => {
    const { after } = close(openCase(), undefined, at(1), caseDefinition({ closureReasons: [] }));
    expect(after.closure).not.toHaveProperty('reason');
  });

  it('[CA-13] is refused where it is closed already', () => {
    expect(refusalOf(() => close(close(openCase(), 'solved').after, 'solved'))).toBe('already-closed');
  });
});

describe('closing a case that others block', () => {
  const blockers = ['A', 'B'].map((one) =>
    openCase({ id: `01KAG0000000000000000000B${one}`, reference: `BLOCKER-${one}` }),
  );
  const refused = (nameable?: ReadonlySet<string>): Partial<Refusal> => {
    try {
      closeWithAlerts(
        openCase(),
        { reason: 'solved', by: adviser, at: at(30) },
        { definition, blockers, nameable, alerts: [], tasks: [] },
      );
    } catch (error) {
      if (error instanceof Refusal) return error;
    }
    return {};
  };

  it.each([
    ['both', blockers, 'Blocked by BLOCKER-A, BLOCKER-B'],
    ['one', blockers.slice(1), 'Blocked by BLOCKER-B, what may not be named here'],
    ['none', [], 'Blocked by what may not be named here'],
    ['nobody knows which', undefined, 'Blocked by what may not be named here'],
  ])('[CA-12] [CA-14] is refused with the references that may be named: %s', (_which, seen, detail) => {
    const nameable = seen && new Set(seen.map(({ id }) => id));
    expect(refused(nameable)).toMatchObject({ code: 'blocked-by-link', message: detail });
  });
});

describe('reopening a case', () => {
  const closed = close(openCase(), 'solved').after;

  it('[CA-13] leads to the first status in progress, and leaves nothing of the closing', () => {
    const { after, events } = reopenCase(closed, { note: 'not solved after all', at: at(90) }, definition);
    expect(after.status).toEqual({ key: 'open', category: 'in-progress' });
    expect(after).not.toHaveProperty('closedAt');
    expect(after).not.toHaveProperty('closure');
    expect(events).toMatchObject([{ type: 'Case Reopened', after: { note: 'not solved after all' } }]);
  });

  it('[CA-13] leads to the default status where none is in progress', () => {
    const [first, , , resolved] = definition.type.statuses;
    const few = caseDefinition({ statuses: [first, resolved], closureReasons: [] });
    expect(reopenCase(closed, { note: 'again', at: at(90) }, few).after.status.key).toBe('new');
  });

  it('[SLA-1] lets completion run on with what was left, and the other clocks rest', () => {
    const { after } = reopenCase(closed, { note: 'again', at: at(90) }, definition);
    expect(clockOf(after, 'completion')).toMatchObject({ state: 'running', dueAt: new Date(at(120)).toISOString() });
    expect(after.dueAt).toBe(new Date(at(120)).toISOString());
    expect(clockOf(after, 'first-response')).toMatchObject({
      state: 'breached',
      stoppedAt: new Date(at(30)).toISOString(),
    });
    expect(after.generation).toBe(closed.generation + 1);
  });

  it('[CA-13] is refused where it is not closed', () => {
    expect(refusalOf(() => reopenCase(openCase(), { note: 'again', at: noon }, definition))).toBe('not-closed');
    const merged = { ...closed, mergedInto: '01KAG000000000000000000W01' };
    expect(refusalOf(() => reopenCase(merged, { note: 'again', at: at(90) }, definition))).toBe('merged');
  });
});

describe('the status of a case', () => {
  const graph = caseDefinition({ transitions: { new: ['open', 'withdrawn'], waiting: [] } });
  const thatIs = (key: string) => openCase({ status: { key, category: 'in-progress' } });

  it.each([
    ['new', 'open'],
    // The graph says nothing of `open`, so it leads anywhere.
    ['open', 'waiting'],
    ['open', 'new'],
  ])('[CA-4] goes from %s to %s where the graph lets it', (from, to) => {
    const { after, events } = changeStatus(thatIs(from), { status: to, at: at(1) }, graph);
    expect(after.status.key).toBe(to);
    expect(events).toMatchObject([{ type: 'Case Status Changed', changed: ['status'] }]);
  });

  it.each([
    ['new', 'waiting', 'illegal-transition'],
    ['waiting', 'open', 'illegal-transition'],
    ['new', 'resolved', 'use-close'],
    ['new', 'withdrawn', 'use-close'],
  ])('[CA-4] does not go from %s to %s: %s', (from, to, code) => {
    expect(refusalOf(() => changeStatus(thatIs(from), { status: to, at: at(1) }, graph))).toBe(code);
  });

  it('[CA-4] goes from any to any without a graph', () => {
    expect(changeStatus(thatIs('new'), { status: 'waiting', at: at(1) }, definition).after.status.key).toBe('waiting');
  });

  it('[CA-4] is refused where the type does not know it', () => {
    expect(faultsIn(() => changeStatus(thatIs('new'), { status: 'lost', at: at(1) }, graph))).toEqual([
      { pointer: '/status', code: 'unknown-status' },
    ]);
  });

  it('[CA-13] of a closed case changes by reopening only', () => {
    const closed = close(openCase(), 'solved').after;
    expect(refusalOf(() => changeStatus(closed, { status: 'open', at: at(40) }, graph))).toBe('already-closed');
  });

  it('stays as it is where it is asked for what it has', () => {
    expect(changeStatus(thatIs('waiting'), { status: 'waiting', at: at(1) }, graph).events).toEqual([]);
  });
});

describe('escalating a case by hand', () => {
  it('[SLA-6] raises the level by one each time, with the reason', () => {
    const { after, events } = escalateCase(openCase({ escalated: 1 }), { reason: 'urgent', at: at(1) }, definition);
    expect(after.escalated).toBe(2);
    expect(events).toMatchObject([{ type: 'Case Escalated', after: { escalated: 2, by: 'hand', reason: 'urgent' } }]);
  });

  it('[SLA-6] is refused for a reason that the type does not have, and where it is closed', () => {
    expect(faultsIn(() => escalateCase(openCase(), { reason: 'bored', at: at(1) }, definition))).toEqual([
      { pointer: '/reason', code: 'unknown-reason' },
    ]);
    const closed = close(openCase(), 'solved').after;
    expect(refusalOf(() => escalateCase(closed, { reason: 'urgent', at: at(40) }, definition))).toBe('already-closed');
  });

  it('[SLA-6] is taken back to level 0 at once, and refused where there is none', () => {
    expect(deEscalateCase(openCase({ escalated: 3 }), { note: 'calm', at: at(1) }, caseDefinition())).toMatchObject({
      after: { escalated: 0 },
      events: [{ type: 'Case De-escalated', before: { escalated: 3 }, after: { escalated: 0, note: 'calm' } }],
    });
    expect(refusalOf(() => deEscalateCase(openCase(), { at: at(1) }, caseDefinition()))).toBe('not-escalated');
  });
});
