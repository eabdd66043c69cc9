import type { AlertTarget, CaseTarget, RuleTarget } from '#shared/automation/rules/act.ts';
import type { ActionsDone } from '#shared/automation/rules/actions.ts';
import type { ActionName, RuleAction } from '#shared/automation/rules/rule-action.ts';
import type { Alert, AlertChanges } from '#shared/casework/alerts/alert.ts';
import { changeAlert, editAlert } from '#shared/casework/alerts/change-alert.ts';
import type { Case, CaseChanges } from '#shared/casework/cases/case.ts';
import { changeCase, together } from '#shared/casework/cases/change-case.ts';
import { reopenCase } from '#shared/casework/cases/life/close-and-reopen.ts';
import { editCase } from '#shared/casework/cases/life/edit.ts';
import { assignCase } from '#shared/casework/cases/people/assign.ts';
import { isCaseworkDraft } from '#shared/casework/casework.events.ts';
import { changeTask } from '#shared/casework/tasks/change-task.ts';
import { cancelTask } from '#shared/casework/tasks/end-task.ts';
import type { Task } from '#shared/casework/tasks/task.ts';
import { withClock } from '#shared/casework/tasks/task-clock.ts';
import type { Decision } from '#shared/core/table/decision.ts';

// What each action of a bulk is taken back by: a command as somebody would give it, on a record
// that stands as the job left it.

/** What undoing an action on a record takes: the members it concerns, before and after. */
export interface UndoKept {
  /** The version that the job left the record at. */
  version: number;
  was: Record<string, unknown>;
  set: Record<string, unknown>;
  /** Open tasks that were cancelled with the case, and their clocks. */
  tasks?: { id: string; clock?: Task['clock'] | undefined }[];
  /** Alerts that were settled with it. */
  alerts?: { id: string; version: number; was: Record<string, unknown> }[];
  /** The task that was made. */
  task?: string;
}

/** The members of a record that stand for an action. What is made or sent is not taken back. */
const membersOf: { [N in ActionName]?: readonly string[] } = {
  'update-assignee': ['assignee'],
  'update-reviewer': ['reviewer'],
  resolve: ['status', 'category', 'outcome', 'reviewedAt', 'resolvedAt', 'dismissedAt', 'cancelledAt'],
  dismiss: ['status', 'category', 'outcome', 'reviewedAt', 'resolvedAt', 'dismissedAt', 'cancelledAt'],
  'update-status': ['status'],
  'update-stage': ['stage'],
  'update-priority': ['priority'],
  'update-due': ['dueAt'],
  'set-private': ['private'],
  'add-tag': ['tags'],
  'remove-tag': ['tags'],
  'add-subscriber': ['subscriptions'],
  'remove-subscriber': ['subscriptions'],
  'create-task': [],
  close: ['status', 'closedAt', 'closure'],
};
const membersOnCase: { [N in ActionName]?: readonly string[] } = { ...membersOf, escalate: ['escalated'] };

const membersFor = (action: RuleAction, kind: RuleTarget['kind']): readonly string[] | undefined =>
  (kind === 'case' ? membersOnCase : membersOf)[action.do];

export const canUndoAction = (action: RuleAction, kind: RuleTarget['kind']): boolean =>
  membersFor(action, kind) !== undefined;

