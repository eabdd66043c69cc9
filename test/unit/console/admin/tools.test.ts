import { describe, expect, it } from 'vitest';
import { accessTable, groupsOf } from '#console/admin/places/access.ts';
import { type Json, type JsonObject, valueAt } from '#console/admin/schema/json.ts';
import { intervalsIn, yearOf } from '#console/admin/tools/calendar-days.ts';
import { conditionWords, flowOf, isLast } from '#console/admin/tools/flow.ts';
import { leadsTo, statusesOf, withAny, withWay } from '#console/admin/tools/transitions.ts';
import { whenAt } from '#console/i18n/instants.ts';
import type { ConditionLine } from '#console/why/condition-tree.ts';

describe('[UI-4] calendars drawn as a week and a year', () => {
  const monday = [
    ['09:00', '12:00'],
    ['13:00', '24:00'],
  ];
  const calendar: JsonObject = {
    name: 'Campus',
    week: { monday },
    holidays: [
      { date: '2026-12-24', name: 'Christmas Eve', hours: [['09:00', '12:00']] },
      { date: '2026-12-28', name: 'Closed' },
    ],
  };

  it('[UI-4] hours lie where they are on the day, and what is still being typed is left out', () => {
    expect(intervalsIn(monday)).toEqual([
      { from: '09:00', to: '12:00', begins: 0.375, ends: 0.5 },
      { from: '13:00', to: '24:00', begins: 13 / 24, ends: 1 },
    ]);
    expect(intervalsIn([['10:00', '']])).toEqual([]);
    expect(intervalsIn([['12:00', '09:00']])).toEqual([]);
  });

  it('[UI-4] each day of a year is worked, free, a holiday, or one with hours of its own', () => {
    const year = yearOf(calendar, 2026);
    const days = year.flatMap((month) => month.days);
    expect(days).toHaveLength(365);
    const on = (date: string) => days.find((day) => day.date === date);
    expect(on('2026-12-21')).toMatchObject({ kind: 'worked', day: 21 });
    expect(on('2026-12-22')).toMatchObject({ kind: 'free' });
    expect(on('2026-12-24')).toMatchObject({ kind: 'short', name: 'Christmas Eve' });
    expect(on('2026-12-28')).toMatchObject({ kind: 'holiday', name: 'Closed' });
    // January 2026 began on a Thursday, after three places of its first week.
    expect(year[0]).toMatchObject({ offset: 3, first: '2026-01-01T00:00:00.000Z' });
    expect(yearOf({}, 2028).flatMap((month) => month.days)).toHaveLength(366);
  });
});

