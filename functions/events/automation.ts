// Runs the rules that an event sets off, in their order, each in one transaction with an item for
// its outcome. That item is named by event and rule, so an event that comes again finds its runs
// and does nothing. A rule that cannot be carried out keeps that as its run, and the others have
// their turn; what AWS could not do just now is tried again with the message.
import pLimit from 'p-limit';
import { contextFor } from '#functions/automation/action-context.ts';
import { loadTarget } from '#functions/automation/target.ts';
import type { Consume } from '#functions/events/consumer.ts';
import { isLasting } from '#functions/failures.ts';
import { logger } from '#functions/logger.ts';
import type { Services } from '#functions/services.ts';
import type { ActionContext, RuleTarget } from '#shared/automation/rules/act.ts';
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
import type { RuleRun } from '#shared/automation/rules/run.ts';
import { triggersOf } from '#shared/automation/rules/triggers.ts';
import type { Dealer } from '#shared/casework/assignment/deal.ts';
import { rosterOf } from '#shared/casework/assignment/roster.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { Subject } from '#shared/core/conditions/fields.ts';
import type { Configured } from '#shared/core/definitions/configuration.ts';
import { failureOf } from '#shared/core/errors.ts';
import { busDetail, type EventDetail } from '#shared/core/events/detail.ts';
import { eventSource } from '#shared/core/events/source.ts';
import { epoch } from '#shared/core/records/instants.ts';
import { againOnConflict, patient } from '#shared/core/table/commit.ts';
import type { Decision, Write } from '#shared/core/table/decision.ts';
import { runKey, runsOfRule } from '#shared/core/table/keys.ts';

// Rules that deal work all want the same next turn. Within a function they queue for it; between
// the fifty functions that may run at once one gets through each time.
const oneAtATime = pLimit(1);

/** An event as rules get it. */
interface Happened {
  event: EventDetail;
  detailType: string;
}

const shown = (record: Case) => ({ ...record, lastActivityAt: record.updatedAt });

/**
 * What conditions are asked about: the record, its contact, the case of an alert, and the event.
 */
const subjectOf = (
  target: RuleTarget,
  { contact, linkedCase }: Pick<ActionContext, 'contact' | 'linkedCase'>,
  { event, detailType }: Happened,
): Subject => ({
  ...(target.kind === 'alert' && { alert: target.record, ...(linkedCase && { case: shown(linkedCase) }) }),
  ...(target.kind === 'case' && { case: shown(target.record) }),
  ...(contact && { contact }),
  ...(event.after.task ? { task: event.after.task } : {}),
  event: { source: eventSource, detailType, detail: event },
});

const dealerFor = async ({ table, definitions }: Services): Promise<Dealer> => ({
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
  { decisions = [], writes = [] }: { decisions?: Decision[]; writes?: Write[] } = {},
): Promise<RuleRun> => {
  const intent = { actor: { kind: 'rule' as const, id: rule.key }, at: epoch(run.at), cause: causeOf(rule, event) };
  const item = { ...keyOf(rule, event), run, gsi1pk: runsOfRule(rule.key).pk, gsi1sk: `${run.at}#${run.id}` };
  await services.commit(intent, decisions, [...writes, { put: item, when: 'new' }]);
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
  const { actions } = rule.value;
  const target = await loadTarget(services, { kind: rule.value.for, id: event.subject.id }, actions);
  if (!target) return undefined;
  const by = { kind: 'rule' as const, id: rule.key };
  const occasion = { by, at: services.now(), cause: causeOf(rule, event), event };
  const around = await contextFor(services, { actions, target }, occasion);
  const input: RunInput = { rule, event, target, subject: subjectOf(target, around, { event, detailType }), around };
  const found = gives(rule) && isMatch(input) ? await gatherForRule(await dealerFor(services), input) : undefined;
  const dealt = found && dealtForRule(rule.value, found);
  const { run, decisions, writes } = decideRun(dealt ? { ...input, around: { ...around, dealt } } : input);
  try {
    return await commitRun(services, { rule, event, run }, { decisions, writes });
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