const pick = (from: object, members: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(
    members.map((member) => [member, Reflect.get(from, member)]).filter(([, value]) => value !== undefined),
  );

const cancelledTasks = ({ events }: Decision) =>
  events.flatMap((event) => {
    if (!isCaseworkDraft(event) || event.type !== 'Task Cancelled') return [];
    const { task } = event.before;
    return task ? [{ id: task.id, ...(task.clock && { clock: task.clock }) }] : [];
  });

/** What to keep of an action that was done, for undoing it; undefined where it is not undone. */
export const keptForUndo = (action: RuleAction, { decisions, done }: ActionsDone): UndoKept | undefined => {
  const [decision, ...others] = decisions;
  if (!decision?.before) return undefined;
  const members = membersFor(action, decision.kind as RuleTarget['kind']);
  if (!members) return undefined;
  const kept = {
    version: decision.after.version,
    was: pick(decision.before, members),
    set: pick(decision.after, members),
  };
  const made = done[0]?.changed?.task as { id: string } | undefined;
  if (action.do === 'create-task') return made && { ...kept, task: made.id };
  if (action.do !== 'close') return kept;
  const alerts = others.flatMap(({ kind, before, after }) =>
    kind === 'alert' && before
      ? [{ id: after.id, version: after.version, was: pick(before, membersOf.resolve ?? []) }]
      : [],
  );
  return { ...kept, tasks: cancelledTasks(decision), alerts };
};

/** A record with members as they were; what was not there is there no more. */
const restored = <R extends object>(record: R, was: Record<string, unknown>, members: readonly string[]): R => {
  const rest = Object.fromEntries(Object.entries(record).filter(([member]) => !members.includes(member)));
  return { ...rest, ...was } as R;
};

export const undoneAlert = (alert: Alert, was: Record<string, unknown>, at: number): Decision<Alert> =>
  changeAlert(alert, restored(alert, was, membersOf.resolve ?? []), { type: 'Alert Status Changed', at });

interface Undo {
  kept: UndoKept;
  /** Epoch milliseconds. */
  at: number;
}

const tasksBack = (target: CaseTarget, decision: Decision<Case>, { kept, at }: Undo): Decision<Case> => {
  const decisions: [Decision<Case>, ...Decision<Case>[]] = [decision];
  let within = { record: decision.after, tasks: target.tasks ?? [], definition: target.definition };
  for (const { id, clock } of kept.tasks ?? []) {
    const task = within.tasks.find((one) => one.id === id);
    if (task?.status !== 'cancelled') continue;
    const { cancelledAt: _at, ...open } = task;
    const status = task.startedAt === undefined ? ('to-do' as const) : ('in-progress' as const);
    const back = changeTask(within, withClock({ ...open, status }, clock), { type: 'Task Updated', at });
    decisions.push(back.decision);
    const tasks = within.tasks.map((one) => (one.id === id ? back.task : one));
    within = { ...within, record: back.decision.after, tasks };
  }
  return together(decisions);
};

const onCase = (action: RuleAction, target: CaseTarget, undo: Undo): Decision<Case> | undefined => {
  const { record, definition } = target;
  const { kept, at } = undo;
  const { was } = kept as { was: Partial<Case> };
  const edit = (changes: CaseChanges) => editCase(record, { changes, at }, definition);
  const back = (type: 'Case Released' | 'Case Subscriber Changed') =>
    changeCase(record, restored(record, kept.was, membersFor(action, 'case') ?? []), { type, at });
  const backWithClocks = (type: 'Case Status Changed' | 'Case De-escalated' | 'Case Updated') =>
    changeCase(record, restored(record, kept.was, membersFor(action, 'case') ?? []), { type, at, definition });
  switch (action.do) {
    case 'update-assignee':
      return was.assignee ? assignCase(record, { to: was.assignee, at }, definition) : back('Case Released');
    case 'update-status':
      return backWithClocks('Case Status Changed');
    case 'escalate':
      return backWithClocks('Case De-escalated');
    case 'close': {
      const note = 'What closed it was undone.';
      return tasksBack(target, reopenCase(record, { note, status: was.status?.key, at }, definition), undo);
    }
    case 'update-stage':
      return edit({ stage: was.stage ?? null });
    case 'update-priority':
      return was.priority === undefined ? undefined : edit({ priority: was.priority });
    case 'set-private':
      return was.private === undefined ? undefined : edit({ private: was.private });
    case 'update-due':
      return was.dueAt === undefined ? backWithClocks('Case Updated') : edit({ dueAt: was.dueAt });
    case 'add-tag':
    case 'remove-tag':
      return edit({ tags: was.tags ?? [] });
    case 'add-subscriber':
    case 'remove-subscriber':
      return back('Case Subscriber Changed');
    case 'create-task': {
      const task = target.tasks?.find(({ id }) => id === kept.task);
      return task && cancelTask({ record, definition, tasks: target.tasks ?? [] }, task, { at }).decision;
    }
    default:
      return undefined;
  }
};

const onAlert = (action: RuleAction, { record, definition }: AlertTarget, { kept, at }: Undo) => {
  const { was } = kept as { was: Partial<Alert> };
  const edit = (changes: AlertChanges) => editAlert(record, { changes, at }, definition);
  switch (action.do) {
    case 'update-reviewer':
      return changeAlert(record, restored(record, kept.was, ['reviewer']), { type: 'Alert Reviewer Changed', at });
    case 'resolve':
    case 'dismiss':
      return undoneAlert(record, kept.was, at);
    case 'update-priority':
      return was.priority === undefined ? undefined : edit({ priority: was.priority });
    case 'update-due':
      return edit({ dueAt: was.dueAt ?? null });
    case 'add-tag':
    case 'remove-tag':
      return edit({ tags: was.tags ?? [] });
    default:
      return undefined;
  }
};

/** How what an action did to a record is taken back; undefined where there is nothing to. */
export const undoDecision = (action: RuleAction, target: RuleTarget, undo: Undo): Decision | undefined => {
  if (target.kind === 'contact') return undefined;
  return target.kind === 'case' ? onCase(action, target, undo) : onAlert(action, target, undo);
};
