import type { ActionName, ActionOf, RuleAction, TargetKind } from '#shared/automation/rules/rule-action.ts';
import { namedIn } from '#shared/casework/assignment/story-person.ts';

const both = (alert: readonly string[], onCase: readonly string[]) => ({ alert, case: onCase });
const updated = (also: string) =>
  both(['alert-updated', `alert-${also}-changed`], ['case-updated', `case-${also}-changed`]);
const onlyUpdated = both(['alert-updated'], ['case-updated']);
const nothing = both([], []);
const intoCase = ['alert-status-changed', 'alert-escalated', 'case-created'];
const onContact = { contact: ['contact-updated'] };
const settled = both(['alert-status-changed', 'alert-closed'], []);
const closed = [
  'case-status-changed',
  'case-closed',
  'task-cancelled',
  'all-tasks-completed',
  'alert-status-changed',
  'alert-closed',
];

/**
 * The triggers that an action may set off, by the record it is done to. A test does each action and
 * compares.
 */
const triggersByAction: Record<ActionName, Partial<Record<TargetKind, readonly string[]>>> = {
  'update-reviewer': both(['alert-reviewer-changed'], []),
  resolve: settled,
  dismiss: settled,
  unlink: both(['alert-status-changed'], []),
  'create-case': { ...both(intoCase, ['case-created']), contact: ['case-created'] },
  'create-alert': { ...both(['alert-created'], ['alert-created']), contact: ['alert-created'] },
  enroll: nothing,
  'send-mail': nothing,
  'add-label': onContact,
  'remove-label': onContact,
  'set-property': onContact,
  'update-assignee': both([], ['case-assignee-changed']),
  'update-status': both([], ['case-status-changed']),
  'update-stage': both([], ['case-updated', 'case-stage-changed']),
  'update-type': both(
    [],
    ['case-updated', 'case-status-changed', 'case-assignee-changed', 'task-created', 'task-cancelled'],
  ),
  'update-target': nothing,
  'create-task': both([], ['task-created']),
  'add-subscriber': nothing,
  'remove-subscriber': nothing,
  'set-private': both([], ['case-updated']),
  escalate: both(intoCase, ['case-escalated']),
  close: both([], closed),
  'update-priority': updated('priority'),
  'update-due': onlyUpdated,
  'add-tag': onlyUpdated,
  'remove-tag': onlyUpdated,
  'add-note': both(['note-added'], ['note-added']),
};

export const triggersOfAction = (action: RuleAction, on: TargetKind): readonly string[] =>
  triggersByAction[action.do][on] ?? [];

/** What an action sets, and to what: two that set the same thing differently undo each other. */
export interface Setting {
  /** What is set; a tag is a thing of its own. */
  what: string;
  value: unknown;
  /** The condition field that has the value afterwards. */
  field?: string;
}

/** `raiser` and somebody whose id that is are not the same. */
const personOf = (action: ActionOf<'add-subscriber' | 'remove-subscriber'>): string =>
  JSON.stringify(namedIn(action) ?? {});

const settings: { [N in ActionName]?: (action: Extract<RuleAction, { do: N }>, on: TargetKind) => Setting } = {
  'update-priority': ({ priority }, on) => ({ what: 'priority', value: priority, field: `${on}.priority` }),
  'update-status': ({ status }) => ({ what: 'status', value: status, field: 'case.status' }),
  'update-stage': ({ stage }) => ({ what: 'stage', value: stage, field: 'case.stage' }),
  'update-type': ({ type }) => ({ what: 'type', value: type, field: 'case.type' }),
  'set-private': (action) => ({ what: 'private', value: action.private, field: 'case.private' }),
  'update-assignee': ({ do: _name, ...value }) => ({ what: 'assignee', value }),
  'update-reviewer': ({ do: _name, ...value }) => ({ what: 'reviewer', value }),
  'add-tag': ({ tag }) => ({ what: `tag ${tag}`, value: true }),
  'remove-tag': ({ tag }) => ({ what: `tag ${tag}`, value: false }),
  'add-subscriber': (action) => ({ what: `subscriber ${personOf(action)}`, value: true }),
  'remove-subscriber': (action) => ({ what: `subscriber ${personOf(action)}`, value: false }),
  'add-label': ({ label }) => ({ what: `label ${label}`, value: true }),
  'remove-label': ({ label }) => ({ what: `label ${label}`, value: false }),
  'set-property': ({ property, value }) => ({ what: property, value, field: `contact.${property}` }),
};

/** What an action sets; undefined where it does something rather than set it. */
export const settingOf = (action: RuleAction, on: TargetKind): Setting | undefined =>
  (settings[action.do] as ((action: RuleAction, on: TargetKind) => Setting) | undefined)?.(action, on);
