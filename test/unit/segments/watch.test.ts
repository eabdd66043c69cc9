import * as fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { askContact, noRecords } from '#functions/segments/ask-contact.ts';
import { contactSubject } from '#functions/segments/load-related.ts';
import type { Services } from '#functions/services.ts';
import { allReads, askSegment, compileGeneration } from '#shared/automation/segments/generation.ts';
import { nameOf, type RecordIds, type Watch } from '#shared/automation/segments/watch.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import type { Condition } from '#shared/core/conditions/condition.ts';
import { iso } from '#shared/core/records/instants.ts';
import { contactLinkKey } from '#shared/core/table/casework-keys.ts';
import { childKey, recordKey } from '#shared/core/table/keys.ts';
import { memoryTable } from '#test/house/memory-table.ts';

// A contact with many records, whose life goes on: what is read of it at an event gives what all of
// it gives.

const hour = 60 * 60 * 1000;
const start = Date.parse('2026-09-01T00:00:00Z');
const contact = { id: 'c' } as Contact;
const is = (field: string, value: unknown): Condition => ({ field, op: 'is', value });
const open: Condition = { field: 'case.category', op: 'in', value: ['to-do', 'in-progress'] };
const lately: Condition = { field: 'case.closedAt', op: 'within', value: { ago: 'P2D' } };
const conditions: Record<string, Condition> = {
  'has-open': { some: 'cases', where: open },
  'several-open': { some: 'cases', where: open, atLeast: 3 },
  'none-open': {
    all: [
      { some: 'alerts', where: is('alert.priority', 'high') },
      { none: 'cases', where: open },
    ],
  },
  overdue: is('case.overdue', true),
  'not-overdue': { not: { some: 'cases', where: { all: [is('case.overdue', true), is('case.priority', 'high')] } } },
  lately: { some: 'cases', where: { all: [is('case.category', 'resolved'), lately] } },
  counted: { count: 'alerts', within: 'P1D', op: 'between', value: [2, 4] },
  tasks: { some: 'tasks', where: { all: [is('task.status', 'to-do'), open] } },
  'of-alerts': { some: 'alerts', where: { all: [is('alert.category', 'open'), is('case.priority', 'high')] } },
  weekend: {
    some: 'cases',
    where: { all: [open, { field: 'now.dayOfWeek', op: 'in', value: ['saturday', 'sunday'] }] },
  },
  either: { any: [is('contact.kind', 'student'), { some: 'alerts', where: is('alert.category', 'open') }] },
  'case-of': { some: 'cases', where: { some: 'alerts', where: is('alert.category', 'open') } },
};
const everyGeneration = Object.entries(conditions).map(([key, condition]) =>
  compileGeneration({ id: '1', key }, new Map([[key, condition]]), new Map()),
);

interface LivedCase {
  id: string;
  alertIds: string[];
  [member: string]: unknown;
}
interface LivedAlert {
  id: string;
  caseId?: string | undefined;
  [member: string]: unknown;
}

/** A contact of one test: what is done to it, and what is asked of it. */
const aLife = (generations = everyGeneration) => {
  const { table, memory } = memoryTable();
  let now = start;
  const cases: LivedCase[] = [];
  const alerts: LivedAlert[] = [];
  const services = { table, now: () => now } as unknown as Services;
  let watch: Watch | undefined;
  const keep = async (kind: 'alert' | 'case', record: LivedCase | LivedAlert) => {
    await table.put({ ...recordKey({ kind, id: record.id }), record });
  };
  const link = (kind: 'alert' | 'case', id: string) =>
    table.put({ ...contactLinkKey(contact.id, kind, iso(now), id), [`${kind}Id`]: id });
  const ask = async (touched: RecordIds = noRecords) => {
    const asked = await askContact(services, { contact, asked: generations, all: generations, watch, touched });
    ({ watch } = asked);
    return asked.answers;
  };
  return {
    table,
    memory,
    cases,
    alerts,
    ask,
    pass: (hours: number) => {
      now += hours * hour;
    },
    watched: () => watch,
    changeCase: async (record: LivedCase, changes: object) => {
      Object.assign(record, changes);
      await keep('case', record);
      return { cases: [record.id], alerts: record.alertIds };
    },
    newCase: async (priority: string, dueIn: number) => {
      const record = {
        id: `case-${cases.length}`,
        contactId: contact.id,
        createdAt: iso(now),
        category: 'to-do',
        status: { category: 'to-do' },
        priority,
        clients: [],
        alertIds: [] as string[],
        taskCount: 1,
        dueAt: iso(now + dueIn * hour),
      };
      cases.push(record);
      await keep('case', record);
      await link('case', record.id);
      const task = { id: 't', createdAt: iso(now), status: 'to-do' };
      await table.put({ ...childKey(record.id, { kind: 'task', id: 't' }), record: task });
      return { cases: [record.id], alerts: [] };
    },
    newAlert: async (priority: string, at?: LivedCase) => {
      const record = {
        id: `alert-${alerts.length}`,
        contactId: contact.id,
        createdAt: iso(now),
        category: 'open',
        priority,
        ...(at && { caseId: at.id }),
      };
      alerts.push(record);
      await keep('alert', record);
      await link('alert', record.id);
      if (at) {
        at.alertIds.push(record.id);
        await keep('case', at);
      }
      return { alerts: [record.id], cases: at ? [at.id] : [] };
    },
    closeAlert: async (record: LivedAlert) => {
      record.category = 'resolved';
      await keep('alert', record);
      return { alerts: [record.id], cases: record.caseId ? [record.caseId] : [] };
    },
    closing: () => ({ category: 'resolved', status: { category: 'resolved' }, closedAt: iso(now) }),
    whole: async () => {
      const reads = allReads(generations.map((one) => one.reads));
      const subject = await contactSubject(table, contact, { reads });
      return new Map(generations.map((one) => [nameOf(one), askSegment(one, subject, now)]));
    },
  };
};

