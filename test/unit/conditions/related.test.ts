import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { calendarSchema } from '#shared/core/calendars/calendar.ts';
import { compileCalendar } from '#shared/core/calendars/working-table.ts';
import { checkCondition } from '#shared/core/conditions/check.ts';
import {
  type Condition,
  conditionSchema,
  MAX_DEPTH,
  MAX_NODES,
  quantified,
} from '#shared/core/conditions/condition.ts';
import { evaluate, evaluateExactly } from '#shared/core/conditions/evaluate.ts';
import { withoutValues } from '#shared/core/conditions/explanation.ts';
import type { RelatedRecord, Subject } from '#shared/core/conditions/fields.ts';
import { nodesOf, ofContact, readsOf } from '#shared/core/conditions/plan.ts';
import { buildRegistry, ofCaseAlone, ofContactAlone } from '#shared/core/conditions/registry.ts';
import { DAY, HOUR, NOW } from './samples.ts';

const registry = ofContactAlone(buildRegistry({ choices: { 'case.priority': ['critical', 'high', 'low'] } }));
const faults = (tree: unknown) => checkCondition(tree, registry).map(({ pointer, code }) => ({ pointer, code }));
const ago = (days: number): string => new Date(NOW - days * DAY).toISOString();
const alert = (id: string, of: object, itsCase?: object): RelatedRecord => ({
  id,
  createdAt: ago(0),
  subject: { alert: { id, ...of }, case: itsCase, related: {} },
});
const caseOf = (id: string, of: object, tasks: readonly object[] = [], createdAt = ago(0)): RelatedRecord => {
  const record = { id, createdAt, ...of };
  const below = tasks.map(
    (task, index): RelatedRecord => ({
      id: `${id}-${index}`,
      createdAt,
      subject: { task, case: record },
    }),
  );
  return { id, createdAt, subject: { case: record, related: { tasks: below } } };
};
const is = (field: string, value: unknown) => ({ field, op: 'is' as const, value });
const ask = (tree: Condition, subject: Subject, at = NOW) =>
  evaluate(ofContact(conditionSchema.parse(tree)), subject, at);

