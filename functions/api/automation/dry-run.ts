import { requireSoundDraft } from '#functions/api/automation/check.ts';
import { pageOf } from '#functions/api/pages.ts';
import { routeHandler } from '#functions/api/route-handler.ts';
import { fromEventsBetween } from '#functions/automation/events-between.ts';
import { recordedInputsOf } from '#functions/automation/inputs-of-event.ts';
import { RecordedInputs } from '#functions/automation/recorded-inputs.ts';
import { type RecordedRun, recordedRun, recordedRunsOfTime } from '#functions/automation/recorded-runs.ts';
import type { FoundRecord } from '#functions/automation/target.ts';
import { endOf } from '#functions/automation/time/end-of.ts';
import { askRule, asOf, type Trying, trialScene, tryRule } from '#functions/automation/try-rule.ts';
import { isLasting } from '#functions/failures.ts';
import type { Services } from '#functions/services.ts';
import { triggeringEvents } from '#shared/automation/automation.events.ts';
import { conflictOf } from '#shared/automation/rules/check-rule.ts';
import { isHeld } from '#shared/automation/rules/decide-run.ts';
import { type DryRunResult, dryRunRuleRoute } from '#shared/automation/rules/dry-run.routes.ts';
import { summaryOf } from '#shared/automation/rules/dry-run.ts';
import { inOrder } from '#shared/automation/rules/order.ts';
import type { Rule } from '#shared/automation/rules/rule.ts';
import {
  type CompiledRule,
  compileRule,
  indexOf,
  setOffBy,
  type TriggeringEvent,
} from '#shared/automation/rules/rule-index.ts';
import { isOfTime, typesSettingOff } from '#shared/automation/rules/triggers.ts';
import { type Failure, failureOf, invalid, unknownReference } from '#shared/core/errors.ts';
import { byHand, type DomainEvent, withInitialValues } from '#shared/core/events/event.ts';
import { epoch, iso } from '#shared/core/records/instants.ts';
import { readRecord } from '#shared/core/records/read.ts';
import { eventPrefix, partitionOf } from '#shared/core/table/keys.ts';

/** What is tried: the rule, and others that set the same things otherwise. */
interface Trial {
  rule: CompiledRule;
  setsOff: (occurrence: TriggeringEvent) => boolean;
  opposed: (occurrence: TriggeringEvent) => readonly CompiledRule[];
}

const enabled = (value: Rule): Rule => ({ ...value, enabled: true });

/** A rule that is disabled is tried as if it were not. */
const trialOf = async (
  services: Services,
  { rule, ruleId }: { rule?: Rule | undefined; ruleId?: string | undefined },
): Promise<Trial> => {
  const all = await services.definitions.all('rules');
  const saved = ruleId === undefined ? undefined : all.get(ruleId);
  if (ruleId !== undefined && !saved) throw unknownReference('/ruleId', 'rule', ruleId);
  if (rule) await requireSoundDraft(services, rule);
  const tried = saved ?? { key: 'draft', version: 0, value: rule as Rule };
  const compiled = compileRule({ ...tried, value: enabled(tried.value) }, 0);
  const others = [...all.values()].filter(({ key, value }) => key !== tried.key && value.enabled);
  const opposed = indexOf(inOrder(others.filter((other) => conflictOf(tried, other))).map(compileRule));
  const own = indexOf([compiled]);
  return {
    rule: compiled,
    setsOff: (occurrence) => setOffBy(own, occurrence).length > 0,
    opposed: (occurrence) => setOffBy(opposed, occurrence),
  };
};

const occurrenceOf = (event: DomainEvent): TriggeringEvent => {
  const { type, ...detail } = withInitialValues(event);
  return { event: detail, detailType: type };
};

const resultOf = async (services: Services, { rule, opposed }: Trial, trying: Trying): Promise<DryRunResult> => {
  const { occurrence, scene } = trying;
  const { run, subject, today } = await tryRule(services, rule, trying);
  const { recordId, eventId, matched, skipped, explanation, actions } = run;
  const against = matched ? opposed(occurrence).filter((other) => isHeld(other, subject, scene.at)) : [];
  return {
    recordId,
    ...(rule.version > 0 && { ruleVersion: rule.version }),
    ...(eventId !== '' && { eventId }),
    matched,
    ...(skipped && { skipped }),
    explanation,
    actions,
    inputs: today.length > 0 ? 'today' : 'recorded',
    ...(today.length > 0 && { today }),
    ...(against.length > 0 && { conflicts: against.map(({ key }) => key) }),
  };
};

// The newest event that would set the rule off is looked for among so many.
const newestEvents = 100;

