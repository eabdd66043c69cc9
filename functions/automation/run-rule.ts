// Runs one rule on one occurrence, in one transaction with the item of its outcome, which is named
// by both: what comes again finds it. Only what AWS could not do just now is tried again.
import { armNext } from '#functions/arm-next.ts';
import { type Acting, gatherInputs, toolsFor } from '#functions/automation/action-context.ts';
import { allowanceOf } from '#functions/automation/limits.ts';
import { calendarsFor, loadScene, type Scene } from '#functions/automation/scene.ts';
import { isLasting } from '#functions/failures.ts';
import { logger } from '#functions/logger.ts';
import type { Services } from '#functions/services.ts';
import {
  actorOfRule,
  causeOf,
  decideRun,
  failedRun,
  idleRun,
  judge,
  type OwnedRule,
  occasionOf,
  type RunDecision,
  stoppedBy,
  undoneRun,
} from '#shared/automation/rules/decide-run.ts';
import { type KeptRun, keptFrom, packInputs } from '#shared/automation/rules/kept-inputs.ts';
import type { CompiledRule, TriggeringEvent } from '#shared/automation/rules/rule-index.ts';
import { ruleStopped } from '#shared/automation/rules/rule-stopped.ts';
import type { RuleRun } from '#shared/automation/rules/run.ts';
import { type RunInputs, subjectOf } from '#shared/automation/rules/run-inputs.ts';
import { isBroughtByTime } from '#shared/automation/rules/time/occurrence.ts';
import { notingTools, type ToolAnswers } from '#shared/automation/rules/tool-answers.ts';
import { NotedConfigurations } from '#shared/core/definitions/noted.ts';
import { failureOf } from '#shared/core/errors.ts';
import type { EventDetail } from '#shared/core/events/detail.ts';
import { epoch } from '#shared/core/records/instants.ts';
import { expiryOfRun, runKey, runsOfRule } from '#shared/core/table/automation-keys.ts';
import { againOnConflict, patient } from '#shared/core/table/commit.ts';
import type { Decision, Write } from '#shared/core/table/decision.ts';
import type { Key, SubjectRef } from '#shared/core/table/keys.ts';

// Rules that deal work, or join a case, all want the same next turn. Within a function they queue
// for it; between the fifty functions that may run at once one gets through each time.
let turn: Promise<unknown> = Promise.resolve();
const inTurn = <T>(act: () => Promise<T>): Promise<T> => {
  const done = turn.then(act, act);
  turn = done;
  return done;
};

type NamedRule = Pick<CompiledRule, 'key'>;

/** The item that says what came of a rule and an event. */
const runItem = ({ key }: NamedRule, event: EventDetail, { run, inputs }: KeptRun): Write => ({
  put: {
    ...keyOfRun({ key }, event),
    run,
    ...(inputs !== undefined && { inputs }),
    gsi1pk: runsOfRule(key).pk,
    gsi1sk: `${run.at}#${run.id}`,
    ...(isBroughtByTime(event) && { occurredAt: event.occurredAt }),
    expiresAt: expiryOfRun(epoch(run.at)),
  },
  when: 'new',
});

// Rules are about the record of their event.
const keyOfRun = ({ key }: NamedRule, { eventId, subject }: EventDetail): Key =>
  runKey(subject as SubjectRef, eventId, key);

/** Writes what a rule decided with its run. */
export const commitRun = async (
  services: Services,
  { rule, event, run, inputs }: KeptRun & { rule: OwnedRule; event: EventDetail },
  { decisions = [], writes = [] }: { decisions?: Decision[]; writes?: Write[] } = {},
): Promise<RuleRun> => {
  const intent = { actor: actorOfRule(rule), at: epoch(run.at), cause: causeOf(rule, event) };
  await services.commit(intent, decisions, [...writes, runItem(rule, event, { run, inputs })]);
  return run;
};

// Of a record's definition: which there are is what counts.
const wholeKinds = ['priorities'] as const;

