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
import type { ActionOf } from '#shared/automation/rules/rule-action.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import type { AlertDefinition } from '#shared/casework/alerts/alert-definition.ts';
import { assignAlert, editAlert, settleAlert } from '#shared/casework/alerts/change-alert.ts';
import { linkAlertToCase } from '#shared/casework/alerts/escalate-alert.ts';
import { assignmentFailed, failAlertAssignment } from '#shared/casework/assignment/fail-assignment.ts';
import { raiseCase } from '#shared/casework/cases/life/raise.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import { addNoteToAlert } from '#shared/casework/notes/note.ts';
import { Refusal } from '#shared/core/errors.ts';

/** A cut may fall into the middle of a character. */
const subjectFor = (alert: Alert, { type }: AlertDefinition, contact: Contact | undefined): string =>
  `${type.name}: ${contact?.name ?? alert.contactId ?? alert.id}`.slice(0, 200).toWellFormed();

/**
 * A case from an alert: both sides in the one transaction of the run. It has the alert's priority
 * where its type takes that and none is given.
 */
const createCase = (
  action: ActionOf<'create-case'>,
  target: AlertTarget,
  around: ActionContext,
): Decided<AlertTarget> => {
  const definition = around.caseTypes.get(action.case.type);
  if (!definition) throw new Refusal('unknown-reference', `there is no case type ${action.case.type}`);
  const alert = target.record;
  const id = around.newId();
  const linked = linkAlertToCase(alert, { caseId: id, at: around.at });
  const takes = definition.priorities.includes(alert.priority) && !definition.disabledPriorities.has(alert.priority);
  const input = {
    ...action.case,
    subject: action.case.subject ?? subjectFor(alert, target.definition, around.contact),
    ...(action.case.description === undefined && alert.description !== undefined && { description: alert.description }),
    priority: action.case.priority ?? (takes ? alert.priority : definition.type.defaultPriority),
    ...(alert.contactId && { contactId: alert.contactId }),
    alertIds: [alert.id],
    private: alert.private,
  };
  const { by, at, newId } = around;
  const dealt = around.dealt?.get(action);
  if (dealt) input.assignee = dealt.to;
  const raised = raiseCase({ id, reference: around.newReference(), input, by, at, newId }, definition);
  if (dealt?.leftOut) raised.events.push(assignmentFailed(dealt.leftOut));
  return { decision: linked, also: [raised], ...(dealt && { moves: dealt.moves }) };
};

const settle =
  (status: 'resolved' | 'dismissed') =>
  (
    { outcome, note }: ActionOf<'resolve' | 'dismiss'>,
    { record, definition }: AlertTarget,
    { at }: ActionContext,
  ): Decided<AlertTarget> => ({ decision: settleAlert(record, { status, outcome, note, at }, definition) });

export const onAlert: Deciders<AlertTarget> = {
  'update-reviewer': (action, target, around) => {
    const found = whom(action, around);
    if (!found) return undefined;
    const { to, moves, leftOut } = found;
    const { at } = around;
    if (to && !leftOut) return { decision: assignAlert(target.record, { to, at }), moves };
    const decision = failAlertAssignment(target.record, { to, leftOut: leftOut ?? [], at });
    return { decision, undone: 'nobody-available' };
  },
  resolve: settle('resolved'),
  dismiss: settle('dismissed'),
  'create-case': createCase,
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
