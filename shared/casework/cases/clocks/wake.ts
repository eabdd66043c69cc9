import type { Case } from '#shared/casework/cases/case.ts';
import type { CaseDefinition } from '#shared/casework/cases/case-definition.ts';
import { type CaseChange, happen } from '#shared/casework/cases/change-case.ts';
import { type Waiting, withEntry } from '#shared/casework/cases/clocks/agenda.ts';
import { nextMomentOfCase } from '#shared/casework/cases/clocks/clocks.ts';
import { isOpen } from '#shared/casework/cases/status.ts';
import type { ClockEventType, SaidOf } from '#shared/casework/casework.events.ts';
import { type Due, nextDueOf } from '#shared/core/clocks/due.ts';
import { type Failure, failureOf, Refusal } from '#shared/core/errors.ts';
import type { EventDraft } from '#shared/core/events/event.ts';
import { iso } from '#shared/core/records/instants.ts';
import { type Decision, unchanged } from '#shared/core/table/decision.ts';

interface Wake {
  /** Epoch milliseconds. */
  at: number;
  /** The last instant for which the wake-up that asks may go on waiting. */
  horizon: number;
  /** The things below the case that have something to do by then. */
  children?: readonly Waiting[];
  /** How much is done of what is due, where not as much as goes into one transaction. */
  most?: number;
  /** Why the first thing that is due is not done but given up. */
  failure?: Failure;
}

interface CaseDue {
  clock: string;
  dueAt: string;
  due: Due;
}

// One transaction takes a hundred writes, and an event may move a child beside it. What is left
// over is due already, so the next wake-up comes at once.
const mostAtOnce = 40;

/** What any clock of a case has to do by an instant, the earliest first. */
const firstDue = ({ clocks }: Case, now: string): CaseDue | undefined =>
  clocks
    .flatMap((clock): CaseDue[] => {
      const due = nextDueOf(clock);
      return due && due.at <= now ? [{ clock: clock.key, dueAt: clock.dueAt, due }] : [];
    })
    .reduce<CaseDue | undefined>((first, one) => (first && first.due.at <= one.due.at ? first : one), undefined);

/** What any child of a case has to do by an instant, the earliest first. */
const firstChild = (children: ReadonlyMap<string, Waiting>, now: string): Waiting | undefined =>
  [...children.values()]
    .filter(({ next }) => next !== undefined && next <= now)
    .reduce<Waiting | undefined>(
      (first, one) => (first && String(first.next) <= String(one.next) ? first : one),
      undefined,
    );

/**
 * Does all that is due on a case and below it, each an event in the order of the instants; what
 * cannot be done is given up by an event. Beyond the horizon the sweep starts the next generation.
 */
export const wakeCase = (
  current: Case,
  { at, horizon, children = [], most = mostAtOnce, failure }: Wake,
  definition: CaseDefinition,
): Decision<Case> => {
  if (!isOpen(current) || current.trashedAt) return unchanged('case', current);
  const now = iso(at);
  const events: EventDraft[] = [];
  const waiting = new Map(children.map((child) => [child.id, child]));
  const woken = new Set<string>();
  let after = current;
  const apply = <K extends ClockEventType>(next: Case, change: CaseChange<K>) => {
    const happened = happen(after, next, change);
    after = happened.after;
    events.push(happened.event);
  };
  const escalate = (detail: SaidOf<'Case Escalated'>['detail']) =>
    apply({ ...after, escalated: after.escalated + 1 }, { type: 'Case Escalated', at, definition, detail });
  const wakeChild = (child: Waiting) => {
    const { record, rest, ...said } = child.wake(after, at);
    const moved = { ...(record ?? after), agenda: withEntry((record ?? after).agenda, child, rest.next) };
    apply(moved, { ...said, at, definition });
    waiting.set(child.id, rest);
    woken.add(child.id);
  };
  const wakeClock = ({ clock, dueAt, due }: CaseDue) => {
    const onBreach = definition.policies.get(clock)?.target.onBreach;
    if (due.what === 'reminder')
      apply(after, { type: 'Target Reminder Due', at, definition, detail: { clock, dueAt, reminderAt: due.at } });
    if (due.what === 'breach') {
      apply(after, { type: 'Target Breached', at, definition, detail: { clock, dueAt } });
      if (onBreach?.escalate) escalate({ by: 'breach', clock, dueAt });
    }
    if (due.what === 'level')
      escalate({
        by: 'ladder',
        clock,
        dueAt,
        levelAt: due.at,
        rung: due.rung,
        groups: onBreach?.ladder[due.rung]?.groups ?? [],
      });
  };
  /** What is due goes off the case undone, and its history says why. */
  const giveUp = ({ clock, child }: { clock?: CaseDue; child?: Waiting }, why: Failure) => {
    const detail = { ...why, ...clock, ...(child && { kind: child.kind, id: child.id }) };
    const without = child ? { ...after, agenda: withEntry(after.agenda, child, undefined) } : after;
    apply(without, { type: 'Due Action Failed', at, definition, detail });
    if (child) waiting.delete(child.id);
  };
  const attempt = (due: { clock?: CaseDue; child?: Waiting }) => {
    if (failure && events.length === 0) return giveUp(due, failure);
    const [count, before] = [events.length, after];
    try {
      if (due.child) wakeChild(due.child);
      else if (due.clock) wakeClock(due.clock);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      // One that is refused keeps no other from being done.
      events.length = count;
      after = before;
      giveUp(due, failureOf(error));
    }
  };
  while (events.length < most && isOpen(after)) {
    const clock = firstDue(after, now);
    const child = firstChild(waiting, now);
    if (child && (!clock || String(child.next) < clock.due.at)) attempt({ child });
    else if (clock) attempt({ clock });
    else break;
  }
  if (events.length === 0) return unchanged('case', current);
  const next = nextMomentOfCase(after);
  const beyond = next !== undefined && next > horizon;
  return {
    kind: 'case',
    before: current,
    after: {
      ...after,
      version: current.version + 1,
      updatedAt: now > current.updatedAt ? now : current.updatedAt,
      generation: current.generation + (beyond ? 1 : 0),
    },
    events,
    items: [...woken].flatMap((id) => waiting.get(id)?.write() ?? []),
  };
};
