import { describe, expect, it } from 'vitest';
import { peopleOfStory, type Story } from '#shared/casework/assignment/people-of-story.ts';
import { namedIn, storyPersonSchema } from '#shared/casework/assignment/story-person.ts';
import { caseDefinition, openCase } from '../cases/sample-cases.ts';

const { type } = caseDefinition();
const groups = { ...type.groups, managers: ['advisers', 'deans'], escalation: ['leads'] };
const withManager = [{ key: 'lead', name: 'Lead', groups: [], creator: false, manager: true }];
const caseType = { ...type, groups, roles: [] };
const from = '2026-11-23T12:00:00.000Z';
const by = (kind: 'user' | 'rule' | 'requester', id: string) => ({ kind, id });
const isStaff = (id: string) => ['amara', 'ben'].includes(id);

const record = openCase({
  contactId: 'S1',
  assignee: { group: 'tutors' },
  createdBy: by('rule', 'r1'),
  roles: [
    { role: 'lead', id: 'ben', from },
    { role: 'mentor', id: 'amara', from, to: from },
    { role: 'parent', id: 'P9', from },
  ],
  subscriptions: [{ id: 'amara' }, { id: 'S2' }, { id: 'S3', confirmed: false }],
});
const ofCase: Story = {
  case: record,
  caseType,
  contact: { id: 'S1', network: { adviser: { user: 'ben' } } },
  isStaff,
};
const alert = { contactId: 'S1', reviewer: { user: 'ben' }, createdBy: by('user', 'faculty-1') };
const { reviewer: _none, ...unreviewed } = alert;

describe('[AU-12] people by their role in the story', () => {
  it.each<[string, object, Story, unknown[]]>([
    ['somebody by name', { user: 'x' }, ofCase, [{ user: 'x' }]],
    ['a team by name', { group: 'x' }, ofCase, [{ group: 'x' }]],
    ['who has a role, staff or not', { role: 'parent' }, ofCase, [{ contact: 'P9' }]],
    ['nobody who had a role', { role: 'mentor' }, ofCase, []],
    ['the network of the contact', { network: 'adviser' }, ofCase, [{ user: 'ben' }]],
    ['nobody for a role called as what every object has', { network: 'constructor' }, ofCase, []],
    ['the contact of a case', { contact: true }, ofCase, [{ contact: 'S1' }]],
    [
      'a hidden requester by their case',
      { contact: true },
      { ...ofCase, case: openCase({ anonymous: true }) },
      [{ contact: record.id }],
    ],
    ['the contact of an alert', { contact: true }, { alert }, [{ contact: 'S1' }]],
    ['the contact itself', { contact: true }, { contact: { id: 'S7', network: {} } }, [{ contact: 'S7' }]],
    ['who has the case', { assignee: true }, ofCase, [{ group: 'tutors' }]],
    ['nobody who has the case of an alert without one', { assignee: true }, { alert }, []],
    ['who reviews the alert', { reviewer: true }, { alert }, [{ user: 'ben' }]],
    [
      'of a case, the first of its alerts that has a reviewer',
      { reviewer: true },
      { ...ofCase, alertsOfCase: [unreviewed, alert] },
      [{ user: 'ben' }],
    ],
    ['who raised the alert', { raiser: true }, { alert }, [{ user: 'faculty-1' }]],
    [
      'of a case that a rule made, who raised its alert',
      { raiser: true },
      { ...ofCase, alertsOfCase: [alert] },
      [{ user: 'faculty-1' }],
    ],
    [
      'of a case that its requester raised, them',
      { raiser: true },
      { ...ofCase, case: openCase({ contactId: 'S1', createdBy: by('requester', 'S1') }) },
      [{ contact: 'S1' }],
    ],
    ['nobody who raised what a rule made of nothing', { raiser: true }, ofCase, []],
    ['who subscribes, once they confirmed it', { subscribers: true }, ofCase, [{ user: 'amara' }, { contact: 'S2' }]],
    ['the groups of managers', { managers: true }, ofCase, [{ group: 'advisers' }, { group: 'deans' }]],
    [
      'before them, who holds the role that manages',
      { managers: true },
      { ...ofCase, caseType: { ...caseType, roles: withManager } },
      [{ user: 'ben' }],
    ],
    ['the groups that it escalates to', { escalation: true }, ofCase, [{ group: 'leads' }]],
  ])('are %s', (_whom, entry, story, people) => {
    expect(peopleOfStory(storyPersonSchema.parse(entry), story)).toEqual(people);
  });

  it.each([[{}], [{ user: 'a', group: 'b' }], [{ contact: false }], [{ role: '' }], [{ nobody: true }]])(
    'are refused: %j',
    (entry) => expect(storyPersonSchema.safeParse(entry).success).toBe(false),
  );

  it('are read off the members of an action', () => {
    expect(namedIn({ raiser: true })).toEqual({ raiser: true });
    expect(namedIn({})).toBeUndefined();
  });
});
