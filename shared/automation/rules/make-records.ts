import { type ActionContext, type Decided, type RuleTarget, whom } from '#shared/automation/rules/act.ts';
import type { ActionOf, AlertOfAction, CaseOfAction } from '#shared/automation/rules/rule-action.ts';
import { type NewAlert, newAlertSchema } from '#shared/casework/alerts/alert.ts';
import { linkAlertToCase, linkCaseToAlert } from '#shared/casework/alerts/escalate-alert.ts';
import { raiseOrRepeatAlert } from '#shared/casework/alerts/repeat-alert.ts';
import { assignmentFailed } from '#shared/casework/assignment/fail-assignment.ts';
import { type Case, type NewCase, newCaseSchema } from '#shared/casework/cases/case.ts';
import type { CaseDefinition } from '#shared/casework/cases/case-definition.ts';
import { calendarOf, raiseCase } from '#shared/casework/cases/life/raise.ts';
import { nextTurnOf } from '#shared/casework/cases/links/open-case.ts';
import type { RecordTemplate } from '#shared/casework/record-templates/record-template.schema.ts';
import { dueBy, fillIn } from '#shared/casework/record-templates/record-template.ts';
import { invalid, unknownReference } from '#shared/core/errors.ts';
import { faultsFrom } from '#shared/core/http/faults.ts';
import type { PersonOrGroup } from '#shared/core/records/primitives.ts';

// The records that an automation makes: a case or an alert about the contact of the one at hand.

const contactIdOf = (target: RuleTarget): string | undefined =>
  target.kind === 'contact' ? target.record.id : target.record.contactId;

const isPrivate = (target: RuleTarget): boolean => target.kind !== 'contact' && target.record.private;

const templateOf = (key: string | undefined, { templates }: ActionContext): RecordTemplate | undefined => {
  if (key === undefined) return undefined;
  const template = templates.get(key);
  if (!template) throw unknownReference('/template', 'record template', key);
  return template;
};

/** A cut may fall into the middle of a character. */
const subjectFor = (typeName: string, target: RuleTarget, { contact }: ActionContext): string =>
  `${typeName}: ${contact?.name ?? contactIdOf(target) ?? target.record.id}`.slice(0, 200).toWellFormed();

/** What a case has of the alert that it comes of. */
const fromAlert = (target: RuleTarget, { priorities, disabledPriorities }: CaseDefinition): Partial<NewCase> => {
  if (target.kind !== 'alert') return {};
  const { id, priority, description } = target.record;
  const takes = priorities.includes(priority) && !disabledPriorities.has(priority);
  return {
    alertIds: [id],
    ...(takes && { priority }),
    ...(description !== undefined && { description }),
  };
};

const newCaseOf = (
  { template: key, assignee: _named, ...given }: CaseOfAction,
  target: RuleTarget,
  {
    around,
    definition,
    owner,
  }: { around: ActionContext; definition: CaseDefinition; owner: PersonOrGroup | undefined },
): { input: NewCase; dueAt: string | undefined } => {
  const template = templateOf(key, around);
  const typeName = target.kind === 'alert' ? target.definition.type.name : definition.type.name;
  const contactId = contactIdOf(target);
  const said = {
    subject: subjectFor(typeName, target, around),
    ...fromAlert(target, definition),
    ...(template ? fillIn(template, given) : given),
    ...(owner && { assignee: owner }),
    ...(contactId !== undefined && { contactId }),
    private: given.private ?? isPrivate(target),
  };
  const { success, data, error } = newCaseSchema.safeParse(said);
  if (!success) throw invalid(faultsFrom(error, said));
  return { input: data, dueAt: template && dueBy(template, around.at, calendarOf(definition)) };
};

const typeOfCase = ({ type }: CaseOfAction, { caseTypes }: ActionContext): CaseDefinition => {
  const definition = caseTypes.get(type);
  if (!definition) throw unknownReference('/case/type', 'case type', type);
  return definition;
};

const isItself = (target: RuleTarget, record: Case): boolean =>
  target.kind === 'case' && target.record.id === record.id;

/** The alert at hand goes to a case that is there; another record only says which it is. */
const joined = <T extends RuleTarget>(target: T, record: Case, around: ActionContext): Decided<T> | undefined => {
  const said = { caseId: record.id };
  if (target.kind !== 'alert') return isItself(target, record) ? {} : { said };
  const { at } = around;
  const linked = linkCaseToAlert(record, { alert: target.record, at });
  const openCases = new Map(around.openCases);
  openCases.set(record.type, { turn: openCases.get(record.type)?.turn ?? 0, record: linked.after });
  return {
    decision: linkAlertToCase(target.record, { caseId: record.id, at }),
    also: [linked],
    said,
    around: { linkedCase: linked.after, linkedCaseType: around.caseTypes.get(record.type)?.type, openCases },
  };
};

