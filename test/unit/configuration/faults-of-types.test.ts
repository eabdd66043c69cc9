import { describe, expect, it } from 'vitest';
import { alertTypeSchema } from '#shared/casework/alerts/alert-type.ts';
import { caseTypeSchema } from '#shared/casework/cases/case-type.ts';
import { faultsOfAlertType, faultsOfCaseType } from '#shared/configuration/faults-of-types.ts';
import { shippedTemplates } from '#shared/mail/notifications/all-notifications.ts';
import { typeOfCases } from '../cases/sample-cases.ts';

const hour = { amount: 1, unit: 'hours', time: 'calendar' };
const asks = (field: string) => ({ field: `case.${field}`, op: 'is', value: 'a' });
const faultsOf = (parts: object) =>
  faultsOfCaseType(caseTypeSchema.parse({ ...typeOfCases, ...parts })).map(({ pointer, code }) => `${pointer} ${code}`);

describe('the parts of a case type', () => {
  it('[CA-3] fit together in the sample type', () => {
    expect(faultsOf({})).toEqual([]);
  });

  it.each(['targets', 'stages', 'roles', 'closureReasons', 'fields', 'subtypes'])(
    '[CA-3] [IN-1] have no fault for what %s may have, which are faulty by themselves',
    (faulty) => {
      const working = { amount: 1, unit: 'days', time: 'working' };
      const shownWhen = { all: ['fields.course', 'stage', 'subtype'].map((field) => asks(field)) };
      const step = { key: 'a', activity: 'call', offset: working, assignee: { role: 'mentor' } };
      const type = caseTypeSchema.parse({
        ...typeOfCases,
        statuses: typeOfCases.statuses.map((one) => ({ ...one, pausesClocks: ['completion'] })),
        targets: [
          { key: 'completion', target: working, calendar: 'campus' },
          { key: 'stage:a', target: hour },
        ],
        stages: [{ key: 'a', name: 'A' }],
        subtypes: ['a'],
        roles: [{ key: 'mentor', name: 'Mentor' }],
        fields: [{ key: 'course', name: 'Course', type: 'choice', options: [{ key: 'a', name: 'A' }] }],
        sections: [{ key: 's', name: 'S', fields: [{ key: 'x', name: 'X', type: 'text', shownWhen }] }],
        taskTypes: [{ key: 't', name: 'T', target: working }],
        timelines: [{ key: 't', steps: [{ ...step, reference: 'start' }] }],
        sequences: [{ key: 's', steps: [step], closureReason: 'solved' }],
        questionExpiresAfter: working,
        closureReasons: [{ key: 'solved', name: 'Solved' }],
      });
      expect(faultsOfCaseType(type)).toEqual([]);
      expect(faultsOfCaseType({ ...type, [faulty]: undefined })).toEqual([]);
    },
  );

  it.each([
    ['a stage twice', { stages: ['a', 'b', 'a'].map((key) => ({ key, name: key })) }, ['/stages/2/key duplicate']],
    [
      'a reason twice',
      { closureReasons: ['solved', 'solved'].map((key) => ({ key, name: key })) },
      ['/closureReasons/1/key duplicate'],
    ],
    [
      '[CA-9] a second manager role',
      { roles: ['a', 'b', 'c'].map((key, index) => ({ key, name: key, manager: index !== 1 })) },
      ['/roles/2/manager second-manager'],
    ],
    [
      'a kind of activity twice',
      { activityTypes: ['call', 'call'].map((key) => ({ key, name: key })) },
      ['/activityTypes/1/key duplicate'],
    ],
    [
      'a field of an activity that is shown by one that the case has not',
      {
        activityTypes: [
          {
            key: 'call',
            name: 'Call',
            fields: [
              { key: 'line', name: 'Line', type: 'text', shownWhen: { field: 'case.fields.gone', op: 'exists' } },
            ],
          },
        ],
      },
      ['/activityTypes/0/fields/0/shownWhen/field unknown-field'],
    ],
    [
      'a file that is owed before the case is there',
      { fields: [{ key: 'proof', name: 'Proof', type: 'file', required: true }] },
      ['/fields/0/required no-file-yet'],
    ],
    [
      'a clock that no target has',
      {
        statuses: [
          { ...typeOfCases.statuses[0], pausesClocks: ['completion', 'nobody'] },
          ...typeOfCases.statuses.slice(1),
        ],
      },
      ['/statuses/0/pausesClocks/1 unknown-target'],
    ],
    [
      'a target of a stage that there is not',
      { targets: [...typeOfCases.targets, { key: 'stage:gone', target: hour }] },
      ['/targets/2/key unknown-stage'],
    ],
    [
      'a notification that nobody sends',
      { notifications: { 'case-lost': {} } },
      ['/notifications/case-lost unknown-notification'],
    ],
    [
      'system notes of events that no case knows, and of those that are for staff alone',
      {
        systemNotes: {
          'Alert Created': 'off',
          'Case Escalated': 'public',
          'Note Added': 'private',
          'Case Assigned': 'public',
        },
      },
      [
        '/systemNotes/Alert Created unknown-event',
        '/systemNotes/Case Escalated not-for-others',
        '/systemNotes/Note Added not-for-others',
      ],
    ],
    [
      'a field shown by a choice that there is not',
      {
        fields: [{ key: 'a', name: 'A', type: 'text', shownWhen: { field: 'case.subtype', op: 'is', value: 'arts' } }],
      },
      ['/fields/0/shownWhen/value unknown-choice'],
    ],
  ])('[CA-3] are refused with %s', (_what, parts, faults) => {
    expect(faultsOf(parts)).toEqual(faults);
  });
});

describe('the parts of an alert type', () => {
  it('[AL-2] are refused with an outcome twice and a notification of cases', () => {
    const type = alertTypeSchema.parse({
      name: 'Attendance',
      outcomes: ['done', 'done'].map((key) => ({ key, name: key })),
      notifications: { 'case-escalated': {} },
    });
    expect(faultsOfAlertType(type).map(({ pointer }) => pointer)).toEqual([
      '/outcomes/1/key',
      '/notifications/case-escalated',
    ]);
  });
});

describe('notifications', () => {
  it('[NT-1] that have a shipped template may be mentioned by a type, but for those that are of no type', () => {
    const refused = Object.keys(shippedTemplates).filter((key) => {
      const notifications = { [key]: { enabled: true } };
      const faults = [faultsOfCaseType({ notifications }), faultsOfAlertType({ notifications })];
      return faults.every((one) => one.some(({ code }) => code === 'unknown-notification'));
    });
    expect(refused).toEqual(['digest', 'rule-stopped']);
  });
});