describe('[AU-3] [SE-2] quantifiers', () => {
  const critical = is('alert.priority', 'critical');
  const open = is('alert.category', 'open');
  const both: Condition = { some: 'alerts', where: { all: [critical, open] } };
  const apart = {
    related: {
      alerts: [
        alert('a', { priority: 'critical', category: 'closed' }),
        alert('b', { priority: 'low', category: 'open' }),
      ],
    },
  };
  const together = {
    related: { alerts: [alert('a', { priority: 'low' }), alert('b', { priority: 'critical', category: 'open' })] },
  };

  test('[AU-8] say the same of what was kept as JSON: a record without a case has not that of the rule', () => {
    const subject: Subject = { case: { id: 'c', status: 'open' }, related: { alerts: [alert('a', {}, undefined)] } };
    const kept = JSON.parse(JSON.stringify(subject)) as Subject;
    const ofOpenCase: Condition = { some: 'alerts', where: is('case.status', 'open') };
    expect([subject, kept].map((one) => evaluate(ofOpenCase, one, NOW))).toMatchObject([
      { held: false },
      { held: false },
    ]);
    expect(evaluate(ofOpenCase, kept, NOW)).toEqual(evaluate(ofOpenCase, subject, NOW));
  });

  test('bind all conditions of a where to one and the same record', () => {
    expect([ask(both, apart).held, ask(both, together).held]).toEqual([false, true]);
    expect(ask({ all: [critical, open] }, apart).held).toBe(true);
    expect(ask({ none: 'alerts', where: { all: [critical, open] } }, apart).held).toBe(true);
    expect(ask({ none: 'alerts' }, { related: { alerts: [] } }).held).toBe(true);
  });

  test('ask for at least so many', () => {
    const two: Condition = { some: 'alerts', where: open, atLeast: 2 };
    const three = [1, 2, 3].map((n) => alert(`a${n}`, { category: n === 3 ? 'closed' : 'open' }));
    expect(ask(two, { related: { alerts: three } }).held).toBe(true);
    expect(ask({ ...two, atLeast: 3 }, { related: { alerts: three } }).held).toBe(false);
  });

  test('a plain field means some, also where it denies; without a record it holds of none', () => {
    const denied: Condition = { field: 'alert.priority', op: 'is-not', value: 'critical' };
    expect([ask(denied, apart).held, ask(denied, { related: { alerts: [] } }).held]).toEqual([true, false]);
    expect(ask({ not: critical }, apart).held).toBe(false);
  });

  test('what lies in a case is asked of that case alone', () => {
    const openTask: Condition = { some: 'tasks', where: is('task.status', 'to-do') };
    const tree: Condition = { some: 'cases', where: { all: [is('case.priority', 'high'), openTask] } };
    const elsewhere = [caseOf('c', { priority: 'high' }), caseOf('d', { priority: 'low' }, [{ status: 'to-do' }])];
    const tasks = elsewhere.flatMap(({ subject }) => subject.related?.tasks ?? []);
    expect(ask(tree, { related: { cases: elsewhere, tasks } }).held).toBe(false);
    expect(ask(openTask, { related: { cases: elsewhere, tasks } }).held).toBe(true);
    // A plain field within a quantifier is some of that record's, too.
    const plain: Condition = {
      some: 'cases',
      where: { all: [is('case.priority', 'high'), is('task.status', 'to-do')] },
    };
    const here = [caseOf('c', { priority: 'high' }, [{ status: 'to-do' }])];
    expect(ask(plain, { related: { cases: elsewhere, tasks } }).held).toBe(false);
    expect(ask(plain, { related: { cases: here, tasks: [] } }).held).toBe(true);
  });

  test('an alert without a case has none, whatever other cases the contact has', () => {
    const tree: Condition = { some: 'alerts', where: is('case.priority', 'high') };
    const subject = (itsCase?: object) => ({
      related: { alerts: [alert('a', {}, itsCase)], cases: [caseOf('c', { priority: 'high' })] },
    });
    expect([ask(tree, subject()).held, ask(tree, subject({ priority: 'high' })).held]).toEqual([false, true]);
  });

  test('are explained by how many records they hold of, and by one of them', () => {
    expect(ask(both, together).explanation).toEqual({
      some: 'alerts',
      records: 2,
      value: 1,
      record: 'b',
      where: {
        all: [
          { field: 'alert.priority', op: 'is', wanted: 'critical', value: 'critical', held: true },
          { field: 'alert.category', op: 'is', wanted: 'open', value: 'open', held: true },
        ],
        held: true,
      },
      held: true,
    });
    expect(ask(critical, together).explanation).toEqual({
      field: 'alert.priority',
      op: 'is',
      wanted: 'critical',
      value: 'critical',
      held: true,
    });
    expect(ask(critical, { related: { alerts: [] } }).explanation).toMatchObject({ value: null, held: false });
  });

  test('hidden from a reader, an explanation says nothing of the records', () => {
    const { explanation } = ask({ all: [both, is('contact.kind', 'person')] }, together);
    expect(withoutValues(explanation, () => true)).toEqual({
      all: [
        { some: 'alerts', value: null, held: true },
        { field: 'contact.kind', op: 'is', wanted: 'person', value: null, held: false },
      ],
      held: false,
    });
  });
});

describe('[SE-5] what happened within a window', () => {
  const count = (op: string, value: unknown, where?: Condition): Condition =>
    conditionSchema.parse({ count: 'cases', within: 'P30D', op, value, ...(where && { where }) });
  const cases = [1, 10, 29, 31].map((days) =>
    caseOf(`c${days}`, { priority: days === 10 ? 'high' : 'low' }, [], ago(days)),
  );
  const subject = { related: { cases } };
  const rows: readonly (readonly [string, unknown, boolean, number | undefined])[] = [
    ['is', 3, true, 1],
    ['is-not', 3, false, 1],
    ['is', 2, false, 1],
    ['in', [1, 3], true, 1],
    ['not-in', [1, 3], false, 1],
    ['gte', 3, true, 1],
    ['gte', 2, true, 20],
    ['gt', 2, true, 1],
    ['gt', 2.5, true, 1],
    ['lt', 3, false, 1],
    ['lte', 2, false, 1],
    ['between', [2, 3], true, 20],
    ['is', 2.5, false, undefined],
    ['gte', 0, true, undefined],
    ['gt', 3, false, undefined],
  ];
  test.each(rows)('%s %j: holds %s, until the day on which that turns', (op, value, held, day) => {
    const { until, ...rest } = evaluateExactly(count(op, value), subject, NOW);
    expect(rest.held).toBe(held);
    expect(until).toBe(day === undefined ? undefined : NOW + day * DAY + 1);
  });

  test('counts those of which the where holds, and says how many', () => {
    expect(ask(count('is', 1, is('case.priority', 'high')), subject).explanation).toMatchObject({
      count: 'cases',
      within: 'P30D',
      value: 1,
      held: true,
      where: { field: 'case.priority', value: 'high', held: true },
    });
  });
});

