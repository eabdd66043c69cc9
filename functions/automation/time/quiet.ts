// Rules on quiet records. An open record has one item in the due index for all of them, at no cost
// of its events; at its instant the history says since when it has been quiet.
import { armNext } from '#functions/arm-next.ts';
import { runRule } from '#functions/automation/run-rule.ts';
import { endOf } from '#functions/automation/time/end-of.ts';
import { goOn } from '#functions/automation/time/go-on.ts';
import { rulesOnQuiet } from '#functions/automation/time/quiet-rules.ts';
import { hasTurn } from '#functions/automation/time/rule-of-time.ts';
import { signsOf } from '#functions/automation/time/signs.ts';
import { logger } from '#functions/logger.ts';
import type { Services } from '#functions/services.ts';
import { byTheClock, ended, type Waker, waiting } from '#functions/wake/woken.ts';
import { endsHere } from '#shared/automation/rules/decide-run.ts';
import type { TargetKind } from '#shared/automation/rules/rule-action.ts';
import type { CompiledRule, TriggeringEvent } from '#shared/automation/rules/rule-index.ts';
import { occurrenceOfTime } from '#shared/automation/rules/time/occurrence.ts';
import { quietSince, type Sign } from '#shared/automation/rules/time/quiet-stretch.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { isOpen } from '#shared/casework/cases/status.ts';
import { momentWrite } from '#shared/core/clocks/moments.ts';
import { Refusal } from '#shared/core/errors.ts';
import { digestOf } from '#shared/core/records/ids.ts';
import { epoch, iso } from '#shared/core/records/instants.ts';
import type { RecordBase } from '#shared/core/records/primitives.ts';
import { readRecord } from '#shared/core/records/read.ts';
import { againOnConflict } from '#shared/core/table/commit.ts';
import { momentKey, type Place } from '#shared/core/table/keys.ts';

interface About {
  kind: TargetKind;
  id: string;
}

interface QuietRecord {
  kind: TargetKind;
  record: RecordBase;
}

const placeOf = ({ kind, id }: About): Place & { kind: 'quiet' } => ({ kind: 'quiet', id: digestOf(kind, id) });

/** Whether something can be expected to happen to a record. */
const isAwaited = (kind: TargetKind, record: RecordBase): boolean => {
  switch (kind) {
    case 'alert':
      return (record as Alert).category === 'open';
    case 'case':
      return isOpen(record as Case) && !(record as Case).trashedAt;
    case 'contact':
      return true;
  }
};

/** When a stretch is over (epoch milliseconds); never where the calendar has no hours. */
const endFor = async (services: Services, { value, key }: CompiledRule, since: string): Promise<number> => {
  if (!('for' in value.trigger)) return Number.POSITIVE_INFINITY;
  try {
    return await endOf(services, epoch(since), value.trigger.for);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    logger.error('a rule waits for what never comes', { ruleId: key, error });
    return Number.POSITIVE_INFINITY;
  }
};

/** No rule counts from before it. A contact has more to look through, when its instant has come. */
const quietAtLeastSince = async (
  services: Services,
  { kind, record, rules }: QuietRecord & { rules: readonly CompiledRule[] },
): Promise<string> => {
  if (kind === 'contact') return record.updatedAt;
  const signs = await signsOf(services, { kind, id: record.id }, new Set(rules.map(({ key }) => key)));
  return signs.reduce((first, { occurredAt }) => (occurredAt < first ? occurredAt : first), record.updatedAt);
};

/**
 * Sees to it that a record is looked at when rules can be due on it.
 * @param isNew it may have been without an item, or about to lose it
 */
export const expectQuiet = async (
  services: Services,
  kind: TargetKind,
  record: RecordBase,
  isNew = false,
): Promise<void> => {
  if (!isAwaited(kind, record)) return;
  const rules = await rulesOnQuiet(services, kind, record);
  if (rules.length === 0) return;
  const since = isNew ? record.updatedAt : await quietAtLeastSince(services, { kind, record, rules });
  const ends = await Promise.all(rules.map((rule) => endFor(services, rule, since)));
  const at = Math.min(...ends);
  if (!Number.isFinite(at)) return;
  const about = { kind, id: record.id };
  const subject = placeOf(about);
  await againOnConflict(async () => {
    const item = await services.table.get(momentKey(subject));
    if (item && !isNew && String(item.at) <= iso(at)) return;
    const before = item ? Number(item.generation) : 0;
    const now = services.now();
    const { put } = momentWrite({ subject, at: iso(at), generation: Math.max(before + 1, now) }, 'waiting');
    const when = item ? { holds: { generation: before } } : ('new' as const);
    await services.commit(byTheClock(now), [], [{ put: { ...put, about }, when }]);
  });
  await armNext(services, subject);
};

