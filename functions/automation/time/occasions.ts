// A rule on a schedule: at its instant it runs once on each open record that it is over. A run is
// named by rule, occasion and record, in the transaction with what the rule does.

import { runRule } from '#functions/automation/run-rule.ts';
import { calendarsFor, loadScene } from '#functions/automation/scene.ts';
import { hasTurn } from '#functions/automation/time/rule-of-time.ts';
import type { Services } from '#functions/services.ts';
import { isHeld } from '#shared/automation/rules/decide-run.ts';
import type { TargetKind } from '#shared/automation/rules/rule-action.ts';
import type { CompiledRule } from '#shared/automation/rules/rule-index.ts';
import { subjectOf } from '#shared/automation/rules/run-inputs.ts';
import { occurrenceOfTime } from '#shared/automation/rules/time/occurrence.ts';
import type { ConditionReads } from '#shared/core/conditions/plan.ts';
import { iso } from '#shared/core/records/instants.ts';

/** Whether a record alone answers a condition, so that what a list has of it is enough. */
const asksRecordAlone = (kind: TargetKind, reads: ConditionReads | undefined): boolean =>
  reads === undefined ||
  (reads.related.size + reads.calendars.size + reads.segments.size === 0 &&
    [...reads.fields].every((field) => field.startsWith(`${kind}.`) || field.startsWith('now.')));

// What a field of these asks for does not lie in the record.
const elsewhere = new Set(['alert.caseType', 'alert.caseStatus', 'contact.segments']);

/** Of a page of records those that a rule may be for, by their ids. */
export const candidatesIn = (
  { value, reads }: CompiledRule,
  records: readonly { id: string }[],
  now: number,
): string[] => {
  const isKnown = asksRecordAlone(value.for, reads) && ![...(reads?.fields ?? [])].some((one) => elsewhere.has(one));
  const wanted = isKnown ? records.filter((record) => isHeld({ value }, { [value.for]: record }, now)) : records;
  return wanted.map(({ id }) => id);
};

/** Runs a rule on a record at an occasion. Where it does not hold, nothing is written. */
export const runOccasion = async (
  services: Services,
  rule: CompiledRule,
  { kind, id, at }: { kind: TargetKind; id: string; at: number },
): Promise<void> => {
  const scene = await loadScene(services, { kind, id }, { reads: [rule.reads] });
  if (!scene) return;
  const { target } = scene;
  if (!(await hasTurn(services, rule, target))) return;
  const occurrence = occurrenceOfTime({
    trigger: 'schedule',
    kind,
    record: target.record,
    at,
    after: { occasion: iso(at) },
  });
  const calendars = await calendarsFor(services, [rule.reads]);
  const subject = { ...subjectOf(target, scene, occurrence), calendars };
  if (isHeld(rule, subject, services.now())) await runRule(services, rule, { occurrence, isLast: false });
};
