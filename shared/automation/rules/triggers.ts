import type { TriggerEvent } from '#shared/automation/rules/rule.ts';
import type { DomainEvent, EventType } from '#shared/core/events/event.ts';

/** Which events of the bus each trigger is, and what must have changed for it. */
const triggers: Record<
  TriggerEvent,
  { types: readonly EventType[]; when?: (event: Pick<DomainEvent, 'subject' | 'changed' | 'after'>) => boolean }
> = {
  'alert-created': { types: ['Alert Created'] },
  'alert-updated': { types: ['Alert Updated'] },
  'alert-status-changed': {
    types: ['Alert Status Changed', 'Alert Escalated', 'Alert Unlinked'],
    when: ({ subject }) => subject.kind === 'alert',
  },
  'alert-reviewer-changed': { types: ['Alert Reviewer Changed'] },
  'alert-priority-changed': { types: ['Alert Updated'], when: ({ changed }) => changed.includes('priority') },
  'alert-escalated': { types: ['Alert Escalated'] },
  'alert-closed': { types: ['Alert Status Changed'], when: ({ after }) => after.category === 'closed' },
  'case-created': { types: ['Case Created'] },
  'case-updated': { types: ['Case Updated'] },
  'case-status-changed': { types: ['Case Status Changed', 'Case Closed', 'Case Reopened'] },
  'case-stage-changed': { types: ['Case Updated'], when: ({ changed }) => changed.includes('stage') },
  'case-assignee-changed': { types: ['Case Assigned', 'Case Released'] },
  'case-priority-changed': { types: ['Case Updated'], when: ({ changed }) => changed.includes('priority') },
  'case-escalated': { types: ['Case Escalated'] },
  'case-closed': { types: ['Case Closed'] },
  'case-reopened': { types: ['Case Reopened'] },
  'task-created': { types: ['Task Created'] },
  'task-started': { types: ['Task Started'] },
  'task-completed': { types: ['Task Completed'] },
  'task-cancelled': { types: ['Task Cancelled'] },
  'all-tasks-completed': { types: ['All Tasks Completed'] },
  'target-reminder-due': { types: ['Target Reminder Due'] },
  'target-breached': { types: ['Target Breached'] },
  'note-added': { types: ['Note Added'] },
  'question-asked': { types: ['Question Asked'] },
  'question-answered': { types: ['Question Answered'] },
  'question-unanswered': { types: ['Question Unanswered'] },
  'file-added': { types: ['File Added'] },
};

/** The triggers that an event sets off. */
export const triggersOf = (event: Pick<DomainEvent, 'type' | 'subject' | 'changed' | 'after'>): TriggerEvent[] =>
  (Object.keys(triggers) as TriggerEvent[]).filter((name) => {
    const { types, when } = triggers[name];
    return types.includes(event.type) && (when?.(event) ?? true);
  });

/** Every type of event that some trigger is. */
export const triggeringTypes: readonly EventType[] = [
  ...new Set(Object.values(triggers).flatMap(({ types }) => types)),
];