/** What a rule decides on what is read for it now. */
const decide = async (
  services: Services,
  rule: CompiledRule,
  { scene, occurrence, definitions }: { scene: Scene; occurrence: TriggeringEvent; definitions: NotedConfigurations },
): Promise<RunDecision & { inputs: string }> => {
  const { event } = occurrence;
  const { key, value } = rule;
  const at = services.now();
  const { target } = scene;
  const { table, newId, random } = services;
  const reading = { table, newId, random, definitions };
  const calendars = await calendarsFor(reading, [rule.reads]);
  const keep = (inputs: Partial<RunInputs>, answers?: ToolAnswers) =>
    packInputs(keptFrom(inputs, { target, occurrence, configuration: definitions.read, ...(answers && { answers }) }));
  const judgement = judge(rule, { event, subject: { ...subjectOf(target, scene, occurrence), calendars }, at });
  const occasion = occasionOf(rule, occurrence, at);
  const stop = (reason: 'limit' | 'depth') =>
    ruleStopped({ key, reason }, { ...occasion, eventId: services.newId(at) });
  if (!judgement.matched) {
    const stopped = stoppedBy(judgement);
    const run = idleRun(rule, event, { judgement, at });
    return { run, decisions: [], writes: stopped ? [stop(stopped)] : [], places: [], inputs: keep(scene) };
  }
  const allowance = await allowanceOf(services, rule, at);
  const acting: Acting = { key, actions: allowance.isLimited ? [] : value.actions, scene, occasion };
  const plain = { ...(await toolsFor(reading, acting)), calendars };
  const gathered = await gatherInputs(reading, acting, plain);
  const { tools, answers } = notingTools(plain);
  const inputs: RunInputs = { ...gathered, ...(allowance.isLimited && { isLimited: true as const }) };
  const decided = decideRun({ rule, occurrence, target, inputs, tools });
  const first = allowance.isLimited && allowance.isFirst ? [stop('limit')] : [];
  return { ...decided, writes: [...decided.writes, ...allowance.writes, ...first], inputs: keep(inputs, answers) };
};

/** @returns the run, this one or an earlier one of the event; undefined where the record is gone */
const attempt = async (
  services: Services,
  rule: CompiledRule,
  occurrence: TriggeringEvent,
): Promise<RuleRun | undefined> => {
  const { event } = occurrence;
  const before = await services.table.get(keyOfRun(rule, event));
  if (before) return before.run as RuleRun;
  const place = { kind: rule.value.for, id: event.subject.id };
  const definitions = new NotedConfigurations(services.definitions, wholeKinds);
  const scene = await loadScene(services, place, { actions: rule.value.actions, reads: [rule.reads], definitions });
  if (!scene) return undefined;
  const decided = await decide(services, rule, { scene, occurrence, definitions });
  const { run, decisions, writes, places, inputs } = decided;
  try {
    await commitRun(services, { rule, event, run, inputs }, { decisions, writes });
  } catch (error) {
    if (!isLasting(error)) throw error;
    return commitRun(services, { rule, event, run: undoneRun(run, failureOf(error)), inputs });
  }
  for (const place of places) await armNext(services, place);
  return run;
};

/** Writes that a rule cannot be carried out as its run. */
export const failRun = (
  services: Services,
  { rule, event, error }: { rule: CompiledRule; event: EventDetail; error: unknown },
): Promise<RuleRun> => {
  const about = { ruleId: rule.key, eventId: event.eventId, error: error as Error };
  logger.error('a rule could not be carried out', about);
  const run = failedRun(rule, event, { at: services.now(), failure: failureOf(error) });
  return commitRun(services, { rule, event, run });
};

/**
 * Runs one rule once, and gives what the attempt that got through did; undefined where the record
 * is gone. What keeps it from that for good is its run.
 */
export const runRule = async (
  services: Services,
  rule: CompiledRule,
  { occurrence, isLast }: { occurrence: TriggeringEvent; isLast: boolean },
): Promise<RuleRun | undefined> => {
  const { event } = occurrence;
  const once = () => attempt(services, rule, occurrence);
  try {
    if (!rule.isContended) return await againOnConflict(once);
    return await inTurn(() => againOnConflict(once, Math.random, patient));
  } catch (error) {
    if (!isLasting(error) && !isLast) throw error;
    return failRun(services, { rule, event, error });
  }
};