// After these a record may be awaited that was not, or by other rules.
const begins: ReadonlySet<string> = new Set([
  'Alert Created',
  'Alert Status Changed',
  'Case Created',
  'Case Reopened',
  'Case Restored',
  'Case Converted',
  'Contact Created',
]);

/** Has a record that begins to be open looked at when rules can be due on it. */
export const watchQuiet = async (services: Services, { event, detailType }: TriggeringEvent): Promise<void> => {
  if (!begins.has(detailType) || (detailType === 'Alert Status Changed' && !event.changed.includes('category'))) return;
  const { kind, id } = event.subject as About;
  const record = (event.record as RecordBase | undefined) ?? (await readRecord(services.table, kind, id));
  if (record) await expectQuiet(services, kind, record, true);
};

interface Stretch {
  rule: CompiledRule;
  occurrence: TriggeringEvent;
  end: number;
}

const stretchOf = async (
  services: Services,
  rule: CompiledRule,
  { kind, record, signs }: QuietRecord & { signs: readonly Sign[] },
): Promise<Stretch> => {
  const at = async (since: string) => {
    const end = await endFor(services, rule, since);
    // One that never ends has no instant to be named by.
    const named = Number.isFinite(end) ? end : 0;
    const occurrence = occurrenceOfTime({
      trigger: 'no-activity',
      kind,
      record,
      at: named,
      after: { since },
    });
    return { rule, end, occurrence };
  };
  const since = await quietSince(signs, rule.key, async (begun) => (await at(begun)).occurrence.event.eventId);
  return at(since ?? record.createdAt);
};

/**
 * Runs those that are due, in their order; each finds its run where it has had its turn. One that
 * is to be the last stops those of its owner: no rule keeps a routine from its turn.
 */
const runDue = async (services: Services, due: readonly Stretch[], about: QuietRecord): Promise<void> => {
  for (const ofOwner of Map.groupBy(due, ({ rule }) => rule.owner).values())
    for (const { rule, occurrence } of ofOwner) {
      if (!(await hasTurn(services, rule, about))) continue;
      const run = await runRule(services, rule, { occurrence, isLast: false });
      if (!run) return;
      if (endsHere(run, rule)) break;
    }
};

/** When something can be due again: what has been done is not before another whole stretch. */
const nextOf = async (services: Services, stretches: readonly Stretch[], now: number): Promise<number> => {
  const ends = stretches.map(({ rule, end }) => (end > now ? end : endFor(services, rule, iso(now))));
  return Math.min(...(await Promise.all(ends)));
};

export const wakeTheQuiet: Waker = async (services, wakeUp, horizon) => {
  const place = { kind: 'quiet' as const, id: wakeUp.id };
  const item = await services.table.get(momentKey(place));
  if (item?.generation !== wakeUp.generation) return ended(wakeUp);
  const now = services.now();
  if (epoch(String(item.at)) > now) return waiting(wakeUp, epoch(String(item.at)));
  const { kind, id } = item.about as About;
  const record = await readRecord<RecordBase>(services.table, kind, id);
  const rules = record && isAwaited(kind, record) ? await rulesOnQuiet(services, kind, record) : [];
  if (!record || rules.length === 0) return goOn(services, { wakeUp, item, next: undefined, horizon });
  const signs = await signsOf(services, { kind, id }, new Set(rules.map(({ key }) => key)));
  const stretches = await Promise.all(rules.map((rule) => stretchOf(services, rule, { kind, record, signs })));
  await runDue(
    services,
    stretches.filter(({ end }) => end <= now),
    { kind, record },
  );
  return goOn(services, { wakeUp, item, next: await nextOf(services, stretches, now), horizon });
};
