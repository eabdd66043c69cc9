// Runs the rules that an event sets off, in their order. Those whose condition does not hold change
// nothing, so they are all asked about the same record, and what they said is written behind the
// others; the record is read again behind each rule that was carried out.
import { runItem, runRule } from '#functions/automation/run-rule.ts';
import { calendarsFor, loadScene, type Scene } from '#functions/automation/scene.ts';
import { delayRule } from '#functions/automation/time/delays.ts';
import type { Services } from '#functions/services.ts';
import { causeOf, endsHere, idleRun, isHeld, isOwnEffect, judge } from '#shared/automation/rules/decide-run.ts';
import type { TargetKind } from '#shared/automation/rules/rule-action.ts';
import type { CompiledRule, TriggeringEvent } from '#shared/automation/rules/rule-index.ts';
import type { RuleRun } from '#shared/automation/rules/run.ts';
import { subjectOf } from '#shared/automation/rules/run-inputs.ts';
import type { EventDetail } from '#shared/core/events/detail.ts';
import { CommitConflict } from '#shared/core/table/commit.ts';
import type { Write } from '#shared/core/table/decision.ts';
import { partitionOf, runsOfEvent } from '#shared/core/table/keys.ts';

/** The runs that an event has left on its record, by rule. */
const earlierRuns = async (
  { table }: Services,
  place: { kind: TargetKind; id: string },
  eventId: string,
): Promise<Map<string, RuleRun>> => {
  const items = await table.queryAll({ pk: partitionOf(place), prefix: runsOfEvent(eventId), consistent: true });
  return new Map(items.map(({ run }) => run as RuleRun).map((run) => [run.ruleId, run]));
};

// A transaction takes a hundred writes.
const aTransaction = 100;

/** Writes what rules said that nothing came of. What an earlier delivery has written stays. */
const commitIdle = async (services: Services, event: EventDetail, idle: readonly [CompiledRule, RuleRun][]) => {
  const writeAll = (rules: readonly [CompiledRule, RuleRun][]) => {
    const writes = rules.map(([rule, run]): Write => runItem(rule, event, run));
    const [rule] = rules[0] ?? [];
    const actor = { kind: 'rule' as const, id: rule?.key ?? '' };
    return services.commit({ actor, at: services.now(), cause: causeOf({ key: actor.id }, event) }, [], writes);
  };
  for (let from = 0; from < idle.length; from += aTransaction) {
    const some = idle.slice(from, from + aTransaction);
    try {
      await writeAll(some);
    } catch (error) {
      if (!(error instanceof CommitConflict)) throw error;
      for (const one of some)
        await writeAll([one]).catch((failure: unknown) => {
          if (!(failure instanceof CommitConflict)) throw failure;
        });
    }
  }
};

/**
 * @param rules those that the occurrence sets off, in the order of their turns
 */
export const runRules = async (
  services: Services,
  rules: readonly CompiledRule[],
  { occurrence, isLast }: { occurrence: TriggeringEvent; isLast: boolean },
): Promise<void> => {
  const [any] = rules;
  if (!any) return;
  const { event } = occurrence;
  const place = { kind: any.value.for, id: event.subject.id };
  const earlier = await earlierRuns(services, place, event.eventId);
  const reads = rules.map((rule) => rule.reads);
  const calendars = await calendarsFor(services, reads);
  const idle: [CompiledRule, RuleRun][] = [];
  let scene: Scene | undefined;
  let goesOn = true;
  for (const rule of rules) {
    const before = earlier.get(rule.key);
    if (before && endsHere(before, rule)) goesOn = false;
    if (!goesOn) break;
    if (before) continue;
    scene ??= await loadScene(services, place, { reads });
    if (!scene) return;
    const at = services.now();
    const subject = { ...subjectOf(scene.target, scene, occurrence), calendars };
    if (!isHeld(rule, subject, at) || isOwnEffect(rule, event)) {
      idle.push([rule, idleRun(rule, event, { judgement: judge(rule, { event, subject, at }), at })]);
      continue;
    }
    if (await delayRule(services, rule, occurrence)) continue;
    const run = await runRule(services, rule, { occurrence, isLast });
    if (!run) return;
    scene = undefined;
    goesOn = !endsHere(run, rule);
  }
  await commitIdle(services, event, idle);
};
