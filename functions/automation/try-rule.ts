// What a rule would do, decided as ever and never written. A record of the past is taken as it was;
// pools and open work are those that the runs of its event keep, else those of today.
import { gatherInputs, toolsFor } from '#functions/automation/action-context.ts';
import type { RecordedInputs, RestoredInputs } from '#functions/automation/recorded-inputs.ts';
import { calendarsFor, type Scene } from '#functions/automation/scene.ts';
import { type FoundRecord, targetOf } from '#functions/automation/target.ts';
import { loadBeside } from '#functions/segments/load-beside.ts';
import type { Services } from '#functions/services.ts';
import { decideRun, idleRun, judge, occasionOf } from '#shared/automation/rules/decide-run.ts';
import type { TodaysInput } from '#shared/automation/rules/dry-run.routes.ts';
import type { TargetKind } from '#shared/automation/rules/rule-action.ts';
import type { CompiledRule, TriggeringEvent } from '#shared/automation/rules/rule-index.ts';
import type { RuleRun } from '#shared/automation/rules/run.ts';
import { subjectOf } from '#shared/automation/rules/run-inputs.ts';
import { asksBeside, type BesideContact } from '#shared/automation/segments/beside.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import type { Subject } from '#shared/core/conditions/fields.ts';
import type { ConditionReads } from '#shared/core/conditions/plan.ts';
import { recordAsOf } from '#shared/core/records/as-of.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { RecordBase } from '#shared/core/records/primitives.ts';
import { readRecord } from '#shared/core/records/read.ts';

/** A record with what is asked beside it, at an instant (epoch ms). */
interface TrialScene extends Scene {
  at: number;
}

/** A record as it was at an instant (epoch ms), or as it is. */
export const asOf = async <R extends RecordBase>(
  { table }: Services,
  { kind, id }: { kind: TargetKind; id: string | undefined },
  at: number | undefined,
): Promise<R | undefined> => {
  const record = id === undefined ? undefined : await readRecord<R>(table, kind, id);
  if (!record || at === undefined || record.updatedAt <= iso(at)) return record;
  return recordAsOf<R>(table, { kind, id: record.id }, { version: record.version, at: iso(at) });
};

/** The tasks of a case at a version, where a run read them then. */
const tasksAt =
  (version: number) =>
  ({ target }: RestoredInputs) =>
    target.kind === 'case' && target.record.version === version ? target.tasks : undefined;

const besideOf = async (
  services: Services,
  contact: Contact | undefined,
  { rule: { reads }, recorded }: { rule: CompiledRule; recorded: RecordedInputs },
): Promise<BesideContact> => {
  if (!asksBeside(reads)) return {};
  const none = new Set<never>();
  const now = (asked: ConditionReads) => loadBeside(services, contact, [asked]);
  const related = async () => (await now({ ...reads, segments: none })).related;
  const segments = async () => (await now({ ...reads, related: none })).segments ?? [];
  return {
    ...(reads.related.size > 0 && { related: await recorded.related(reads, related) }),
    ...(reads.segments.size > 0 && { segments: await recorded.segments(reads, segments) }),
  };
};

/**
 * A record with its contact and case: as they are, or as they were at an instant (epoch ms).
 */
export const trialScene = async (
  services: Services,
  found: FoundRecord,
  { rule, asAt, recorded }: { rule: CompiledRule; asAt?: number; recorded: RecordedInputs },
): Promise<TrialScene> => {
  const target = await targetOf(services, found, rule.value.actions);
  if (target.kind === 'case' && target.tasks)
    target.tasks = await recorded.answer('tasks', tasksAt(target.record.version), async () => target.tasks);
  const contactId = target.kind === 'contact' ? undefined : target.record.contactId;
  const caseId = target.kind === 'alert' ? target.record.caseId : undefined;
  const [contact, linkedCase] = await Promise.all([
    asOf<Contact>(services, { kind: 'contact', id: contactId }, asAt),
    asOf<Case>(services, { kind: 'case', id: caseId }, asAt),
  ]);
  const at = asAt ?? services.now();
  const asked = target.kind === 'contact' ? target.record : contact;
  const beside = await besideOf(services, asked, { rule, recorded });
  return { target, contact: asked, linkedCase, at, ...beside };
};

/** A rule that is tried, on what. */
export interface Trying {
  scene: TrialScene;
  occurrence: TriggeringEvent;
  recorded: RecordedInputs;
}

/** Whether a rule would be carried out. */
export const askRule = async (
  services: Services,
  rule: CompiledRule,
  { scene, occurrence }: Omit<Trying, 'recorded'>,
) => {
  const { at, target, ...beside } = scene;
  const calendars = await calendarsFor(services, [rule.reads]);
  const subject: Subject = { ...subjectOf(target, beside, occurrence), calendars };
  return { subject, calendars, judgement: judge(rule, { event: occurrence.event, subject, at }) };
};

interface TriedRule {
  run: RuleRun;
  subject: Subject;
  /** What was taken as it is now. */
  today: TodaysInput[];
}

export const tryRule = async (
  services: Services,
  rule: CompiledRule,
  { scene, occurrence, recorded }: Trying,
): Promise<TriedRule> => {
  const { event } = occurrence;
  const { at, target, ...beside } = scene;
  const { subject, calendars, judgement } = await askRule(services, rule, { scene, occurrence });
  const today = () => [...recorded.today].sort();
  if (!judgement.matched) return { run: idleRun(rule, event, { judgement, at }), subject, today: today() };
  const occasion = occasionOf(rule, occurrence, at);
  const acting = { key: rule.key, actions: rule.value.actions, scene: { target, ...beside }, occasion, recorded };
  const tools = { ...(await toolsFor(services, acting)), calendars };
  const inputs = await gatherInputs(services, acting, tools);
  const { run } = decideRun({ rule, occurrence, target, inputs, tools });
  return { run, subject, today: today() };
};
