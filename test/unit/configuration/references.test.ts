import { describe, expect, it } from 'vitest';
import { kindSchemas } from '#shared/configuration/kinds.schema.ts';
import { referencesOf } from '#shared/configuration/references.ts';
import type { Kind } from '#shared/core/definitions/kind.ts';
import { typeOfCases } from '../cases/sample-cases.ts';

const found = (kind: Kind, value: object): string[] =>
  referencesOf(kind, kindSchemas[kind].parse(value) as never)
    .map(({ kind: of, key, pointer }) => `${pointer} ${of}/${key}`)
    .sort();

const working = { amount: 1, unit: 'days', time: 'working' };

describe('what a configuration refers to', () => {
  it('[CA-3] is found in a case type at every place, with its pointer', () => {
    const type = {
      ...typeOfCases,
      instance: 'advising',
      groups: { managers: ['advisers', 'admins'], starters: ['students', 'anonymous'], escalation: ['leads'] },
      targets: [
        { key: 'completion', target: working, calendar: 'campus', byPriority: { critical: working } },
        { key: 'first-response', target: working, calendar: 'office' },
      ],
      closureReasons: [{ key: 'solved', name: 'Solved', template: 'closed-solved' }],
      reassignReasons: [{ key: 'absence', name: 'Absence', template: 'handed-on' }],
      escalationReasons: [{ key: 'urgent', name: 'Urgent', template: 'urgent-now' }],
      notifications: { 'case-raised-group': { template: 'raised' }, 'case-escalated': { enabled: false } },
    };
    expect(found('case-types', type)).toEqual(
      [
        '/instance instances/advising',
        '/priorities/0 priorities/critical',
        '/priorities/1 priorities/medium',
        '/defaultPriority priorities/medium',
        // `admins` and `anonymous` come with Caseward.
        '/groups/managers/0 groups/advisers',
        '/groups/starters/0 groups/students',
        '/groups/escalation/0 groups/leads',
        '/targets/0/calendar calendars/campus',
        '/targets/0/byPriority/critical priorities/critical',
        '/targets/1/calendar calendars/office',
        '/closureReasons/0/template templates/closed-solved',
        '/reassignReasons/0/template templates/handed-on',
        '/escalationReasons/0/template templates/urgent-now',
        '/notifications/case-raised-group/template templates/raised',
      ].sort(),
    );
  });

  it('[AL-2] is found in an alert type', () => {
    const type = {
      name: 'Attendance',
      groups: { raisers: ['faculty'], reviewers: ['advisers', 'view-all'] },
      defaultPriority: 'medium',
      defaultReviewer: { group: 'advisers' },
      due: working,
      calendar: 'campus',
      notifications: { 'alert-outcome': { template: 'outcome' } },
    };
    expect(found('alert-types', type)).toEqual(
      [
        '/groups/raisers/0 groups/faculty',
        '/groups/reviewers/0 groups/advisers',
        '/defaultPriority priorities/medium',
        '/defaultReviewer/group groups/advisers',
        '/calendar calendars/campus',
        '/notifications/alert-outcome/template templates/outcome',
      ].sort(),
    );
    expect(found('alert-types', { name: 'Attendance', defaultReviewer: { user: 'u1' } })).toEqual([]);
  });

  it('[AU-4] is found in every action of a rule', () => {
    const pool = [{ network: 'adviser' }, { user: 'u1' }, { group: 'advisers' }];
    const actions = [
      { do: 'update-priority', priority: 'critical' },
      { do: 'update-reviewer', group: 'advisers' },
      { do: 'update-reviewer', assign: { behaviour: 'selected', pool } },
      { do: 'create-case', case: { type: 'academic-concern', priority: 'medium', assignee: { group: 'tutors' } } },
      { do: 'add-note', note: { text: 'seen' } },
    ];
    expect(found('rules', { title: 'R', for: 'alert', trigger: { event: 'alert-created' }, actions })).toEqual([
      '/actions/0/priority priorities/critical',
      '/actions/1/group groups/advisers',
      '/actions/2/assign/pool/2/group groups/advisers',
      '/actions/3/case/assignee/group groups/tutors',
      '/actions/3/case/priority priorities/medium',
      '/actions/3/case/type case-types/academic-concern',
    ]);
  });

  it('[AL-12] is found in a signal mapping', () => {
    const match = { field: 'event.source', op: 'is', value: 'lms' };
    const mapping = { name: 'M', match, alert: { type: 'attendance', priority: 'critical' } };
    expect(found('signal-mappings', mapping)).toEqual([
      '/alert/priority priorities/critical',
      '/alert/type alert-types/attendance',
    ]);
  });

  it('is nothing in what is no more than its shape', () => {
    expect(found('priorities', { name: 'Critical' })).toEqual([]);
    expect(found('groups', { name: 'Advisers', members: [{ id: 'u1', email: 'a@example.org', name: 'A' }] })).toEqual(
      [],
    );
  });
});
