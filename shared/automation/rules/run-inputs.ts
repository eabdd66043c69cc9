import type { ActionContext, RuleTarget } from '#shared/automation/rules/act.ts';
import { type DealsOfRule, dealtForRule } from '#shared/automation/rules/deal-for-rule.ts';
import type { RuleAction } from '#shared/automation/rules/rule-action.ts';
import type { TriggeringEvent } from '#shared/automation/rules/rule-index.ts';
import { askedBeside, type BesideContact } from '#shared/automation/segments/beside.ts';
import type { Enrolling } from '#shared/automation/workflows/enrol.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import type { LatestAlert } from '#shared/casework/alerts/repeat-alert.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { OpenCase } from '#shared/casework/cases/links/open-case.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import type { Subject } from '#shared/core/conditions/fields.ts';
import { eventSource } from '#shared/core/events/source.ts';

// Whatever a run depends on beside its rule, the event and the record is read before it is decided,
// into one value that is plain data: what is decided from it is decided so again.

/** What conditions are asked about beside the record and the event. */
export interface ConditionInputs extends BesideContact {
  contact?: Contact | undefined;
  /** The case of the alert. */
  linkedCase?: Case | undefined;
}

export interface RunInputs extends ConditionInputs {
  /** Epoch milliseconds. */
  at: number;
  alertsOfCase?: readonly Alert[] | undefined;
  /** By type of cases: what an action may join. */
  openCases: Readonly<Record<string, OpenCase>>;
  /** By type of alerts: what another one may repeat. */
  latestAlerts: Readonly<Record<string, LatestAlert>>;
  /** By key: the workflows that the contact may be enrolled in. */
  enrolling: Readonly<Record<string, Enrolling>>;
  /** The pools as they were found, with who was away and how much work they had. */
  deals: DealsOfRule;
  /** What closing the case has to do with, where the rule closes it. */
  closing?: ActionContext['closing'];
  /** The rule has been carried out as often in this hour as it may. */
  isLimited?: true | undefined;
}

/** What is the same for all runs: who decides, ids, and the configuration. */
export type ActionTools = Omit<ActionContext, keyof RunInputs | 'dealt'> & Pick<Subject, 'calendars'>;

/** What conditions are asked about. */
export const subjectOf = (
  target: RuleTarget,
  { contact, linkedCase, ...beside }: ConditionInputs,
  { event, detailType }: TriggeringEvent,
): Subject => ({
  ...(target.kind === 'alert' && { alert: target.record, ...(linkedCase && { case: linkedCase }) }),
  ...(target.kind === 'case' && { case: target.record }),
  ...(target.kind === 'contact' ? { contact: target.record } : contact && { contact }),
  ...(event.after.task ? { task: event.after.task } : {}),
  event: { source: eventSource, detailType, detail: event },
  ...askedBeside(beside),
});

const mapOf = <T>(values: Readonly<Record<string, T>>): ReadonlyMap<string, T> => new Map(Object.entries(values));

/** What actions need, from what was read for them. */
export const contextFrom = (
  rule: { actions: readonly RuleAction[] },
  inputs: RunInputs,
  tools: ActionTools,
): ActionContext => {
  const { openCases, latestAlerts, enrolling, deals, ...rest } = inputs;
  return {
    ...tools,
    ...rest,
    openCases: mapOf(openCases),
    latestAlerts: mapOf(latestAlerts),
    enrolling: mapOf(enrolling),
    dealt: dealtForRule(rule, deals),
  };
};