describe('[AU-3] the instant itself', () => {
  const at = (iso: string) => Date.parse(iso);
  const now = (field: string, op: string, value: unknown, timeZone?: string): Condition =>
    conditionSchema.parse({ field, op, value, ...(timeZone && { timeZone }) });
  const rows: readonly (readonly [string, Condition, string, boolean, string | undefined])[] = [
    [
      'a day of the week in UTC',
      now('now.dayOfWeek', 'is', 'tuesday'),
      '2026-03-10T12:00:00Z',
      true,
      '2026-03-11T00:00:00Z',
    ],
    [
      'a day of the week elsewhere',
      now('now.dayOfWeek', 'is', 'tuesday', 'America/New_York'),
      '2026-03-10T02:00:00Z',
      false,
      '2026-03-10T04:00:00Z',
    ],
    [
      'until the next that is another',
      now('now.dayOfWeek', 'in', ['saturday', 'sunday']),
      '2026-03-14T05:00:00Z',
      true,
      '2026-03-16T00:00:00Z',
    ],
    [
      'an hour',
      now('now.hour', 'between', [9, 16], 'Europe/Berlin'),
      '2026-03-10T12:00:00Z',
      true,
      '2026-03-10T16:00:00Z',
    ],
    [
      'an hour that the zone skips that night',
      now('now.hour', 'is', 2, 'Europe/Berlin'),
      '2026-03-28T22:00:00Z',
      false,
      '2026-03-30T00:00:00Z',
    ],
    [
      'an hour that the zone repeats',
      now('now.hour', 'is', 2, 'Europe/Berlin'),
      '2026-10-25T00:30:00Z',
      true,
      '2026-10-25T02:00:00Z',
    ],
    ['every hour there is', now('now.hour', 'lt', 24), '2026-03-10T12:00:00Z', true, undefined],
    [
      'a date to come',
      now('now.date', 'gte', '2026-09-01', 'America/New_York'),
      '2026-03-10T12:00:00Z',
      false,
      '2026-09-01T04:00:00Z',
    ],
    ['the date itself', now('now.date', 'is', '2026-03-10'), '2026-03-10T12:00:00Z', true, '2026-03-11T00:00:00Z'],
    ['a date that has passed', now('now.date', 'before', '2026-03-01'), '2026-03-10T12:00:00Z', false, undefined],
  ];
  test.each(rows)('%s', (_, tree, instant, held, until) => {
    const answer = evaluateExactly(tree, {}, at(instant));
    expect([answer.held, answer.until]).toEqual([held, until && at(until)]);
  });

  const calendar = (week: object, holidays: object[] = []) =>
    compileCalendar(calendarSchema.parse({ name: 'Campus', timeZone: 'America/New_York', week, holidays }));
  const campus = calendar(
    {
      monday: [
        ['09:00', '12:00'],
        ['12:00', '17:00'],
      ],
      tuesday: [['00:00', '24:00']],
      wednesday: [['00:00', '08:00']],
    },
    [{ date: '2026-03-16' }],
  );
  const working: Condition = { now: 'working', calendar: 'constructor' };
  test.each([
    ['hours that touch are one', '2026-03-09T14:00:00Z', true, '2026-03-09T21:00:00Z'],
    ['also over midnight', '2026-03-10T14:00:00Z', true, '2026-03-11T12:00:00Z'],
    ['a holiday does not work', '2026-03-11T13:00:00Z', false, '2026-03-17T04:00:00Z'],
  ])('working hours: %s', (_, instant, held, until) => {
    const calendars = new Map([['constructor', campus]]);
    const answer = evaluate(working, { calendars }, at(instant));
    expect([answer.held, answer.until]).toEqual([held, at(until)]);
    expect(answer.explanation).toEqual({ ...working, held });
  });
  test('a calendar that is not there never works', () => {
    expect(evaluate(working, { calendars: new Map() }, NOW)).toMatchObject({ held: false, until: undefined });
  });
});