/**
 * A case about the contact of the record. That of an alert has the alert, and its priority where
 * the type takes that and none is given. With `open-case` it is made only where there is none.
 */
export const createCase = <T extends RuleTarget>(
  action: ActionOf<'create-case' | 'escalate'>,
  target: T,
  around: ActionContext,
): Decided<T> | undefined => {
  const { case: wanted, join } = action;
  if (!wanted) throw new Error('an action that makes a case says which');
  const definition = typeOfCase(wanted, around);
  const { by, at, newId } = around;
  const contactId = contactIdOf(target);
  const joins = join === 'open-case' && contactId !== undefined;
  const open = joins ? around.openCases.get(wanted.type) : undefined;
  if (open?.record) return joined(target, open.record, around);
  const id = newId();
  const linked = target.kind === 'alert' ? linkAlertToCase(target.record, { caseId: id, at }) : undefined;
  const dealt = whom(action, wanted.assignee, around);
  const made = newCaseOf(wanted, target, { around, definition, owner: dealt?.to });
  const raised = raiseCase({ id, reference: around.newReference(), ...made, by, at, newId }, definition);
  if (dealt?.leftOut) raised.events.push(assignmentFailed(dealt.leftOut));
  const turn = open?.turn ?? 0;
  const openCases = new Map(around.openCases).set(wanted.type, { turn: turn + 1, record: raised.after });
  return {
    ...(linked && { decision: linked }),
    also: [raised],
    writes: [...(dealt?.moves ?? []), ...(joins ? [nextTurnOf({ contactId, type: wanted.type }, { turn })] : [])],
    around: {
      ...(joins && { openCases }),
      ...(linked && { linkedCase: raised.after, linkedCaseType: definition.type }),
    },
  };
};

const newAlertOf = (
  { template: key, reviewer: _named, ...given }: AlertOfAction,
  target: RuleTarget,
  { around, owner }: { around: ActionContext; owner: PersonOrGroup | undefined },
) => {
  const template = templateOf(key, around);
  const contactId = contactIdOf(target);
  const course = target.kind === 'alert' ? target.record.course : undefined;
  const said = {
    ...(course && { course }),
    ...(template ? fillIn(template, given) : given),
    ...(owner && { reviewer: owner }),
    ...(contactId !== undefined && { contactId }),
    private: given.private ?? isPrivate(target),
  };
  const { success, data, error } = newAlertSchema.safeParse(said);
  if (!success) throw invalid(faultsFrom(error, said));
  return { input: data, template };
};

/** An alert about the contact of the record, or one more repeat of the one that is open. */
export const createAlert = <T extends RuleTarget>(
  action: ActionOf<'create-alert'>,
  target: T,
  around: ActionContext,
): Decided<T> => {
  const { alert: wanted } = action;
  const definition = around.alertTypes.get(wanted.type);
  if (!definition) throw unknownReference('/alert/type', 'alert type', wanted.type);
  const { by, at } = around;
  const dealt = whom(action, wanted.reviewer, around);
  const { input, template } = newAlertOf(wanted, target, { around, owner: dealt?.to });
  const dueAt = input.dueAt ?? (template && dueBy(template, at, definition.calendar));
  const asked: NewAlert = { ...input, ...(dueAt !== undefined && { dueAt }) };
  const latest = around.latestAlerts.get(wanted.type) ?? {};
  // The record at hand may be the one that is repeated, and earlier actions have changed it.
  const isTarget = target.kind === 'alert' && latest.alertId === target.record.id;
  const found = isTarget ? { ...latest, alert: target.record } : latest;
  const made = raiseOrRepeatAlert({ id: around.newId(), input: asked, by, at, latest: found, dealt }, definition);
  const { decision, writes, repeated } = made;
  const { id } = decision.after;
  const latestAlerts = new Map(around.latestAlerts).set(wanted.type, { alertId: id, alert: decision.after });
  return {
    ...(repeated && isTarget ? { decision } : { also: [decision] }),
    writes,
    said: { alertId: id, ...(repeated && { repeated }) },
    around: { latestAlerts },
  };
};
