import type { Case } from '#shared/casework/cases/case.ts';
import type { CaseDefinition } from '#shared/casework/cases/case-definition.ts';
import { clocksAfter, nextMomentOfCase } from '#shared/casework/cases/clocks/clocks.ts';
import type { Happening } from '#shared/casework/cases/clocks/happening.ts';
import { remindersAfter } from '#shared/casework/cases/clocks/reminders.ts';
import type { CaseEventType, ClockEventType, DraftOf, SaidOf } from '#shared/casework/casework.events.ts';
import { silenceAfter } from '#shared/casework/silence/silence.ts';
import type { Clock } from '#shared/core/clocks/clock.ts';
import { type Fault, unknownChoice } from '#shared/core/errors.ts';
import { changeEvent, type EventDraft } from '#shared/core/events/event.ts';
import { epoch, iso } from '#shared/core/records/instants.ts';
import { own } from '#shared/core/records/own.ts';
import { type Decision, unchanged, type Write } from '#shared/core/table/decision.ts';

/**
 * What happens to a case, and what its event says beside the change. What moves clocks comes with
 * what they count by.
 */
export type CaseChange<K extends CaseEventType = CaseEventType> = { type: K; at: number } & SaidOf<K> &
  (K extends ClockEventType ? { definition: CaseDefinition } : { definition?: CaseDefinition });

/** The loser of a race may have begun earlier than the winner; a later change is never older. */
const notBefore = (before: Case, at: number): number => Math.max(at, epoch(before.updatedAt));

/**
 * A case is due when its completion is; while that clock is paused or cleared, it is due at no
 * instant.
 */
const withClocks = (record: Case, clocks: Clock[]): Case => {
  const completion = clocks.find((clock) => clock.key === 'completion');
  if (!completion) return { ...record, clocks };
  const { dueAt: _before, ...rest } = record;
  const isDue = completion.state !== 'paused' && completion.state !== 'cleared';
  return { ...rest, clocks, ...(isDue && { dueAt: completion.dueAt }) };
};

/** What the things below a case wait for after an event, by what it plans and who has spoken. */
const agendaAfter = (agenda: Case['agenda'], happening: Happening, definition: CaseDefinition): Case['agenda'] => [
  ...silenceAfter(remindersAfter(agenda, happening, definition), happening, definition),
];

/**
 * The case after an event, its clocks moved by it, and the event. `after` is what the command makes
 * of the case, and `draft` what that changes.
 */
export const happen = <const K extends CaseEventType>(
  before: Case,
  after: Case,
  change: CaseChange<K>,
  draft: EventDraft = changeEvent(change.type, before, after),
): { after: Case; event: EventDraft } => {
  const { detail, was, definition } = change;
  const withDetail = (event: EventDraft): EventDraft => ({
    ...event,
    before: { ...event.before, ...was },
    after: { ...event.after, ...detail },
  });
  if (!definition) return { after, event: withDetail(draft) };
  // `CaseChange` has checked what it says.
  const said = withDetail(draft) as DraftOf<CaseEventType>;
  const happening = { ...said, at: notBefore(before, change.at), record: after };
  const moved = withClocks(
    { ...after, agenda: agendaAfter(after.agenda, happening, definition) },
    clocksAfter(before.clocks, happening, definition),
  );
  return { after: moved, event: withDetail(changeEvent(change.type, before, moved)) };
};

/** Leaving a status adds its time to what was spent there before. */
const onStatus = (before: Case, after: Case, at: number): Case => {
  const { status, statusSince, timeInStatus } = before;
  if (status.key === after.status.key) return after;
  const spent = statusSince && {
    timeInStatus: {
      ...timeInStatus,
      [status.key]: (own(timeInStatus, status.key) ?? 0) + Math.max(0, at - epoch(statusSince)),
    },
  };
  return { ...after, ...spent, statusSince: iso(at) };
};

/**
 * The next version of a case. The generation counts with it where the next moment of the clocks is
 * moved by anything but the wake-up itself, so that a wake-up that waits for the old one ends.
 */
const nextVersion = (before: Case, after: Case, at: number): Case => {
  const moved = nextMomentOfCase(before) !== nextMomentOfCase(after);
  const then = notBefore(before, at);
  return {
    ...onStatus(before, after, then),
    version: before.version + 1,
    updatedAt: iso(then),
    generation: before.generation + (moved ? 1 : 0),
  };
};

/**
 * The decision that turns `before` into `after` with one event, or nothing where nothing changed.
 */
export const changeCase = <const K extends CaseEventType>(
  before: Case,
  after: Case,
  change: CaseChange<K> & { items?: Write[] },
): Decision<Case> => {
  const draft = changeEvent(change.type, before, after);
  if (!change.detail && draft.changed.length === 0) return unchanged('case', before);
  const happened = happen(before, after, change, draft);
  return {
    kind: 'case',
    before,
    after: nextVersion(before, happened.after, change.at),
    events: [happened.event],
    ...(change.items && { items: change.items }),
  };
};

/**
 * The same of what happened elsewhere, before the case was brought in: its clocks follow only where
 * a definition is given.
 */
export const recordCase = <const K extends CaseEventType>(
  before: Case,
  after: Case,
  change: Omit<CaseChange<K>, 'definition'> & { definition?: CaseDefinition | undefined; items?: Write[] },
): Decision<Case> => changeCase(before, after, change as unknown as CaseChange<K> & { items?: Write[] });

/** Things that happen to a case one after the other, as one version of it. */
export const together = (decisions: [Decision<Case>, ...Decision<Case>[]]): Decision<Case> => {
  const [{ before }] = decisions;
  const after = decisions.at(-1)?.after;
  if (!before || !after) throw new Error('there is nothing to put together');
  const events = decisions.flatMap((decision) => decision.events);
  if (events.length === 0) return unchanged('case', before);
  return {
    kind: 'case',
    before,
    after: { ...after, version: before.version + 1 },
    events,
    items: decisions.flatMap((decision) => decision.items ?? []),
  };
};

/** Faults of values that the type of a case does not know. */
export const faultsOfChoices = (
  definition: CaseDefinition,
  given: { priority?: string; subtype?: string | null; stage?: string | null },
): Fault[] => [
  ...(given.priority !== undefined && !definition.priorities.includes(given.priority)
    ? [unknownChoice('/priority', 'priority', { value: given.priority })]
    : []),
  ...(given.subtype && !definition.type.subtypes.includes(given.subtype)
    ? [unknownChoice('/subtype', 'subtype', { value: given.subtype })]
    : []),
  ...(given.stage && !definition.type.stages.some((stage) => stage.key === given.stage)
    ? [unknownChoice('/stage', 'stage', { value: given.stage })]
    : []),
];