/** The event that set the rule off last on a record, if one did. */
const lastEvent = async (
  { table }: Services,
  { rule, setsOff }: Trial,
  id: string,
): Promise<DomainEvent | undefined> => {
  const range = { pk: partitionOf({ kind: rule.value.for, id }), from: `${eventPrefix}0`, to: `${eventPrefix}:` };
  const { items } = await table.query({ ...range, descending: true, limit: newestEvents });
  const found = items.map(({ event }) => event as DomainEvent).find((event) => setsOff(occurrenceOf(event)));
  // The rule is asked what it would do, also about what it did itself.
  return found && { ...found, cause: byHand };
};

/** A record to which nothing in particular happened. */
const noOccurrence = ({ rule }: Trial, id: string): TriggeringEvent => ({
  event: {
    eventId: '',
    schemaVersion: 1,
    occurredAt: '',
    subject: { kind: rule.value.for, id },
    changed: [],
    actor: { kind: 'system', id: 'dry-run' },
    before: {},
    after: {},
    cause: byHand,
  },
  detailType: '',
});

/** When the delay of a rule from an instant on is over, or why that cannot be told. */
interface DelayEnd {
  dueAt?: number;
  failure?: Failure;
}

const dueAfter = async (services: Services, { after }: Pick<Rule, 'after'>, from: number): Promise<DelayEnd> => {
  if (after === undefined) return {};
  try {
    return { dueAt: await endOf(services, from, after) };
  } catch (error) {
    if (!isLasting(error)) throw error;
    return { failure: failureOf(error) };
  }
};

/** What a rule does that matches: at once, or when its time has come. */
const waitingFor = (result: DryRunResult, { dueAt, failure }: DelayEnd): DryRunResult => {
  if (!result.matched) return result;
  if (failure) return { ...result, matched: false, failure, actions: [] };
  return dueAt === undefined ? result : { ...result, dueAt: iso(dueAt), waits: true };
};

/** An event, its record as that left it or found it, and what is recorded of it. */
interface EventOnTrial {
  event: DomainEvent;
  record: FoundRecord['record'];
  recorded: RecordedInputs;
}

interface AskedAs {
  /** Of when the record is asked. */
  asAt: number;
  rule?: CompiledRule;
}

const tryingOf = async (
  services: Services,
  trial: Trial,
  { event, record, recorded }: EventOnTrial,
  { asAt, rule = trial.rule }: AskedAs,
): Promise<Trying> => {
  const scene = await trialScene(services, { kind: rule.value.for, record }, { rule, asAt, recorded });
  return { scene, occurrence: occurrenceOf(event), recorded };
};

/** A rule whose time has come, on its record as it was by then; else what the event alone says. */
const whenDue = async (
  services: Services,
  trial: Trial,
  { tried, dueAt }: { tried: EventOnTrial; dueAt: number },
): Promise<DryRunResult[]> => {
  const { rule } = trial;
  const { event } = tried;
  const { before, since } = tried.recorded.partedAt(dueAt);
  // At the event it does nothing yet.
  const idle = { ...rule, value: { ...rule.value, actions: [] } };
  const then = { asAt: epoch(event.occurredAt), rule: idle };
  const atEvent = await tryingOf(services, trial, { ...tried, recorded: before }, then);
  const { judgement } = await askRule(services, rule, atEvent);
  if (!judgement.matched) return [await resultOf(services, trial, atEvent)];
  const about = { kind: rule.value.for, id: event.subject.id, eventId: event.eventId };
  const record = await asOf<FoundRecord['record']>(services, about, dueAt);
  if (!record) return [];
  const trying = await tryingOf(services, trial, { event, record, recorded: since }, { asAt: dueAt });
  return [{ ...(await resultOf(services, trial, trying)), dueAt: iso(dueAt) }];
};

/** What comes of the rule and an event: nothing where that does not set it off. */
const overEvent = async (services: Services, trial: Trial, event: DomainEvent): Promise<DryRunResult[]> => {
  if (!trial.setsOff(occurrenceOf(event))) return [];
  const { rule } = trial;
  const about = { kind: rule.value.for, id: event.subject.id, eventId: event.eventId };
  const occurredAt = epoch(event.occurredAt);
  // A signal and a crossing lie beside the versions of their contact, and leave it as it was.
  const record = (event.record as FoundRecord['record'] | undefined) ?? (await asOf(services, about, occurredAt));
  if (!record) return [];
  const tried = { event, record, recorded: await recordedInputsOf(services, about) };
  const due = await dueAfter(services, rule.value, occurredAt);
  if (due.dueAt !== undefined && due.dueAt <= services.now())
    return whenDue(services, trial, { tried, dueAt: due.dueAt });
  const trying = await tryingOf(services, trial, tried, { asAt: occurredAt });
  return [waitingFor(await resultOf(services, trial, trying), due)];
};

