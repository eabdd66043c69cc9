// Runs the rules that an event sets off, in their order, each in one transaction with an item for
// its outcome. That item is named by event and rule, so an event that comes again finds its runs
// and does nothing. A rule that cannot be carried out keeps that as its run, and the others have
// their turn; what AWS could not do just now is tried again with the message.
import pLimit from 'p-limit';
import { closingOf } from '#functions/closing.ts';
import type { Consume } from '#functions/events/consumer.ts';
import { isLasting } from '#functions/failures.ts';
import { logger } from '#functions/logger.ts';
import type { Services } from '#functions/services.ts';
import { upToDate } from '#functions/wake/up-to-date.ts';
import type { RuleTarget } from '#shared/automation/rules/act.ts';
import { deals, dealtForRule, gatherForRule, gives } from '#shared/automation/rules/deal-for-rule.ts';
import {
  causeOf,
  decideRun,
  endsHere,
  failedRun,
  isMatch,
  type RunInput,
  undoneRun,
} from '#shared/automation/rules/decide-run.ts';
import { inOrder } from '#shared/automation/rules/order.ts';
import type { ActionName } from '#shared/automation/rules/rule-action.ts';
import type { RuleRun } from '#shared/automation/rules/run.ts';
import { triggersOf } from '#shared/automation/rules/triggers.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import { alertDefinitionOf } from '#shared/casework/alerts/alerts.ts';
import type { Dealer } from '#shared/casework/assignment/deal.ts';
import { rosterOf } from '#shared/casework/assignment/roster.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { CaseDefinition } from '#shared/casework/cases/case-definition.ts';
import { definitionForNew, definitionOf } from '#shared/casework/cases/cases.ts';
import type { Closing } from '#shared/casework/cases/life/close-and-reopen.ts';
import { referenceFrom } from '#shared/casework/cases/reference.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import { tasksWith } from '#shared/casework/tasks/task.ts';
import type { Subject } from '#shared/core/conditions/fields.ts';
import type { Configured } from '#shared/core/definitions/configuration.ts';
import { failureOf } from '#shared/core/errors.ts';
import { busDetail, type EventDetail } from '#shared/core/events/detail.ts';
import { eventSource } from '#shared/core/events/source.ts';
import { epoch } from '#shared/core/records/instants.ts';
import { readRecord } from '#shared/core/records/read.ts';
import { againOnConflict, patient } from '#shared/core/table/commit.ts';
import type { Decision, Write } from '#shared/core/table/decision.ts';
import { runKey, runsOfRule } from '#shared/core/table/keys.ts';

// Rules that deal work all want the same next turn. Within a function they queue for it; between
// the fifty functions that may run at once one gets through each time.
const oneAtATime = pLimit(1);

// What these do depends on the tasks that a case has.
const onTasks: ReadonlySet<ActionName> = new Set(['create-task', 'close', 'update-type']);

/** An event as rules get it. */
interface Happened {
  event: EventDetail;
  detailType: string;
}