describe('[SE-3] until when an answer over records and the clock holds', () => {
  const leaf: fc.Arbitrary<Condition> = fc.oneof(
    fc.constantFrom<Condition>(
      is('case.overdue', true),
      { field: 'case.dueAt', op: 'within', value: { ahead: 'P3D' } },
      { field: 'case.createdAt', op: 'before', value: { ago: 'P1M' } },
      is('case.priority', 'high'),
      { field: 'now.hour', op: 'lt', value: 7, timeZone: 'Asia/Kathmandu' },
      { field: 'now.dayOfWeek', op: 'in', value: ['monday', 'friday'], timeZone: 'America/New_York' },
      { field: 'now.date', op: 'after', value: '2026-03-20' },
      { now: 'working', calendar: 'campus' },
      { field: 'contact.segments', op: 'contains', value: 'b' },
    ),
    fc.record({
      count: fc.constant('cases' as const),
      within: fc.constantFrom('PT36H', 'P30D', 'P1M'),
      op: fc.constantFrom('is' as const, 'lt' as const, 'gte' as const, 'is-not' as const),
      value: fc.integer({ min: 0, max: 3 }),
    }),
  );
  const tree = fc.letrec<{ tree: Condition }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small' },
      leaf,
      fc.array(tie('tree'), { maxLength: 3 }).map((all) => ({ all })),
      fc.array(tie('tree'), { maxLength: 3 }).map((any) => ({ any })),
      tie('tree').map((not) => ({ not })),
      fc.record({ some: fc.constant('cases' as const), where: leaf, atLeast: fc.integer({ min: 1, max: 3 }) }),
      fc.record({ none: fc.constant('cases' as const), where: leaf }),
    ),
  })).tree;
  const moment = fc.integer({ min: NOW - 40 * DAY, max: NOW + 20 * DAY });
  const cases = fc.array(
    fc.record({ createdAt: moment, dueAt: moment, priority: fc.constantFrom('high', 'low') }).map((of) => {
      const createdAt = new Date(of.createdAt).toISOString();
      const record = { priority: of.priority, dueAt: new Date(of.dueAt).toISOString(), status: { category: 'to-do' } };
      return caseOf('c', record, [], createdAt);
    }),
    { maxLength: 4 },
  );
  const calendars = new Map([
    ['campus', compileCalendar({ timeZone: 'Europe/London', week: { monday: [['09:00', '17:00']] }, holidays: [] })],
  ]);

  test('it is the same at every instant before, and another one then', () => {
    let turned = 0;
    fc.assert(
      fc.property(tree, cases, moment, fc.double({ min: 0, max: 1, noNaN: true }), (condition, records, now, part) => {
        const compiled = ofContact(condition);
        const inSegment = (_: string, at: number) => evaluate({ field: 'now.hour', op: 'is', value: 5 }, {}, at);
        const subject: Subject = { related: { cases: records }, calendars, inSegment };
        const answer = evaluateExactly(compiled, subject, now);
        const end = answer.until ?? now + 800 * DAY;
        expect(end).toBeGreaterThan(now);
        for (const later of [now + Math.floor((end - 1 - now) * part), end - 1])
          expect(evaluate(compiled, subject, later).held).toBe(answer.held);
        // Hours that turn and turn without an effect are followed for a month.
        if (answer.until === undefined || answer.until > now + 30 * DAY) return;
        turned += 1;
        expect(evaluate(compiled, subject, answer.until).held).toBe(!answer.held);
      }),
      { numRuns: 1500 },
    );
    expect(turned).toBeGreaterThan(200);
  });
});