/** A record as it is today; a rule that waits, from the event on that set it off last. */
const overRecord = async (services: Services, trial: Trial, recordId: string): Promise<DryRunResult> => {
  const { rule } = trial;
  const record = await readRecord<FoundRecord['record']>(services.table, rule.value.for, recordId);
  if (!record) throw unknownReference('/over/recordId', rule.value.for, recordId);
  const last = await lastEvent(services, trial, recordId);
  if (last && rule.value.after !== undefined) {
    const [result] = await overEvent(services, trial, last);
    if (result) return result;
  }
  // Of a record as it is today no earlier run says anything.
  const recorded = new RecordedInputs();
  const scene = await trialScene(services, { kind: rule.value.for, record }, { rule, recorded });
  const occurrence = last ? occurrenceOf(last) : noOccurrence(trial, recordId);
  const result = await resultOf(services, trial, { scene, occurrence, recorded });
  return waitingFor(result, await dueAfter(services, rule.value, services.now()));
};

const replayOf = ({ run, cut }: RecordedRun): DryRunResult => {
  const { id: _id, ruleId: _rule, at: _at, ...result } = run;
  return { ...result, inputs: 'recorded', ...(cut && { cut }) };
};

/** What came of the rule and an event then. */
const replayed = async (services: Services, ruleId: string, event: DomainEvent): Promise<DryRunResult[]> => {
  const found = await recordedRun(services, { ruleId, event });
  return found ? [replayOf(found)] : [];
};

interface PeriodPage {
  over: { eventsFrom: string; eventsTo: string };
  limit: number;
  after: string | undefined;
}

const overEvents = (services: Services, trial: Trial, { over, ...place }: PeriodPage) => {
  const { rule } = trial;
  const query = { ...over, kind: rule.value.for, types: typesSettingOff(rule.value.trigger.event), ...place };
  return fromEventsBetween(services, query, (event) => overEvent(services, trial, event));
};

/** Behind the runs that no event of the period leads to come those of its events. */
const ofEvents = 'events ';

/** A page of what came of the rule in a period: of what time brought, then of events. */
const replayPeriod = async (services: Services, { rule }: Trial, { over, limit, after }: PeriodPage) => {
  const { eventsFrom, eventsTo } = over;
  const isOfEvents = after?.startsWith(ofEvents) === true;
  if (!isOfEvents) {
    const ofTime = { ruleId: rule.key, from: eventsFrom, to: eventsTo, limit, after };
    const { items, next = ofEvents } = await recordedRunsOfTime(services, ofTime);
    if (items.length > 0 || next !== ofEvents) return { items: items.map(replayOf), next };
  }
  const behind = after?.slice(ofEvents.length);
  // A version of then may have waited for something else.
  const query = { ...over, kind: rule.value.for, types: triggeringEvents, limit, after: behind || undefined };
  const { items, next } = await fromEventsBetween(services, query, (event) => replayed(services, rule.key, event));
  return { items, next: next && `${ofEvents}${next}` };
};

// No event of a period leads to such a rule: an empty answer would say that it does nothing.
const ofTimeDetail =
  'no event sets off a rule of time: try it over a record, or replay a saved one by ?replay=recorded';

// POST /v1/rules/dry-run
export const dryRunRule = routeHandler(dryRunRuleRoute, async (services, { body, query, caller }) => {
  const trial = await trialOf(services, body);
  const { over } = body;
  if ('recordId' in over) {
    const results = [await overRecord(services, trial, over.recordId)];
    return { body: { results, summary: summaryOf(results) } };
  }
  if (query.replay && body.rule)
    throw invalid([{ pointer: '/rule', code: 'not-recorded', detail: 'only a rule that was saved has runs' }]);
  if (!query.replay && isOfTime(trial.rule.value.trigger.event))
    throw invalid([{ pointer: '/over', code: 'not-of-events', detail: ofTimeDetail }]);
  const { dryRun: _dry, ...asked } = query;
  const name = `dry run of ${JSON.stringify(body)}`;
  const read = query.replay ? replayPeriod : overEvents;
  const { items, nextCursor } = await pageOf(services, { query: asked, caller }, name, (place) =>
    read(services, trial, { over, ...place }),
  );
  return { body: { results: items, summary: summaryOf(items), ...(nextCursor !== undefined && { nextCursor }) } };
});
