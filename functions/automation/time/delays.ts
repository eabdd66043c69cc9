// Rules that run some time after their event. Conditions are asked then and again when the time has
// come. The waiting item is named by rule and event as the run is, so it runs once.

import { armNext } from '#functions/arm-next.ts';
import { routinesOfCase } from '#functions/automation/routines-of-case.ts';
import { commitRun, failRun, runRule } from '#functions/automation/run-rule.ts';
import { endOf } from '#functions/automation/time/end-of.ts';
import { isLasting } from '#functions/failures.ts';
import type { Services } from '#functions/services.ts';
import { droppedRun } from '#shared/automation/rules/decide-run.ts';
import { type CompiledRule, ruleIndexOf, setOffBy, type TriggeringEvent } from '#shared/automation/rules/rule-index.ts';
import { type DelayedRun, delayItem, delayOf, placeOfDelay } from '#shared/automation/rules/time/delayed-run.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { EventDetail } from '#shared/core/events/detail.ts';
import { type DomainEvent, withInitialValues } from '#shared/core/events/event.ts';
import { epoch } from '#shared/core/records/instants.ts';
import { readRecord } from '#shared/core/records/read.ts';
import { eventsOfVersion, momentKey, partitionOf, recordKey } from '#shared/core/table/keys.ts';
import { putNew } from '#shared/core/table/put-new.ts';

/** Keeps a run until its time has come. What is kept already stays as it is. */
const keep = async (services: Services, delayed: DelayedRun, at: number): Promise<void> => {
  await putNew(services.table, delayItem(delayed, at));
  await armNext(services, placeOfDelay(delayed));
};

/**
 * Has a rule that held wait for its time, where it says so and the time has not passed.
 * @returns whether it has had its turn: it waits, or how long cannot be told
 */
export const delayRule = async (
  services: Services,
  rule: CompiledRule,
  occurrence: TriggeringEvent,
): Promise<boolean> => {
  const { after } = rule.value;
  const { event } = occurrence;
  if (after === undefined) return false;
  let at: number;
  try {
    at = await endOf(services, epoch(event.occurredAt), after);
  } catch (error) {
    if (!isLasting(error)) throw error;
    await failRun(services, { rule, event, error });
    return true;
  }
  if (at <= services.now()) return false;
  await keep(services, delayOf(rule.key, occurrence), at);
  return true;
};

const isWhole = (delayed: DelayedRun): delayed is DelayedRun & { event: EventDetail } => delayed.version === undefined;

/** The event of a delayed run, from the history of its record; undefined where that is gone. */
const eventOf = async ({ table }: Services, delayed: DelayedRun): Promise<TriggeringEvent | undefined> => {
  const { detailType, event, version = 0 } = delayed;
  if (isWhole(delayed)) return { detailType, event: delayed.event };
  const { kind, id } = event.subject;
  if (kind === 'person') return undefined;
  const range = { pk: partitionOf({ kind, id }), prefix: `${eventsOfVersion(version)}#`, consistent: true };
  const items = await table.queryAll(range);
  const found = items.map((item) => item.event as DomainEvent).find(({ eventId }) => eventId === event.eventId);
  if (!found) return undefined;
  const { type: _type, ...detail } = withInitialValues(found);
  return { detailType, event: detail };
};

/** The rule or routine as it is now, if it still waits for such an event. */
const ruleNow = async (
  services: Services,
  key: string,
  occurrence: TriggeringEvent,
): Promise<CompiledRule | undefined> => {
  const { table, definitions } = services;
  const ofRules = async () => ruleIndexOf(await definitions.all('rules'));
  const ofRoutines = async () => {
    const record = await readRecord<Case>(table, 'case', occurrence.event.subject.id);
    return record && routinesOfCase(services, record);
  };
  const index = await (key.includes('/') ? ofRoutines() : ofRules());
  return index && setOffBy(index, occurrence).find((rule) => rule.key === key);
};

const isThere = async ({ table }: Services, { subject: { kind, id } }: EventDetail): Promise<boolean> =>
  kind !== 'person' && (await table.get(recordKey({ kind, id }))) !== undefined;

const runOrDrop = async (services: Services, delayed: DelayedRun): Promise<void> => {
  const occurrence = await eventOf(services, delayed);
  if (!occurrence) return;
  const { event } = occurrence;
  const rule = await ruleNow(services, delayed.rule, occurrence);
  if (rule) await runRule(services, rule, { occurrence, isLast: false });
  else if (await isThere(services, event))
    await commitRun(services, {
      rule: { key: delayed.rule, owner: 'rules' },
      event,
      run: droppedRun(delayed.rule, event, services.now()),
    });
};

/** Runs what was delayed, unless nobody wants it any more. */
export const runDelayed = async (services: Services, delayed: DelayedRun): Promise<void> => {
  await runOrDrop(services, delayed);
  await services.table.deleteAll([momentKey(placeOfDelay(delayed))]);
};
