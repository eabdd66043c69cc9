import { eventsReader, passedRun } from '#functions/automation/passed-runs.ts';
import { replayRun } from '#functions/automation/replay-run.ts';
import type { Services } from '#functions/services.ts';
import type { Explained } from '#shared/automation/rules/explained.ts';
import { type KeptRun, unpackInputs } from '#shared/automation/rules/kept-inputs.ts';
import { type TargetKind, targetKinds } from '#shared/automation/rules/rule-action.ts';
import type { RuleRun } from '#shared/automation/rules/run.ts';
import type { DomainEvent } from '#shared/core/events/event.ts';
import { instantOfUlid } from '#shared/core/records/ids.ts';
import { epoch, iso } from '#shared/core/records/instants.ts';
import { explanationKey, runKey, runsOfRule } from '#shared/core/table/automation-keys.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { partitionOf, type SubjectRef } from '#shared/core/table/keys.ts';
import { mergePages } from '#shared/core/table/merge.ts';

/** A run, and what of its inputs was too large to be kept. */
export interface RecordedRun {
  run: RuleRun;
  cut?: string[] | undefined;
}

const replayed = async (services: Services, kind: TargetKind, kept: KeptRun): Promise<RecordedRun> => {
  const { cut } = kept.inputs === undefined ? {} : unpackInputs(kept.inputs);
  return { run: (await replayRun(services, kind, kept)) ?? kept.run, cut };
};

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
  if (kept) return replayed(services, subject.kind as TargetKind, kept);
  const explained = items.find((item) => item.explained !== undefined)?.explained as Explained | undefined;
  const passed = explained?.rules.find((one) => one.ruleId === ruleId);
  if (!explained || !passed) return undefined;
  return { run: await passedRun(services, explained, { passed, eventsOf: eventsReader(services) }) };
};

// An occasion is run within a minute, after an outage when that is over.
const lateAtTheMost = 60 * 60 * 1000;

interface RunsQuery {
  ruleId: string;
  from: string;
  to: string;
  limit: number;
  /** Where the page before ended. */
  after: string | undefined;
}

/**
 * A page of the runs of a period that no event of the period leads to: those of what time brought,
 * and those of rules that waited, since before it, until their time had come.
 */
export const recordedRunsOfTime = async (
  services: Services,
  { ruleId, from, to, ...place }: RunsQuery,
): Promise<{ items: RecordedRun[]; next: string | undefined }> => {
  const isWithin = (instant: string) => from <= instant && instant <= to;
  const accept = ({ run, occurredAt }: Item) => {
    const { at, eventId } = run as RuleRun;
    if (occurredAt !== undefined) return isWithin(at) || isWithin(String(occurredAt));
    return isWithin(at) && iso(instantOfUlid(eventId)) < from;
  };
  const until = iso(epoch(to) + lateAtTheMost);
  const sources = [{ ...runsOfRule(ruleId), index: 'gsi1' as const, from, to: `${until}~` }];
  const { items, next } = await mergePages(services.table, { sources, descending: false, accept, ...place });
  const kindOf = ({ pk, run }: Item) =>
    targetKinds.find((kind) => pk === partitionOf({ kind, id: (run as RuleRun).recordId })) ?? 'case';
  const replays = items.map((item) => replayed(services, kindOf(item), item as unknown as KeptRun));
  return { items: await Promise.all(replays), next };
};
