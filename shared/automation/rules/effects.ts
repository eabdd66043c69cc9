import type { ActionName, RuleAction } from '#shared/automation/rules/rule-action.ts';

/** What a rule is about. */
type RuledKind = 'alert' | 'case' | 'contact';

const both = (alert: readonly string[], onCase: readonly string[]) => ({ alert, case: onCase });
const updated = (also: string) =>
  both(['alert-updated', `alert-${also}-changed`], ['case-updated', `case-${also}-changed`]);
const onlyUpdated = both(['alert-updated'], ['case-updated']);
const nothing = both([], []);
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
const triggersByAction: Record<ActionName, Partial<Record<RuledKind, readonly string[]>>> = {
  'update-reviewer': both(['alert-reviewer-changed'], []),
  resolve: settled,
  dismiss: settled,
  'create-case': both(['alert-status-changed', 'alert-escalated', 'case-created'], []),
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
  escalate: both([], ['case-escalated']),
  close: both([], closed),
  'update-priority': updated('priority'),
  'update-due': onlyUpdated,
  'add-tag': onlyUpdated,
  'remove-tag': onlyUpdated,
  'add-note': both(['note-added'], ['note-added']),
};

export const triggersOfAction = (action: RuleAction, on: RuledKind): readonly string[] =>
  triggersByAction[action.do][on] ?? [];

/** What an action sets, and to what: two that set the same thing differently undo each other. */
export interface Setting {
  /** What is set; a tag is a thing of its own. */
  what: string;
  value: unknown;
  /** The condition field that has the value afterwards. */
  field?: string;
}

const settings: { [N in ActionName]?: (action: Extract<RuleAction, { do: N }>, on: RuledKind) => Setting } = {
  'update-priority': ({ priority }, on) => ({ what: 'priority', value: priority, field: `${on}.priority` }),
  'update-status': ({ status }) => ({ what: 'status', value: status, field: 'case.status' }),
  'update-stage': ({ stage }) => ({ what: 'stage', value: stage, field: 'case.stage' }),
  'update-type': ({ type }) => ({ what: 'type', value: type, field: 'case.type' }),
  'set-private': (action) => ({ what: 'private', value: action.private, field: 'case.private' }),
  'update-assignee': ({ user, group, assign }) => ({ what: 'assignee', value: { user, group, assign } }),
  'update-reviewer': ({ user, group, assign }) => ({ what: 'reviewer', value: { user, group, assign } }),
  'add-tag': ({ tag }) => ({ what: `tag ${tag}`, value: true }),
  'remove-tag': ({ tag }) => ({ what: `tag ${tag}`, value: false }),
  'add-subscriber': ({ user }) => ({ what: `subscriber ${user}`, value: true }),
  'remove-subscriber': ({ user }) => ({ what: `subscriber ${user}`, value: false }),
};

/** What an action sets; undefined where it does something rather than set it. */
export const settingOf = (action: RuleAction, on: RuledKind): Setting | undefined =>
  (settings[action.do] as ((action: RuleAction, on: RuledKind) => Setting) | undefined)?.(action, on);