const happening = fc.record({
  what: fc.constantFrom(
    'case',
    'case',
    'alert',
    'linked',
    'close',
    'close-alert',
    'reopen',
    'priority',
    'pass',
    'pass',
  ),
  which: fc.nat(),
  high: fc.boolean(),
  hours: fc.integer({ min: 1, max: 60 }),
});

describe('[SE-3] a contact with many records', () => {
  test('[SE-3] what is watched of it and what an event is about give what all of it gives', async () => {
    let watched = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { minLength: 40, maxLength: 60 }), async (happenings) => {
        const life = aLife();
        for (const { what, which, high, hours } of happenings) {
          const one = life.cases[which % (life.cases.length || 1)];
          const alert = life.alerts[which % (life.alerts.length || 1)];
          const priority = high ? 'high' : 'low';
          let touched: RecordIds = noRecords;
          if (what === 'case') touched = await life.newCase(priority, hours);
          else if (what === 'alert') touched = await life.newAlert(priority);
          else if (what === 'linked') touched = await life.newAlert(priority, one);
          else if (what === 'close' && one) touched = await life.changeCase(one, life.closing());
          else if (what === 'reopen' && one)
            touched = await life.changeCase(one, {
              category: 'to-do',
              status: { category: 'to-do' },
              closedAt: undefined,
            });
          else if (what === 'priority' && one) touched = await life.changeCase(one, { priority });
          else if (what === 'close-alert' && alert) touched = await life.closeAlert(alert);
          else life.pass(hours);
          const answers = await life.ask(touched);
          if (life.watched()) watched++;
          for (const [name, whole] of await life.whole()) {
            const answer = answers.get(name);
            expect([name, answer?.held]).toEqual([name, whole.held]);
            // They may be looked at again too early, never too late.
            if (whole.until !== undefined)
              expect([name, answer?.until ?? 0]).toSatisfy(([, until]) => until > 0 && until <= Number(whole.until));
          }
        }
      }),
      { numRuns: 12 },
    );
    expect(watched).toBeGreaterThan(100);
  });

  test('[SE-3] nine events in ten cost as many calls and units of it at three hundred cases as at ninety', async () => {
    // At a weekend each open case holds until Monday, and each of them has to be read.
    const life = aLife(everyGeneration.filter(({ key }) => key !== 'weekend'));
    const costs: { calls: number; units: number }[] = [];
    const asking = async (touched: RecordIds) => {
      const before = life.table.cost.reads;
      const send = vi.spyOn(life.memory, 'send');
      await life.ask(touched);
      costs.push({ calls: send.mock.calls.length, units: life.table.cost.reads - before });
      send.mockRestore();
    };
    const raise = async (count: number) => {
      costs.splice(0);
      for (let number = 0; number < count; number++) {
        life.pass(1);
        await asking(await life.newCase('low', 24 * 365));
        const [oldest] = life.cases.filter(({ category }) => category === 'to-do');
        if (number % 3 === 0 && oldest) await asking(await life.changeCase(oldest, life.closing()));
      }
      const nineTenths = (of: 'calls' | 'units') =>
        costs.map((one) => one[of]).sort((one, other) => one - other)[Math.floor(costs.length * 0.9)] ?? 0;
      return { calls: nineTenths('calls'), units: nineTenths('units') };
    };
    await raise(30);
    const little = await raise(60);
    await raise(150);
    const much = await raise(60);
    expect(much.calls).toBeLessThan(little.calls * 1.3);
    expect(much.units).toBeLessThan(little.units * 1.3);
    // All of them would be a call and more for each.
    expect(much.calls).toBeLessThan(100);
  });
});
