// Runs the rules that an event sets off, in their order, each in one transaction with the item that says what came of it. That item is named by event and
// rule, so an event that comes again finds its runs and does nothing.
import pLimit from 'p-limit';
import { closingOf } from '#functions/closing.ts';
import { consumer } from '#functions/events/consumer.ts';
import { buildServices } from '#functions/services.ts';
import { upToDate } from '#functions/wake.ts';
import type { Alert } from '#shared/alerts/alert.ts';
import { alertDefinitionOf } from '#shared/alerts/alerts.ts';
import type { Dealer } from '#shared/assignment/deal.ts';
import type { Case } from '#shared/cases/case.ts';
import type { CaseDefinition } from '#shared/cases/case-definition.ts';
import { definitionForNew, definitionOf } from '#shared/cases/cases.ts';
import type { Closing } from '#shared/cases/close-and-reopen.ts';
import { referenceFrom } from '#shared/cases/reference.ts';
import type { Subject } from '#shared/conditions/fields.ts';
import type { Configured } from '#shared/configuration/configuration.ts';
import type { Contact } from '#shared/contacts/contact.ts';
import { busDetail, type Detail } from '#shared/events/detail.ts';
import type { EventType } from '#shared/events/event.ts';
import { eventSource } from '#shared/events/subscriptions.ts';
import { directoryOf, membersOfGroups } from '#shared/notifications/directory.ts';
import { readRecord } from '#shared/records/read.ts';
import type { Target } from '#shared/rules/act.ts';
import { dealForRule, deals } from '#shared/rules/deal-for-rule.ts';
import { causeOf, decideRun, isMatch, type RunInput } from '#shared/rules/decide-run.ts';
import { inOrder } from '#shared/rules/order.ts';
import type { ActionName } from '#shared/rules/rule-action.ts';
import type { Run } from '#shared/rules/run.ts';
import { triggersOf } from '#shared/rules/triggers.ts';
import { againOnConflict, patient } from '#shared/table/commit.ts';
import { runKey, runsOfRule } from '#shared/table/keys.ts';
import { tasksWith } from '#shared/tasks/task.ts';

const services = buildServices(process.env);
const { table, definitions } = services;

// Rules that deal work all want the same next turn. Within a function they queue for it; between the fifty functions that may run at once one gets through
// each time.
const oneAtATime = pLimit(1);

// What these do depends on the tasks that a case has.
const onTasks: ReadonlySet<ActionName> = new Set(['create-task', 'close', 'update-type']);

/** The record that an event is about, as a rule works on it. */
const targetOf = async ({ value }: Configured<'rules'>, id: string): Promise<Target | undefined> => {
  const { for: kind, actions } = value;
  const needsTasks = actions.some((action) => onTasks.has(action.do));
  if (kind === 'alert') {
    const record = await readRecord<Alert>(table, 'alert', id);
    return record && { kind, record, definition: await alertDefinitionOf(definitions, record) };
  }
  const found = await readRecord<Case>(table, 'case', id);
  const record = found && (await upToDate(services, found));
  if (!record) return undefined;
  const tasks = needsTasks ? await tasksWith(table, record) : undefined;
  return { kind, record, definition: await definitionOf(definitions, record), tasks };
};

/** What conditions are asked about: the record, its contact, the case of an alert, and the event. */
const subjectOf = async (
  target: Target,
  contact: Contact | undefined,
  event: Detail,
  detailType: string,
): Promise<Subject> => {
  const linked =
    target.kind === 'alert' && target.record.caseId
      ? await readRecord<Case>(table, 'case', target.record.caseId)
      : undefined;
  const shown = (record: Case) => ({ ...record, lastActivityAt: record.updatedAt });
  return {
    ...(target.kind === 'alert'
      ? { alert: target.record, ...(linked && { case: shown(linked) }) }
      : { case: shown(target.record) }),
    ...(contact && { contact }),
    ...(event.after.task ? { task: event.after.task } : {}),
    event: { source: eventSource, detailType, detail: event },
  };
};

const caseTypesOf = async (rule: Configured<'rules'>): Promise<Map<string, CaseDefinition>> => {
  const types = rule.value.actions.flatMap((action) => {
    if (action.do === 'create-case') return [action.case.type];
    return action.do === 'update-type' ? [action.type] : [];
  });
  const found = await Promise.all(types.map((type) => definitionForNew(definitions, type)));
  return new Map(found.flatMap((definition) => (definition ? [[definition.key, definition]] : [])));
};

/** What a rule needs to know that closes the case. */
const closingFor = (rule: Configured<'rules'>, target: Target): Promise<Closing> | undefined =>
  target.kind === 'case' && rule.value.actions.some((action) => action.do === 'close')
    ? closingOf(services, target.record)
    : undefined;

const dealerOfNow = async (): Promise<Dealer> => {
  const directory = directoryOf(await definitions.all('groups'));
  return {
    table,
    membersOf: (group) => membersOfGroups(directory, [group]).map(({ id }) => id),
    random: Math.random,
  };
};

/** @returns whether it matched, now or when the event came before; undefined where the record is gone */
const attempt = async (rule: Configured<'rules'>, event: Detail, detailType: string): Promise<boolean | undefined> => {
  const key = runKey({ kind: rule.value.for, id: event.subject.id }, event.eventId, rule.key);
  const before = await table.get(key);
  if (before) return (before.run as Run).matched;
  const target = await targetOf(rule, event.subject.id);
  if (!target) return undefined;
  const { contactId } = target.record;
  const contact = contactId === undefined ? undefined : await readRecord<Contact>(table, 'contact', contactId);
  const at = services.now();
  const by = { kind: 'rule' as const, id: rule.key };
  const input: RunInput = {
    rule,
    event,
    target,
    subject: await subjectOf(target, contact, event, detailType),
    around: {
      contact,
      by,
      at,
      newId: () => services.newId(at),
      newReference: () => referenceFrom(services.random(5)),
      caseTypes: await caseTypesOf(rule),
      closing: await closingFor(rule, target),
    },
  };
  const dealt = deals(rule) && isMatch(input) ? await dealForRule(await dealerOfNow(), input) : undefined;
  const { run, decisions, moves } = decideRun(dealt ? { ...input, around: { ...input.around, dealt } } : input);
  const item = { ...key, run, gsi1pk: runsOfRule(rule.key).pk, gsi1sk: `${run.at}#${run.id}` };
  await services.commit({ actor: by, at, cause: causeOf(rule, event) }, decisions, [
    ...moves,
    { put: item, when: 'new' },
  ]);
  return run.matched;
};

/** Runs one rule once. @returns what the attempt that got through did */
const runOnce = (rule: Configured<'rules'>, event: Detail, detailType: string): Promise<boolean | undefined> => {
  const once = () => attempt(rule, event, detailType);
  if (!deals(rule)) return againOnConflict(once);
  return oneAtATime(() => againOnConflict(once, Math.random, patient));
};

export const handler = consumer(services, async ({ envelope }) => {
  const event = busDetail(envelope.detail);
  const detailType = envelope['detail-type'];
  const triggers = triggersOf({ ...event, type: detailType as EventType });
  const rules = [...(await definitions.all('rules')).values()].filter(
    ({ value }) => value.enabled && value.for === event.subject.kind && triggers.includes(value.trigger.event),
  );
  for (const rule of inOrder(rules)) {
    const matched = await runOnce(rule, event, detailType);
    if (matched === undefined || (matched && rule.value.stopOnMatch)) return;
  }
});