describe('[AU-3] what quantifiers, counts and the clock are refused for', () => {
  const some = (where: unknown) => ({ some: 'alerts', where });
  const refused: readonly (readonly [string, unknown, string, string])[] = [
    ['a kind that a contact does not have', { some: 'notes' }, '/condition/some', 'not-one-of'],
    ['a member that is not there', { some: 'alerts', when: {} }, '/condition/when', 'unknown-field'],
    ['at least none', { some: 'alerts', atLeast: 0 }, '/condition/atLeast', 'too-small'],
    ['at least of none', { none: 'alerts', atLeast: 2 }, '/condition/atLeast', 'unknown-field'],
    ['alerts of an alert', some({ all: [{ none: 'alerts' }] }), '/condition/where/all/0/none', 'nested-quantifier'],
    ['a field that is not there', some(is('alert.colour', 'red')), '/condition/where/field', 'unknown-field'],
    ['a where that is no condition', some('all'), '/condition/where', 'wrong-kind'],
    ['a where that is null', some(null), '/condition/where', 'wrong-kind'],
    ['an event where none is', is('event.source', 'lms'), '/condition/field', 'unknown-field'],
    [
      'a window that is none',
      { count: 'mails', within: '30 days', op: 'gt', value: 1 },
      '/condition/within',
      'wrong-value',
    ],
    [
      'a count of texts',
      { count: 'mails', within: 'P1D', op: 'contains', value: 1 },
      '/condition/op',
      'wrong-operator',
    ],
    [
      'a count that is no number',
      { count: 'mails', within: 'P1D', op: 'gt', value: 'x' },
      '/condition/value',
      'wrong-value',
    ],
    ['a count without a value', { count: 'mails', within: 'P1D', op: 'gt' }, '/condition/value', 'required'],
    ['a day that no week has', is('now.dayOfWeek', 'funday'), '/condition/value', 'unknown-choice'],
    [
      'a zone that is not there',
      { ...is('now.hour', 1), timeZone: 'Mars' },
      '/condition/timeZone',
      'unknown-time-zone',
    ],
    ['a zone of a record', { ...is('case.priority', 'high'), timeZone: 'UTC' }, '/condition/timeZone', 'unknown-field'],
    ['sleeping hours', { now: 'sleeping', calendar: 'campus' }, '/condition/now', 'not-one-of'],
    ['no calendar', { now: 'working' }, '/condition/calendar', 'required'],
  ];
  test.each(refused)('%s', (_, tree, pointer, code) => {
    expect(faults(tree)).toContainEqual({ pointer, code });
  });

  test('signals were events, so their count may ask for those', () => {
    const tree = { count: 'signals', within: 'P7D', op: 'gt', value: 3, where: is('event.source', 'lms') };
    expect(faults(tree)).toEqual([]);
    expect(faults({ ...tree, count: 'mails' })).toEqual([{ pointer: '/condition/where/field', code: 'unknown-field' }]);
  });

  test('where no contact is known they have no meaning', () => {
    const alone = ofCaseAlone(buildRegistry());
    for (const tree of [
      { some: 'cases' },
      { now: 'working', calendar: 'a' },
      { count: 'cases', within: 'P1D', op: 'is', value: 0 },
    ])
      expect(checkCondition(tree, alone)).toEqual([
        expect.objectContaining({ pointer: '/condition', code: 'wrong-kind' }),
      ]);
  });

  test('hostile trees of them are bounded', () => {
    const deep = (levels: number): unknown =>
      levels === 0 ? is('case.priority', 'high') : { some: quantified[levels % 3], where: deep(levels - 1) };
    expect(faults(deep(MAX_DEPTH + 1)).map(({ code }) => code)).toContain('too-deep');
    const wide = { all: Array.from({ length: MAX_NODES }, () => some({ all: [] })) };
    expect(faults(wide).map(({ code }) => code)).toEqual(['too-many-nodes']);
    expect(() => conditionSchema.parse({ some: 'alerts', plain: true })).toThrow();
  });
});

describe('[SE-3] what a condition reads', () => {
  const tree: Condition = {
    all: [
      { some: 'cases', where: { all: [is('case.priority', 'high'), { none: 'tasks' }] } },
      { count: 'mails', within: 'P1D', op: 'gt', value: 1 },
      { now: 'working', calendar: 'campus' },
      { not: { field: 'contact.segments', op: 'in', value: ['a', 'constructor'] } },
      is('alert.priority', 'high'),
    ],
  };
  test('fields, records, calendars and segments, also those of plain fields', () => {
    const reads = readsOf(ofContact(tree));
    expect([...reads.fields]).toEqual(['case.priority', 'contact.segments', 'alert.priority']);
    expect([...reads.related]).toEqual(['cases', 'tasks', 'mails', 'alerts']);
    expect([...reads.calendars]).toEqual(['campus']);
    expect([...reads.segments]).toEqual(['a', 'constructor']);
  });
  test('each node stands under its pointer', () => {
    expect([...nodesOf(tree, '/condition')].map(({ pointer }) => pointer)).toContain('/condition/all/0/where/all/1');
  });
  test('overdue turns within the hour', () => {
    const subject = {
      related: { cases: [caseOf('c', { dueAt: new Date(NOW + HOUR).toISOString(), status: { category: 'to-do' } })] },
    };
    expect(ask(is('case.overdue', true), subject)).toMatchObject({ held: false, until: NOW + HOUR });
  });
});
