import { eventsReader, passedRun } from '#functions/automation/passed-runs.ts';
import { replayRun } from '#functions/automation/replay-run.ts';
import type { Services } from '#functions/services.ts';
import type { Explained } from '#shared/automation/rules/explained.ts';
import { type KeptRun, unpackInputs } from '#shared/automation/rules/kept-inputs.ts';
import type { TargetKind } from '#shared/automation/rules/rule-action.ts';
import type { RuleRun } from '#shared/automation/rules/run.ts';
import type { DomainEvent } from '#shared/core/events/event.ts';
import { explanationKey, runKey } from '#shared/core/table/automation-keys.ts';
import type { SubjectRef } from '#shared/core/table/keys.ts';

/** A run, and what of its inputs was too large to be kept. */
interface RecordedRun {
  run: RuleRun;
  cut?: string[] | undefined;
}

/**
 * What came of a rule and an event then: decided again on the inputs of then, or as it was kept, or
 * what it said that nothing came of. Undefined where it was not asked.
 */
export const recordedRun = async (
  services: Services,
  { ruleId, event }: { ruleId: string; event: DomainEvent },
): Promise<RecordedRun | undefined> => {
  const subject = event.subject as SubjectRef;
  const keys = [runKey(subject, event.eventId, ruleId), explanationKey(subject, event.eventId, 'rules')];
  const items = await services.table.getMany(keys);
  const kept = items.find((item) => item.run !== undefined) as unknown as KeptRun | undefined;
  if (kept) {
    const { cut } = kept.inputs === undefined ? {} : unpackInputs(kept.inputs);
    return { run: (await replayRun(services, subject.kind as TargetKind, kept)) ?? kept.run, cut };
  }
  const explained = items.find((item) => item.explained !== undefined)?.explained as Explained | undefined;
  const passed = explained?.rules.find((one) => one.ruleId === ruleId);
  if (!explained || !passed) return undefined;
  return { run: await passedRun(services, explained, { passed, eventsOf: eventsReader(services) }) };
};
