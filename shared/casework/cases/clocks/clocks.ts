import type { Case } from '#shared/casework/cases/case.ts';
import type { CaseDefinition } from '#shared/casework/cases/case-definition.ts';
import type { CaseType, StartCondition, StopCondition, TargetDefinition } from '#shared/casework/cases/case-type.ts';
import { type Happening, isFromRequester, isStaffReply } from '#shared/casework/cases/clocks/happening.ts';
import { isOpen, statusOf } from '#shared/casework/cases/status.ts';
import {
  type At,
  type Clock,
  holdBy,
  type Policy,
  reprioritise,
  settle,
  startClock,
  stopClock,
  takeUp,
  unstop,
} from '#shared/core/clocks/clock.ts';
import { breach, endLadder, giveUp, nextMomentOf, reach, remind } from '#shared/core/clocks/due.ts';
import { operate } from '#shared/core/clocks/operation.ts';
import { epoch, iso } from '#shared/core/records/instants.ts';
import { own } from '#shared/core/records/own.ts';

// The clocks of a case are a fold of its events: no command moves a clock. Folding its history from
// the first event on gives the clocks that are kept with it: docs/decisions/0015.

const stageOf = (clockKey: string): string | undefined =>
  clockKey.startsWith('stage:') ? clockKey.slice('stage:'.length) : undefined;

/**
 * Whether the clocks begin with this event: the case was raised, or its targets are to begin anew.
 */
const isBeginning = ({ type, after }: Happening): boolean =>
  type === 'Case Created' || ((type === 'Case Converted' || type === 'Case Merged') && after.targets === 'restart');
const isHeldByPerson = ({ record: { assignee } }: Happening): boolean => assignee !== undefined && 'user' in assignee;
const mayHaveEntered = (happening: Happening): boolean =>
  isBeginning(happening) || happening.changed.includes('stage') || happening.type === 'Case Reopened';

/** As a clock of a case is counted: by one of its targets. */
type AtTarget = At & { policy: Policy<TargetDefinition> };

type Holds = (happening: Happening, clockKey: string) => boolean;

/**
 * When a clock starts. One that has stopped starts anew only where that can happen more than once:
 * each message, each visit of a stage.
 */
const starts: Record<StartCondition, { holds: Holds; again: boolean }> = {
  created: { holds: isBeginning, again: false },
  assigned: { holds: isHeldByPerson, again: false },
  'requester-message': { holds: isFromRequester, again: true },
  'stage-entered': { holds: (one, key) => mayHaveEntered(one) && one.record.stage === stageOf(key), again: true },
};

/** When a clock stops. Closing the case stops every clock. */
const stops: Record<StopCondition, Holds> = {
  closed: () => false,
  assigned: isHeldByPerson,
  'staff-reply': isStaffReply,
  'stage-left': ({ record }, key) => record.stage !== stageOf(key),
};

const kindOf = (clockKey: string) => (stageOf(clockKey) === undefined ? clockKey : 'stage');
const impliedBy: Record<string, { starts: StartCondition; stops: StopCondition }> = {
  completion: { starts: 'created', stops: 'closed' },
  'first-response': { starts: 'created', stops: 'staff-reply' },
  'next-reply': { starts: 'requester-message', stops: 'staff-reply' },
  stage: { starts: 'stage-entered', stops: 'stage-left' },
};

/** What starts and stops the clock of a target: what it says itself, else what its key means. */
export const conditionsOf = (target: Pick<TargetDefinition, 'key' | 'starts' | 'stops'>) => {
  const implied = own(impliedBy, kindOf(target.key));
  if (!implied) throw new Error(`there is no target ${target.key}`);
  return { starts: target.starts ?? implied.starts, stops: target.stops ?? implied.stops };
};

/**
 * Whether a clock that closing the case stopped goes on when the case is reopened: not where
 * closing was what it waited for.
 */
const goesOn = (clock: Clock, { record }: Happening, stop: StopCondition): boolean =>
  stop !== 'staff-reply' && (stop !== 'stage-left' || record.stage === stageOf(clock.key));

/** A clock that closing stopped, when the case is open again. */
const afterClosing = (clock: Clock, happening: Happening, stop: StopCondition): Clock => {
  const { type, before, record } = happening;
  const closedAt = 'closedAt' in before ? before.closedAt : undefined;
  const stoppedWithCase = typeof closedAt === 'string' && clock.stoppedAt !== undefined && clock.stoppedAt >= closedAt;
  if (!stoppedWithCase || !isOpen(record)) return clock;
  if (type === 'Case Unmerged') return unstop(clock);
  return goesOn(clock, happening, stop) ? takeUp(clock) : clock;
};

