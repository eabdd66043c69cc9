// Runs the rules of an event in their order. One item, written behind the others, keeps what those
// said whose condition does not hold, and that the event is done.
import { keepExplained } from '#functions/automation/keep-explained.ts';
import { runRule } from '#functions/automation/run-rule.ts';
import { calendarsFor, loadScene, type Scene } from '#functions/automation/scene.ts';
import { delayRule } from '#functions/automation/time/delays.ts';
import type { Services } from '#functions/services.ts';
import { endsHere, isHeld, isOwnEffect, judge } from '#shared/automation/rules/decide-run.ts';
import { PassedRules, type SceneVersions } from '#shared/automation/rules/explained.ts';
import type { TargetKind } from '#shared/automation/rules/rule-action.ts';
import type { CompiledRule, TriggeringEvent } from '#shared/automation/rules/rule-index.ts';
import type { RuleRun } from '#shared/automation/rules/run.ts';
import { subjectOf } from '#shared/automation/rules/run-inputs.ts';
import { type ExplainedBy, explanationKey, runsOfEvent } from '#shared/core/table/automation-keys.ts';
import { partitionOf } from '#shared/core/table/keys.ts';

/** The runs that an event has left on its record, by rule; undefined where all of it is done. */
const earlierRuns = async (
  { table }: Services,
  place: { kind: TargetKind; id: string },
  { eventId, by }: { eventId: string; by: ExplainedBy },
): Promise<Map<string, RuleRun> | undefined> => {
  const items = await table.queryAll({ pk: partitionOf(place), prefix: runsOfEvent(eventId), consistent: true });
  const { sk } = explanationKey(place, eventId, by);
  if (items.some((item) => item.sk === sk)) return undefined;
  return new Map(items.flatMap(({ run }) => (run ? [[(run as RuleRun).ruleId, run as RuleRun] as const] : [])));
};

const versionsOf = ({ target, contact, linkedCase }: Scene, at: number): SceneVersions => ({
  at,
  version: target.record.version,
  ...(target.kind !== 'contact' && contact && { contact: { id: contact.id, version: contact.version } }),
  ...(linkedCase && { case: { id: linkedCase.id, version: linkedCase.version } }),
});

interface Turn {
  occurrence: TriggeringEvent;
  isLast: boolean;
  /** Whose rules they are: the institution's, or those of the type of the case. */
  by: ExplainedBy;
}

/**
 * @param rules those that the occurrence sets off, in the order of their turns
 */
export const runRules = async (
  services: Services,
  rules: readonly CompiledRule[],
  { occurrence, isLast, by }: Turn,
): Promise<void> => {
  const [any] = rules;
  if (!any) return;
  const { event } = occurrence;
  const place = { kind: any.value.for, id: event.subject.id };
  const earlier = await earlierRuns(services, place, { eventId: event.eventId, by });
  if (!earlier) return;
  const reads = rules.map((rule) => rule.reads);
  const calendars = await calendarsFor(services, reads);
  // Before a rule that had its turn in an earlier delivery, the others had theirs too.
  const reached = rules.findLastIndex(({ key }) => earlier.has(key));
  const passed = new PassedRules();
  let scene: Scene | undefined;
  let at = services.now();
  for (const [turn, rule] of rules.entries()) {
    const before = earlier.get(rule.key);
    if (before && endsHere(before, rule)) break;
    if (before) continue;
    if (!scene) {
      scene = await loadScene(services, place, { reads });
      if (!scene) return;
      at = services.now();
      passed.askAbout(versionsOf(scene, at));
    }
    const subject = { ...subjectOf(scene.target, scene, occurrence), calendars };
    const isAsked = isHeld(rule, subject, at);
    if (!isAsked || isOwnEffect(rule, event)) {
      passed.add(rule, () => judge(rule, { event, subject, at }));
      continue;
    }
    if (turn < reached || (await delayRule(services, rule, occurrence))) continue;
    const run = await runRule(services, rule, { occurrence, isLast });
    if (!run) return;
    scene = undefined;
    if (endsHere(run, rule)) break;
  }
  if (passed.isEmpty) return;
  const { scenes, rules: said, cut } = passed;
  const eventVersion = Number(event.record?.version ?? scenes[0]?.version);
  const explained = { eventId: event.eventId, eventVersion, kind: place.kind, recordId: place.id, scenes, rules: said };
  await keepExplained(services, { ...explained, ...(cut > 0 && { cut }) }, { by, type: occurrence.detailType });
};
