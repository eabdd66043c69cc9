import {
  type ActionContext,
  type AlertTarget,
  type Decided,
  type Deciders,
  dueBy,
  tagged,
  untagged,
  whom,
} from '#shared/automation/rules/act.ts';
import { onAll } from '#shared/automation/rules/act-on-all.ts';
import { createCase } from '#shared/automation/rules/make-records.ts';
import type { ActionOf } from '#shared/automation/rules/rule-action.ts';
import { assignAlert, editAlert, settleAlert } from '#shared/casework/alerts/change-alert.ts';
import { unlinkAlert, unlinkFromCase } from '#shared/casework/alerts/escalate-alert.ts';
import { failAlertAssignment } from '#shared/casework/assignment/fail-assignment.ts';
import { namedIn } from '#shared/casework/assignment/story-person.ts';
import { addNoteToAlert } from '#shared/casework/notes/note.ts';

/**
 * An alert becomes a case, or part of the open one of its contact.
 * @throws `has-case`, `already-closed`
 */
const escalate = (
  action: ActionOf<'escalate'>,
  target: AlertTarget,
  around: ActionContext,
): Decided<AlertTarget> | undefined => {
  if (!action.case) throw new Error('an alert is escalated to a case');
  return createCase(action, target, around);
};

/** Both sides let go of each other. @throws `no-case` */
const unlink = (_action: ActionOf<'unlink'>, { record }: AlertTarget, { at, linkedCase }: ActionContext) => {
  const decision = unlinkAlert(record, { at });
  return {
    decision,
    ...(linkedCase && { also: [unlinkFromCase(linkedCase, { alertId: record.id, at })] }),
    around: { linkedCase: undefined, linkedCaseType: undefined },
  };
};

const settle =
  (status: 'resolved' | 'dismissed') =>
  (
    { outcome, note }: ActionOf<'resolve' | 'dismiss'>,
    { record, definition }: AlertTarget,
    { at }: ActionContext,
  ): Decided<AlertTarget> => ({ decision: settleAlert(record, { status, outcome, note, at }, definition) });

export const onAlert: Deciders<AlertTarget> = {
  ...(onAll as Pick<Deciders<AlertTarget>, keyof typeof onAll>),
  'update-reviewer': (action, target, around) => {
    const found = whom(action, namedIn(action), around);
    if (!found) return undefined;
    const { to, moves, leftOut } = found;
    const { at } = around;
    if (to && !leftOut) return { decision: assignAlert(target.record, { to, at }), writes: moves };
    const decision = failAlertAssignment(target.record, { to, leftOut: leftOut ?? [], at });
    return { decision, undone: 'nobody-available' };
  },
  resolve: settle('resolved'),
  dismiss: settle('dismissed'),
  escalate,
  unlink,
  'update-priority': ({ priority }, { record, definition }, { at }) => ({
    decision: editAlert(record, { changes: { priority }, at }, definition),
  }),
  'update-due': (action, { record, definition }, { at }) => ({
    decision: editAlert(record, { changes: { dueAt: dueBy(action, at, definition.calendar) }, at }, definition),
  }),
  'add-tag': ({ tag }, { record, definition }, { at }) => ({
    decision: editAlert(record, { changes: { tags: tagged(record.tags, tag) }, at }, definition),
  }),
  'remove-tag': ({ tag }, { record, definition }, { at }) => ({
    decision: editAlert(record, { changes: { tags: untagged(record.tags, tag) }, at }, definition),
  }),
  'add-note': ({ note }, { record }, { newId, by, at }) => ({
    decision: addNoteToAlert(record, { id: newId(), ...note, by, at }),
  }),
};
