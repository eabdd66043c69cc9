import { clearAway } from '#functions/clear-away.ts';
import { closingOf } from '#functions/closing.ts';
import type { Services } from '#functions/services.ts';
import type { Alert } from '#shared/alerts/alert.ts';
import { wakeAlert } from '#shared/alerts/due-soon.ts';
import { childrenDue, type Waiting } from '#shared/cases/agenda.ts';
import type { Case } from '#shared/cases/case.ts';
import { nextMomentOfCase } from '#shared/cases/case-clocks.ts';
import type { CaseDefinition } from '#shared/cases/case-definition.ts';
import { definitionOf } from '#shared/cases/cases.ts';
import { isOpen } from '#shared/cases/status.ts';
import { wakeCase } from '#shared/cases/wake-case.ts';
import type { WakeUp } from '#shared/clocks/moments.ts';
import { byHand, type Intent } from '#shared/events/event.ts';
import { openParcel } from '#shared/notifications/parcels.ts';
import { closeForSilence, closesForSilence } from '#shared/questions/close-for-silence.ts';
import { type Question, waitingQuestion } from '#shared/questions/question.ts';
import { epoch, iso } from '#shared/records/instants.ts';
import { readRecord } from '#shared/records/read.ts';
import { againOnConflict } from '#shared/table/commit.ts';
import type { Decision, Item } from '#shared/table/decision.ts';
import { type ChildKind, childKey, momentKey } from '#shared/table/keys.ts';
import type { Task } from '#shared/tasks/task.ts';
import { waitingTask } from '#shared/tasks/task-clock.ts';

export interface Woken extends WakeUp {
  /** Whether there is another moment to wait for: at `at`. */
  again: boolean;
}

const byTheClock = (at: number): Intent => ({ actor: { kind: 'clock', id: 'wake-up' }, at, cause: byHand });
const ended = (wakeUp: WakeUp): Woken => ({ ...wakeUp, again: false });
const waiting = (wakeUp: WakeUp, at: number): Woken => ({ ...wakeUp, again: true, at: iso(at) });

/** How each kind of thing below a case waits. */
const waitingBelow: Partial<Record<ChildKind, (item: Item, record: Case, definition: CaseDefinition) => Waiting>> = {
  task: ({ record: task }, record, definition) => waitingTask(task as Task, record, definition),
  question: ({ record: question }, record, definition) => waitingQuestion(question as Question, record, definition),
};

/** The things below a case that have something to do by now. */
const childrenOf = async ({ table }: Services, record: Case, definition: CaseDefinition, now: number) => {
  const due = childrenDue(record, iso(now)).flatMap(({ kind, id }) => (kind === 'closing' ? [] : [{ kind, id }]));
  if (due.length === 0) return [];
  const items = await table.getMany(
    due.map((child) => childKey(record.id, child)),
    { consistent: true },
  );
  const found = new Map(items.map((item) => [item.sk, item]));
  return due.flatMap((child) => {
    const item = found.get(childKey(record.id, child).sk);
    return (item && waitingBelow[child.kind]?.(item, record, definition)) ?? [];
  });
};

/** The end of a case whose requester was told of it and stayed silent, where that is due. */
const closedForSilence = async (
  services: Services,
  record: Case,
  { definition, now }: { definition: CaseDefinition; now: number },
): Promise<Decision[]> =>
  closesForSilence(record, now)
    ? closeForSilence(
        record,
        { by: byTheClock(now).actor, at: now },
        { definition, ...(await closingOf(services, record)) },
      )
    : [];

const wakeTheCase = async (services: Services, wakeUp: WakeUp, horizon: number): Promise<Woken> => {
  const record = await readRecord<Case>(services.table, 'case', wakeUp.id);
  // What is woken of a deleted case is the clearing away of what it left.
  if (!record) return { ...wakeUp, again: await clearAway(services, wakeUp.id), at: iso(services.now()) };
  if (record.generation !== wakeUp.generation) return ended(wakeUp);
  const definition = await definitionOf(services.definitions, record);
  const now = services.now();
  const children = await childrenOf(services, record, definition, now);
  const decision = wakeCase(record, { at: now, horizon, children }, definition);
  // What was due before has to be written first: both may have to do with the same task. What is due already is not waited for.
  const isFirst = decision.events.length === 0;
  const closing = isFirst ? await closedForSilence(services, record, { definition, now }) : [];
  await services.commit(byTheClock(now), [decision, ...closing]);
  const after = (closing[0]?.after ?? decision.after) as Case;
  const next = nextMomentOfCase(after);
  if (next === undefined || after.generation !== wakeUp.generation) return ended(wakeUp);
  return waiting(wakeUp, next);
};

const wakeTheAlert = async (services: Services, wakeUp: WakeUp): Promise<Woken> => {
  const record = await readRecord<Alert>(services.table, 'alert', wakeUp.id);
  if (record?.dueSoon?.generation !== wakeUp.generation) return ended(wakeUp);
  const now = services.now();
  const decision = wakeAlert(record, now);
  await services.commit(byTheClock(now), [decision]);
  return decision.after.dueSoon ? waiting(wakeUp, epoch(decision.after.dueSoon.at)) : ended(wakeUp);
};

const openTheParcel = async (services: Services, wakeUp: WakeUp): Promise<Woken> => {
  const moment = await services.table.get(momentKey({ kind: 'parcel', id: wakeUp.id }));
  if (!moment) return ended(wakeUp);
  const now = services.now();
  const writes = openParcel(moment, { eventId: services.newId(now), at: now });
  if (!writes) return waiting(wakeUp, epoch(String(moment.at)));
  await services.commit(byTheClock(now), [], writes);
  return ended(wakeUp);
};

/**
 * Does whatever is due by now on the thing that a wake-up is for, in one transaction, and says what to wait for next. It reads the thing afresh: come too
 * early it waits again, come twice it finds nothing more to do, come for an older generation it ends.
 *
 * @param horizon the last instant (epoch milliseconds) for which the caller goes on waiting; what comes later gets a new generation and is started anew
 */
export const wake = (services: Services, wakeUp: WakeUp, horizon: number): Promise<Woken> =>
  againOnConflict(async () => {
    switch (wakeUp.kind) {
      case 'case':
        return wakeTheCase(services, wakeUp, horizon);
      case 'alert':
        return wakeTheAlert(services, wakeUp);
      case 'parcel':
        return openTheParcel(services, wakeUp);
      default:
        return ended(wakeUp);
    }
  });

/**
 * The case after everything that was due by now. Between an instant and its wake-up lies a second, or minutes where that was lost: a target that has passed
 * is breached before anybody closes the case or extends it, whoever comes first.
 */
export const upToDate = async (services: Services, found: Case): Promise<Case> => {
  let record = found;
  for (;;) {
    const next = nextMomentOfCase(record);
    if (next === undefined || next > services.now() || !isOpen(record)) return record;
    const wakeUp = { kind: 'case' as const, id: record.id, generation: record.generation, at: iso(next) };
    await wake(services, wakeUp, Number.POSITIVE_INFINITY);
    const after = await readRecord<Case>(services.table, 'case', record.id);
    if (!after) return record;
    record = after;
  }
};