/** The record that an event is about, as a rule works on it. */
const targetOf = async (
  services: Services,
  { value }: Configured<'rules'>,
  id: string,
): Promise<RuleTarget | undefined> => {
  const { table, definitions } = services;
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

/**
 * What conditions are asked about: the record, its contact, the case of an alert, and the event.
 */
const subjectOf = async (
  { table }: Services,
  target: RuleTarget,
  { contact, event, detailType }: { contact: Contact | undefined; event: EventDetail; detailType: string },
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

const caseTypesOf = async (
  { definitions }: Services,
  rule: Configured<'rules'>,
): Promise<Map<string, CaseDefinition>> => {
  const types = rule.value.actions.flatMap((action) => {
    if (action.do === 'create-case') return [action.case.type];
    return action.do === 'update-type' ? [action.type] : [];
  });
  const found = await Promise.all(types.map((type) => definitionForNew(definitions, type)));
  return new Map(found.flatMap((definition) => (definition ? [[definition.key, definition]] : [])));
};

/** What a rule needs to know that closes the case. */
const closingFor = (services: Services, rule: Configured<'rules'>, target: RuleTarget): Promise<Closing> | undefined =>
  target.kind === 'case' && rule.value.actions.some((action) => action.do === 'close')
    ? closingOf(services, target.record)
    : undefined;

const dealerOfNow = async ({ table, definitions }: Services): Promise<Dealer> => ({
  table,
  roster: await rosterOf(definitions),
  random: Math.random,
});

const keyOf = (rule: Configured<'rules'>, event: EventDetail) =>
  runKey({ kind: rule.value.for, id: event.subject.id }, event.eventId, rule.key);

/** Writes what a rule decided with its run. */
const commitRun = async (
  services: Services,
  { rule, event, run }: { rule: Configured<'rules'>; event: EventDetail; run: RuleRun },
  { decisions = [], moves = [] }: { decisions?: Decision[]; moves?: Write[] } = {},
): Promise<RuleRun> => {
  const intent = { actor: { kind: 'rule' as const, id: rule.key }, at: epoch(run.at), cause: causeOf(rule, event) };
  const item = { ...keyOf(rule, event), run, gsi1pk: runsOfRule(rule.key).pk, gsi1sk: `${run.at}#${run.id}` };
  await services.commit(intent, decisions, [...moves, { put: item, when: 'new' }]);
  return run;
};

/** @returns the run, this one or an earlier one of the event; undefined where the record is gone */
const attempt = async (
  services: Services,
  rule: Configured<'rules'>,
  { event, detailType }: Happened,
): Promise<RuleRun | undefined> => {
  const { table } = services;
  const before = await table.get(keyOf(rule, event));
  if (before) return before.run as RuleRun;
  const target = await targetOf(services, rule, event.subject.id);
  if (!target) return undefined;
  const { contactId } = target.record;
  const contact = contactId === undefined ? undefined : await readRecord<Contact>(table, 'contact', contactId);
  const at = services.now();
  const by = { kind: 'rule' as const, id: rule.key };
  const input: RunInput = {
    rule,
    event,
    target,
    subject: await subjectOf(services, target, { contact, event, detailType }),
    around: {
      contact,
      by,
      at,
      newId: () => services.newId(at),
      newReference: () => referenceFrom(services.random(5)),
      caseTypes: await caseTypesOf(services, rule),
      closing: await closingFor(services, rule, target),
    },
  };
  const found = gives(rule) && isMatch(input) ? await gatherForRule(await dealerOfNow(services), input) : undefined;
  const dealt = found && dealtForRule(rule.value, found);
  const { run, decisions, moves } = decideRun(dealt ? { ...input, around: { ...input.around, dealt } } : input);
  try {
    return await commitRun(services, { rule, event, run }, { decisions, moves });
  } catch (error) {
    if (!isLasting(error)) throw error;
    return commitRun(services, { rule, event, run: undoneRun(run, failureOf(error)) });
  }
};

/** Runs one rule once. @returns what the attempt that got through did */
const runOnce = (services: Services, rule: Configured<'rules'>, happened: Happened): Promise<RuleRun | undefined> => {
  const once = () => attempt(services, rule, happened);
  if (!deals(rule)) return againOnConflict(once);
  return oneAtATime(() => againOnConflict(once, Math.random, patient));
};

/**
 * Runs one rule once; what keeps it from that is its run, unless it may go through when the message
 * comes again.
 */
const runOrFail = async (
  services: Services,
  rule: Configured<'rules'>,
  happened: Happened & { isLast: boolean },
): Promise<RuleRun | undefined> => {
  const { event, isLast } = happened;
  try {
    return await runOnce(services, rule, happened);
  } catch (error) {
    if (!isLasting(error) && !isLast) throw error;
    logger.error('a rule could not be carried out', {
      ruleId: rule.key,
      eventId: event.eventId,
      error: error as Error,
    });
    const run = failedRun(rule, event, { at: services.now(), failure: failureOf(error) });
    return commitRun(services, { rule, event, run });
  }
};

export const runRules =
  (services: Services): Consume =>
  async ({ envelope, isLast }) => {
    const event = busDetail(envelope.detail);
    const detailType = envelope['detail-type'];
    const triggers = triggersOf({ ...event, type: detailType });
    const rules = [...(await services.definitions.all('rules')).values()].filter(
      ({ value }) => value.enabled && value.for === event.subject.kind && triggers.includes(value.trigger.event),
    );
    for (const rule of inOrder(rules)) {
      const run = await runOrFail(services, rule, { event, detailType, isLast });
      if (run === undefined || endsHere(run, rule)) return;
    }
  };
