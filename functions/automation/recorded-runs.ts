import { eventsReader, passedRun } from '#functions/automation/passed-runs.ts';
import type { Services } from '#functions/services.ts';
import type { Explained } from '#shared/automation/rules/explained.ts';
import type { RuleRun } from '#shared/automation/rules/run.ts';
import type { DomainEvent } from '#shared/core/events/event.ts';
import { explanationKey, runKey, type SubjectRef } from '#shared/core/table/keys.ts';

/**
 * What came of a rule and an event then: its run, or what it said that nothing came of, worked out
 * again by the versions of then; undefined where it was not asked.
 */
export const recordedRun = async (
  services: Services,
  { ruleId, event }: { ruleId: string; event: DomainEvent },
): Promise<RuleRun | undefined> => {
  const subject = event.subject as SubjectRef;
  const keys = [runKey(subject, event.eventId, ruleId), explanationKey(subject, event.eventId, 'rules')];
  const items = await services.table.getMany(keys);
  const run = items.find((item) => item.run !== undefined)?.run as RuleRun | undefined;
  if (run) return run;
  const explained = items.find((item) => item.explained !== undefined)?.explained as Explained | undefined;
  const passed = explained?.rules.find((one) => one.ruleId === ruleId);
  return explained && passed && passedRun(services, explained, { passed, eventsOf: eventsReader(services) });
};
