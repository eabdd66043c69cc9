// What a rule would do: it is decided like any other, and nothing of it is written, so a rotation
// stays where it is. A record of the past is taken as it was, with its contact and case as they
// were; pools, open work and what an action would join are as they are today.
import { gatherInputs, toolsFor } from '#functions/automation/action-context.ts';
import { calendarsFor, type Scene } from '#functions/automation/scene.ts';
import { type FoundRecord, targetOf } from '#functions/automation/target.ts';
import { loadBeside } from '#functions/segments/load-beside.ts';
import type { Services } from '#functions/services.ts';
import { causeOf, decideRun, idleRun, judge } from '#shared/automation/rules/decide-run.ts';
import type { InputsOf } from '#shared/automation/rules/dry-run.routes.ts';
import type { CompiledRule, TriggeringEvent } from '#shared/automation/rules/rule-index.ts';
import type { RuleRun } from '#shared/automation/rules/run.ts';
import { type RunInputs, subjectOf } from '#shared/automation/rules/run-inputs.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import type { Subject } from '#shared/core/conditions/fields.ts';
import { recordAsOf } from '#shared/core/records/as-of.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { RecordBase } from '#shared/core/records/primitives.ts';
import { readRecord } from '#shared/core/records/read.ts';

/** A record with what is asked beside it, at an instant (epoch ms). */
export interface TrialScene extends Scene {
  at: number;
}

const asOf = async <R extends RecordBase>(
  { table }: Services,
  { kind, id }: { kind: 'contact' | 'case'; id: string | undefined },
  at: number | undefined,
): Promise<R | undefined> => {
  const record = id === undefined ? undefined : await readRecord<R>(table, kind, id);
  if (!record || at === undefined || record.updatedAt <= iso(at)) return record;
  return recordAsOf<R>(table, { kind, id: record.id }, { version: record.version, at: iso(at) });
};

/**
 * A record with its contact and case: as they are, or as they were at an instant (epoch ms).
 */
export const trialScene = async (
  services: Services,
  found: FoundRecord,
  { rule, asAt }: { rule: CompiledRule; asAt?: number },
): Promise<TrialScene> => {
  const target = await targetOf(services, found, rule.value.actions);
  const contactId = target.kind === 'contact' ? undefined : target.record.contactId;
  const caseId = target.kind === 'alert' ? target.record.caseId : undefined;
  const [contact, linkedCase] = await Promise.all([
    asOf<Contact>(services, { kind: 'contact', id: contactId }, asAt),
    asOf<Case>(services, { kind: 'case', id: caseId }, asAt),
  ]);
  const at = asAt ?? services.now();
  const asked = target.kind === 'contact' ? target.record : contact;
  return { target, contact: asked, linkedCase, at, ...(await loadBeside(services, asked, [rule.reads])) };
};

/** Whether anything was read that is known as it is now alone. */
const isOfToday = (inputs: RunInputs, { tasks, closing }: { tasks: unknown; closing: unknown }): boolean =>
  tasks !== undefined ||
  closing !== undefined ||
  inputs.alertsOfCase !== undefined ||
  inputs.deals.length > 0 ||
  [inputs.openCases, inputs.latestAlerts, inputs.enrolling].some((one) => Object.keys(one).length > 0);

export interface TriedRule {
  run: RuleRun;
  subject: Subject;
  inputs: InputsOf;
}

export const tryRule = async (
  services: Services,
  rule: CompiledRule,
  { scene, occurrence }: { scene: TrialScene; occurrence: TriggeringEvent },
): Promise<TriedRule> => {
  const { event } = occurrence;
  const { at, target, ...beside } = scene;
  const calendars = await calendarsFor(services, [rule.reads]);
  const subject = { ...subjectOf(target, beside, occurrence), calendars };
  const judgement = judge(rule, { event, subject, at });
  const isBesideOfToday = beside.related !== undefined || beside.segments !== undefined;
  if (!judgement.matched)
    return {
      run: idleRun(rule, event, { judgement, at }),
      subject,
      inputs: isBesideOfToday ? 'today' : 'recorded',
    };
  const by = { kind: 'rule' as const, id: rule.key };
  const occasion = { by, at, cause: causeOf(rule, event), event };
  const acting = { key: rule.key, actions: rule.value.actions, scene: { target, ...beside }, occasion };
  const tools = { ...(await toolsFor(services, acting)), calendars };
  const inputs = await gatherInputs(services, acting, tools);
  const { run } = decideRun({ rule, occurrence, target, inputs, tools });
  const tasks = target.kind === 'case' ? target.tasks : undefined;
  const isToday = isBesideOfToday || isOfToday(inputs, { tasks, closing: tools.closing });
  return { run, subject, inputs: isToday ? 'today' : 'recorded' };
};
