import { closingOf } from '#functions/closing.ts';
import { isLasting } from '#functions/failures.ts';
import { logger } from '#functions/logger.ts';
import type { Services } from '#functions/services.ts';
import { byTheClock, ended, type Waker, waiting } from '#functions/wake/woken.ts';
import type { Activity } from '#shared/casework/activities/activity.ts';
import type { Appointment } from '#shared/casework/appointments/appointment.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { CaseDefinition } from '#shared/casework/cases/case-definition.ts';
import { definitionOf } from '#shared/casework/cases/cases.ts';
import { type AgendaEntry, childrenDue, type Waiting } from '#shared/casework/cases/clocks/agenda.ts';
import { nextMomentOfCase } from '#shared/casework/cases/clocks/clocks.ts';
import { waitingActivity, waitingAppointment } from '#shared/casework/cases/clocks/reminders.ts';
import { wakeCase } from '#shared/casework/cases/clocks/wake.ts';
import { purgeDeletedCase } from '#shared/casework/cases/life/purge-deleted-case.ts';
import { type Question, waitingQuestion } from '#shared/casework/questions/question.ts';
import { callOffClosing, closeForSilence, closesForSilence } from '#shared/casework/silence/close-for-silence.ts';
import { waitingForWord } from '#shared/casework/silence/silence.ts';
import type { Task } from '#shared/casework/tasks/task.ts';
import { waitingTask } from '#shared/casework/tasks/task-clock.ts';
import { type Failure, failureOf, Refusal } from '#shared/core/errors.ts';
import { iso } from '#shared/core/records/instants.ts';
import { readRecord } from '#shared/core/records/read.ts';
import type { Decision, Item } from '#shared/core/table/decision.ts';
import { childKey, type Key } from '#shared/core/table/keys.ts';

/** How each kind of thing below a case waits. */
const waitingBelow: Partial<
  Record<AgendaEntry['kind'], (item: Item, record: Case, definition: CaseDefinition) => Waiting>
> = {
  task: ({ record: task }, record, definition) => waitingTask(task as Task, record, definition),
  question: ({ record: question }, record, definition) => waitingQuestion(question as Question, record, definition),
  appointment: ({ record: thing }, record, definition) => waitingAppointment(thing as Appointment, record, definition),
  activity: ({ record: thing }, record, definition) => waitingActivity(thing as Activity, record, definition),
};

/**
 * What the agenda says of a thing that is not there: it cannot be woken, and goes off the agenda.
 */
const missing = ({ kind, id, at }: AgendaEntry): Waiting => ({
  kind,
  id,
  next: at,
  wake: () => {
    throw new Refusal('not-found', `There is no ${kind} ${id} any more`);
  },
  write: () => {
    throw new Error(`there is no ${kind} ${id} to write`);
  },
});

/** What of the agenda of a case has something to do by now, but for closing it. */
const childrenOf = async ({ table }: Services, record: Case, definition: CaseDefinition, now: number) => {
  const due = childrenDue(record, iso(now)).filter(({ kind }) => kind !== 'closing');
  const keyOf = ({ kind, id }: AgendaEntry): Key[] =>
    kind === 'silence' || kind === 'closing' ? [] : [childKey(record.id, { kind, id })];
  const keys = due.flatMap(keyOf);
  const items = keys.length === 0 ? [] : await table.getMany(keys, { consistent: true });
  const found = new Map(items.map((item) => [item.sk, item]));
  return due.map((entry) => {
    if (entry.kind === 'silence') return waitingForWord(record, definition) ?? missing(entry);
    const item = found.get(keyOf(entry)[0]?.sk ?? '');
    return (item && waitingBelow[entry.kind]?.(item, record, definition)) ?? missing(entry);
  });
};

interface Awake {
  services: Services;
  record: Case;
  definition: CaseDefinition;
  now: number;
  horizon: number;
}

/** The end of a case whose requester was warned of it and stayed silent, where that is due. */
const closedForSilence = async ({ services, record, definition, now }: Awake): Promise<Decision[]> =>
  closeForSilence(
    record,
    { by: byTheClock(now).actor, at: now },
    { definition, ...(await closingOf(services, record)) },
  );

/**
 * Commits the first of some decisions that can be written; what comes after is less than what goes
 * before.
 */
const commitFirst = async (
  { services, record, now }: Awake,
  ways: readonly ((failure: Failure) => Decision[] | Promise<Decision[]>)[],
): Promise<Case> => {
  let failure: Failure = failureOf(undefined);
  for (const decide of ways) {
    try {
      const decisions = await decide(failure);
      await services.commit(byTheClock(now), decisions);
      return (decisions[0]?.after ?? record) as Case;
    } catch (error) {
      if (!isLasting(error)) throw error;
      logger.error('what is due on a case could not be done', { id: record.id, error: error as Error });
      failure = failureOf(error);
    }
  }
  return record;
};

/**
 * Does all that is due at once, where that cannot be written the first thing alone, else gives that
 * up by an event. It is written before a closing, which may have to do with the same task.
 */
const doWhatIsDue = async (awake: Awake): Promise<Case> => {
  const { services, record, definition, now, horizon } = awake;
  const children = await childrenOf(services, record, definition, now);
  const decide = async (more: { most?: number; failure?: Failure }): Promise<Decision[]> => {
    const decision = wakeCase(record, { at: now, horizon, children, ...more }, definition);
    if (decision.events.length > 0 || !closesForSilence(record, now)) return [decision];
    const { failure } = more;
    return failure ? callOffClosing(record, { at: now, failure }) : closedForSilence(awake);
  };
  return commitFirst(awake, [() => decide({}), () => decide({ most: 1 }), (failure) => decide({ most: 1, failure })]);
};

export const wakeTheCase: Waker = async (services, wakeUp, horizon) => {
  const record = await readRecord<Case>(services.table, 'case', wakeUp.id);
  if (!record) return { ...wakeUp, again: await purgeDeletedCase(services, wakeUp.id), at: iso(services.now()) };
  if (record.generation !== wakeUp.generation) return ended(wakeUp);
  const definition = await definitionOf(services.definitions, record);
  const now = services.now();
  const after = await doWhatIsDue({ services, record, definition, now, horizon });
  const next = nextMomentOfCase(after);
  if (next === undefined || after.generation !== wakeUp.generation) return ended(wakeUp);
  // Nothing could be done about what is due, and waiting for it would be no waiting: the sweep
  // tries again.
  if (after.version === record.version && next <= now) return ended(wakeUp);
  return waiting(wakeUp, next);
};
