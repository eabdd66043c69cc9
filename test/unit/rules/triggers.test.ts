import { describe, expect, it } from 'vitest';
import { ruleSchema } from '#shared/automation/rules/rule.ts';
import { triggerEvents, triggersOf } from '#shared/automation/rules/triggers.ts';
import { eventTypes } from '#shared/contract/events.ts';
import { subscriptions } from '#shared/contract/subscriptions.ts';

type Event = Parameters<typeof triggersOf>[0];
const event = (type: Event['type'], members: Partial<Event> = {}): Event => ({
  type,
  subject: { kind: type.startsWith('Alert') ? 'alert' : 'case', id: 'X' },
  changed: [],
  after: {},
  ...members,
});

describe('what sets off rules', () => {
  it.each([
    [event('Alert Created'), ['alert-created']],
    [event('Alert Updated', { changed: ['tags'] }), ['alert-updated']],
    [event('Alert Updated', { changed: ['priority'] }), ['alert-updated', 'alert-priority-changed']],
    [event('Alert Status Changed', { after: { category: 'closed' } }), ['alert-status-changed', 'alert-closed']],
    [event('Alert Status Changed', { after: { status: 'in-progress' } }), ['alert-status-changed']],
    [event('Alert Reviewer Changed'), ['alert-reviewer-changed']],
    [event('Alert Escalated'), ['alert-status-changed', 'alert-escalated']],
    [event('Alert Unlinked'), ['alert-status-changed']],
    // The side of the case: its own status has not changed.
    [event('Alert Unlinked', { subject: { kind: 'case', id: 'X' } }), []],
    [event('Case Created'), ['case-created']],
    [event('Case Updated', { changed: ['subject'] }), ['case-updated']],
    [
      event('Case Updated', { changed: ['stage', 'priority'] }),
      ['case-updated', 'case-stage-changed', 'case-priority-changed'],
    ],
    [event('Case Status Changed'), ['case-status-changed']],
    [event('Case Assigned'), ['case-assignee-changed']],
    [event('Case Released'), ['case-assignee-changed', 'case-unassigned']],
    [event('Case Converted'), ['case-converted']],
    [event('Case Merged'), ['case-merged']],
    [event('Activity Created', { after: { activity: { status: 'scheduled' } } }), ['activity-created']],
    [
      event('Activity Created', { after: { activity: { status: 'completed' } } }),
      ['activity-created', 'activity-completed'],
    ],
    [event('Activity Completed'), ['activity-completed']],
    [event('Activity Cancelled'), ['activity-cancelled']],
    [event('Appointment Created'), ['appointment-created']],
    [event('Appointment Updated'), ['appointment-updated']],
    [event('Appointment Cancelled'), ['appointment-cancelled']],
    [event('Appointment Attended'), ['appointment-attended']],
    [event('Appointment Missed'), ['appointment-missed']],
    [event('Contact Created'), ['contact-created']],
    [event('Contact Updated'), ['contact-updated']],
    [event('Case Escalated'), ['case-escalated']],
    [event('Case Closed'), ['case-status-changed', 'case-closed']],
    [event('Case Reopened'), ['case-status-changed', 'case-reopened']],
    [event('Target Reminder Due'), ['target-reminder-due']],
    [event('Target Breached'), ['target-breached']],
    [event('Note Added'), ['note-added']],
    [event('Configuration Changed'), []],
  ])('[AU-2] is told by the event: $type', (one, triggers) => {
    expect(triggersOf(one)).toEqual(triggers);
  });

  const setOffBy = (type: string) =>
    (['alert', 'case', 'contact'] as const).flatMap((kind) =>
      triggersOf(
        event(type, { subject: { kind, id: 'X' }, changed: ['priority', 'stage'], after: { category: 'closed' } }),
      ),
    );

  it('[AU-2] has an event for every trigger', () => {
    expect([...new Set(eventTypes.flatMap(setOffBy))].sort()).toEqual([...triggerEvents].sort());
  });

  it('[AU-2] reaches automation: it is subscribed to triggers, events of workflows, and what time depends on', () => {
    const ofWorkflows = ['Workflow Started', 'Workflow Published'];
    const ofTime = ['Configuration Changed', 'Case Restored'];
    const others = new Set([...ofWorkflows, ...ofTime]);
    const wanted = eventTypes.filter((type) => setOffBy(type).length > 0 || others.has(type));
    expect(subscriptions.automation).toEqual(wanted);
  });
});

describe('a rule as it is put', () => {
  const put = (members: object) =>
    ruleSchema.safeParse({
      title: 'R',
      for: 'case',
      trigger: { event: 'case-created' },
      actions: [{ do: 'update-priority', priority: 'low' }],
      ...members,
    });
  const pathsOf = (members: object) => put(members).error?.issues.map((issue) => `/${issue.path.join('/')}`);

  it.each([
    ['alert', 'alert-closed'],
    ['alert', 'note-added'],
    ['case', 'note-added'],
    ['case', 'target-breached'],
    ['case', 'case-reopened'],
  ])('[AU-1] waits, for an %s, for %s', (kind, name) => {
    expect(put({ for: kind, trigger: { event: name } }).success).toBe(true);
  });

  it.each([
    ['alert', 'case-created'],
    ['alert', 'target-breached'],
    ['case', 'alert-created'],
  ])('[AU-1] is refused where it waits, for an %s, for %s, which never comes', (kind, name) => {
    expect(pathsOf({ for: kind, trigger: { event: name } })).toEqual(['/trigger/event']);
  });

  it('[AU-4] is refused with an action that is not for its record, or that names more than one or nobody', () => {
    const actions = [
      { do: 'dismiss' },
      { do: 'update-assignee', user: 'u1', group: 'advisers' },
      { do: 'update-assignee' },
      { do: 'update-assignee', user: 'u1' },
    ];
    expect(pathsOf({ actions })?.sort()).toEqual(['/actions/0/do', '/actions/1', '/actions/2']);
  });

  it('is enabled, in no special order and lets others run after it, unless it says otherwise', () => {
    expect(put({}).data).toMatchObject({ enabled: true, order: 0, stopOnMatch: false });
  });
});