describe('[UI-4] workflows drawn as a flow', () => {
  const words = {
    word: (word: string) => word.charAt(0).toUpperCase() + word.slice(1).replace('-', ' '),
    instant: (at: string) => `at ${at}`,
    duration: (written: string) => `for ${written}`,
  };
  const steps: Json[] = [
    { do: 'send-mail', template: 'welcome', to: { contact: true } },
    { do: 'wait', for: { amount: 2, unit: 'days', time: 'working' }, event: 'case-created' },
    {
      do: 'branch',
      if: {
        all: [{ field: 'event.detailType', op: 'exists' }, { not: { field: 'contact.kind', op: 'is', value: 'x' } }],
      },
      then: [{ do: 'add-label', label: 'in-touch' }],
      else: [
        { do: 'create-case', case: { type: 'concern', subject: 'Silent' } },
        { do: 'wait', until: '2027-01-10T09:00:00Z' },
      ],
    },
  ];

  it('[UI-4] steps are named by the pointers that enrolments and simulations name', () => {
    const flow = flowOf(steps, words);
    expect(flow.map(({ path }) => path)).toEqual(['/0', '/1', '/2']);
    expect(flow[2]?.ways?.map(({ name, steps: within }) => [name, within.map(({ path }) => path)])).toEqual([
      ['then', ['/2/then/0']],
      ['else', ['/2/else/0', '/2/else/1']],
    ]);
    expect(flowOf(undefined, words)).toEqual([]);
  });

  it('[UI-4] a line leads back from each way of a branch, except from one on which it is finished', () => {
    const lastOf = (steps: Json[]) => isLast(flowOf(steps, words));
    const finish = { do: 'finish' };
    const label = { do: 'add-label', label: 'x' };
    expect(lastOf([label])).toBe(false);
    expect(lastOf([])).toBe(false);
    expect(lastOf([label, finish])).toBe(true);
    expect(lastOf([{ do: 'branch', then: [finish], else: [label] }])).toBe(false);
    expect(lastOf([{ do: 'branch', then: [finish], else: [label, finish] }])).toBe(true);
    expect(lastOf([{ do: 'branch', then: [finish] }])).toBe(false);
  });

  it('[UI-4] how long is waited for an event is said in words', () => {
    expect(flowOf([{ do: 'wait', event: 'replied', for: 'P7D' }], words)[0]?.about).toBe('Replied · for P7D');
    const { duration } = whenAt(0, 'en');
    expect(['P7D', 'P1D', 'P2Y6M', 'PT90M', 'P1.5D'].map(duration)).toEqual([
      '7 days',
      '1 day',
      '2 years 6 months',
      '90 minutes',
      '1.5 days',
    ]);
    expect(whenAt(0, 'de').duration('P7D')).toBe('7 Tage');
    expect(['soon', 'P', 'A case'].map(duration)).toEqual(['soon', 'P', 'A case']);
  });

  it('[UI-4] each says in a few words what it does it with', () => {
    const flow = flowOf(steps, words);
    expect(flow.map(({ about }) => about)).toEqual(['welcome', 'Case created · 2 Days Working', '']);
    expect(flow[2]?.ways?.[1]?.steps[0]?.about).toBe('concern · Silent');
    expect(flow[2]?.ways?.[1]?.steps[1]?.about).toBe('at 2027-01-10T09:00:00Z');
  });

  it('[UI-4] a branch says its condition in a sentence', () => {
    const sentence = {
      line: (line: ConditionLine) => ('field' in line ? `${line.field} ${line.op} ${line.wanted}` : line.kind),
      and: (one: string, other: string) => `${one} and ${other}`,
      or: (one: string, other: string) => `${one} or ${other}`,
      not: (inner: string) => `not (${inner})`,
    };
    const said = (condition: Json | undefined) => conditionWords(condition, sentence);
    expect(said(valueAt(steps, [2, 'if']))).toBe('event.detailType exists undefined and not (contact.kind is x)');
    expect(said({ some: 'alerts' })).toBe('some');
    expect(said({ none: 'cases', where: { any: [{ field: 'case.stage', op: 'is', value: 'a' }] } })).toBe(
      'none (case.stage is a)',
    );
    expect(said({ all: [{ any: [] }, { now: 'working', calendar: 'office' }] })).toBe('working');
    expect(said(undefined)).toBe('');
  });
});

describe('[UI-4] who may do what', () => {
  it('[UI-4] what each group may do with each type, by the types themselves', () => {
    const concern = groupsOf({
      groups: { managers: ['advisers'], starters: ['faculty', 'advisers'], enquiry: [] },
      roles: [
        { key: 'mentor', name: 'Mentor', groups: ['tutors'] },
        { key: 'friend', name: 'Friend', groups: [] },
      ],
    });
    expect(concern).toEqual({ managers: ['advisers'], starters: ['faculty', 'advisers'], 'role: Mentor': ['tutors'] });
    const table = accessTable([
      { kind: 'case-types', key: 'concern', name: 'Concern', groups: concern },
      { kind: 'alert-types', key: 'absence', name: 'Absence', groups: { reviewers: ['advisers'] } },
    ]);
    expect([...table.keys()]).toEqual(['advisers', 'faculty', 'tutors']);
    expect([...(table.get('advisers') ?? [])]).toEqual([
      ['case-types/concern', ['managers', 'starters']],
      ['alert-types/absence', ['reviewers']],
    ]);
  });
});

describe('[UI-4] the transitions of a case type', () => {
  const type: JsonObject = {
    statuses: [
      { key: 'new', name: 'New', category: 'to-do' },
      { key: 'open', name: 'Open', category: 'in-progress' },
      { key: 'waiting', name: 'Waiting', category: 'in-progress' },
      { name: 'Being typed' },
    ],
    transitions: { new: ['open'] },
  };

  it('[UI-4] a status that is not mentioned leads to any, and one to which ways are closed says where to', () => {
    expect(statusesOf(type).map(({ key }) => key)).toEqual(['new', 'open', 'waiting']);
    expect(leadsTo(type, 'new')).toEqual(['open']);
    expect(leadsTo(type, 'open')).toBe('any');
    const closed = withWay(type, { from: 'open', to: 'new' }, false);
    expect(closed.transitions).toEqual({ new: ['open'], open: ['waiting'] });
    expect(withWay(closed, { from: 'open', to: 'new' }, true).transitions).toEqual({
      new: ['open'],
      open: ['new', 'waiting'],
    });
  });

  it('[UI-4] opened to any, nothing is said of it, and of none there are no transitions', () => {
    expect(withAny(type, 'new', true)).not.toHaveProperty('transitions');
    expect(withAny(type, 'open', false).transitions).toEqual({ new: ['open'], open: [] });
  });
});