/** What the event does to this clock by name: an operation, or something that fell due. */
const named = (clock: Clock, { type, after }: Happening, now: At): Clock => {
  const named = 'clock' in after ? after.clock : undefined;
  const operation = 'operation' in after ? after.operation : undefined;
  if (operation && (named === clock.key || operation.do === 'retarget')) return operate(clock, operation, now);
  if (named !== clock.key) return clock;
  if (type === 'Target Reminder Due') return remind(clock, String(after.reminderAt), now);
  if (type === 'Target Breached') return breach(clock, now);
  if (type === 'Due Action Failed') return after.due ? giveUp(clock, after.due) : clock;
  return type === 'Case Escalated' && after.by === 'ladder' ? reach(clock, Number(after.rung)) : clock;
};

// Who does one of these has taken the matter up.
const acts: ReadonlySet<string> = new Set(['Case Assigned', 'Case Status Changed', 'Case De-escalated']);

/** What holds a clock besides people: the status, and a question that waits for its answer. */
const held = (clock: Clock, { record }: Happening, type: CaseType, now: AtTarget): Clock => {
  if (clock.stoppedAt || clock.clearedAt) return clock;
  const byStatus = statusOf(type, record.status.key)?.pausesClocks?.includes(clock.key) ?? false;
  const byQuestion = now.policy.target.pauseWhileAwaitingReply && record.openQuestions > 0;
  return holdBy(holdBy(clock, 'status', byStatus, now), 'question', byQuestion, now);
};

const clockAfter = (
  before: Clock | undefined,
  happening: Happening,
  now: AtTarget,
  type: CaseType,
): Clock | undefined => {
  const { key } = now.policy.target;
  const { record, changed } = happening;
  const conditions = conditionsOf(now.policy.target);
  const start = starts[conditions.starts];
  const there = before && afterClosing(before, happening, conditions.stops);
  const isStartable = !there || (start.again && there.stoppedAt !== undefined);
  let clock = isStartable && isOpen(record) && start.holds(happening, key) ? startClock(now) : there;
  if (!clock) return undefined;
  if (happening.type === 'Case Updated' && changed.includes('priority'))
    clock = reprioritise(clock, String(happening.before.priority), now);
  clock = named(clock, happening, now);
  if (acts.has(happening.type)) clock = endLadder(clock);
  if (!isOpen(record) || stops[conditions.stops](happening, key)) clock = stopClock(clock, now);
  return settle(held(clock, happening, type, now), now);
};

/** A clock whose target its type has no more counts for nothing. */
const withoutTarget = (clock: Clock, { at }: Happening): Clock =>
  clock.stoppedAt || clock.clearedAt ? clock : { ...clock, clearedAt: iso(at), state: 'cleared' };

/**
 * The clocks of a case after an event of it, in the order of its targets. `definition`: after the
 * event. @throws what the operation of the event is refused with
 */
export const clocksAfter = (
  clocks: readonly Clock[],
  happening: Happening,
  { policies, type }: CaseDefinition,
): Clock[] => {
  const isAnew = isBeginning(happening);
  const before = isAnew
    ? []
    : happening.type === 'Case Converted'
      ? clocks.filter(({ key }) => policies.has(key))
      : clocks;
  const known = [...policies.entries()].flatMap(([key, policy]) => {
    const now = { policy, priority: happening.record.priority, at: happening.at };
    return (
      clockAfter(
        before.find((clock) => clock.key === key),
        happening,
        now,
        type,
      ) ?? []
    );
  });
  return [...known, ...before.filter(({ key }) => !policies.has(key)).map((clock) => withoutTarget(clock, happening))];
};

/**
 * The first instant at which a case has something to do: any clock of it, or anything below it.
 * Closed, or in the trash, it has nothing.
 */
export const nextMomentOfCase = (
  record: Pick<Case, 'status' | 'clocks' | 'agenda' | 'trashedAt'>,
): number | undefined => {
  if (record.trashedAt || !isOpen(record)) return undefined;
  const moments = [
    ...record.clocks.flatMap((clock) => nextMomentOf(clock) ?? []),
    ...record.agenda.map(({ at }) => epoch(at)),
  ];
  return moments.length > 0 ? Math.min(...moments) : undefined;
};
