import type { Case } from '#shared/cases/case.ts';
import type { CaseDefinition } from '#shared/cases/case-definition.ts';
import { type Clock, nextMomentOf, type Policy } from '#shared/clocks/clock.ts';
import type { Fault } from '#shared/errors.ts';
import { changeEvent, type EventType } from '#shared/events/event.ts';
import { iso } from '#shared/records/instants.ts';
import { type Decision, unchanged, type Write } from '#shared/table/decision.ts';

/** The first instant at which any clock of a case has something to do. */
export const nextMomentOfCase = (record: Pick<Case, 'clocks' | 'trashedAt'>): number | undefined => {
  if (record.trashedAt) return undefined;
  const moments = record.clocks.flatMap((clock) => nextMomentOf(clock) ?? []);
  return moments.length > 0 ? Math.min(...moments) : undefined;
};

export const policyOf = (definition: CaseDefinition, clockKey: string): Policy | undefined =>
  definition.policies.get(clockKey);

/** The case with each clock changed by a function that gets the clock and what it counts by. */
export const withClocks = (
  record: Case,
  definition: CaseDefinition,
  change: (clock: Clock, policy: Policy) => Clock,
): Case => {
  const clocks = record.clocks.map((clock) => {
    const policy = policyOf(definition, clock.key);
    return policy ? change(clock, policy) : clock;
  });
  const completion = clocks.find((clock) => clock.key === 'completion');
  return { ...record, clocks, ...(completion && { dueAt: completion.dueAt }) };
};

/**
 * The next version of a case. The generation counts with it where the next moment of the clocks is moved by anything but the wake-up itself, so that a
 * wake-up that waits for the old one ends.
 */
export const nextVersion = (before: Case, after: Case, at: number): Case => {
  const moved = nextMomentOfCase(before) !== nextMomentOfCase(after);
  // Whoever lost a race may have begun earlier than the winner; a later version is never older.
  const updatedAt = iso(at) > before.updatedAt ? iso(at) : before.updatedAt;
  return { ...after, version: before.version + 1, updatedAt, generation: before.generation + (moved ? 1 : 0) };
};

/** The decision that turns `before` into `after` with one event, or nothing where nothing changed. */
export const changeCase = (
  before: Case,
  after: Case,
  event: { type: EventType; at: number; detail?: Record<string, unknown>; items?: Write[] },
): Decision<Case> => {
  const draft = changeEvent(event.type, before, after);
  if (draft.changed.length === 0 && !event.detail) return unchanged('case', before);
  return {
    kind: 'case',
    before,
    after: nextVersion(before, after, event.at),
    events: [{ ...draft, after: { ...draft.after, ...event.detail } }],
    ...(event.items && { items: event.items }),
  };
};

const unknown = (pointer: string, what: string): Fault => ({
  pointer,
  code: `unknown-${what}`,
  detail: `the type has no such ${what}`,
});

/** Faults of values that the type of a case does not know. */
export const faultsOfChoices = (
  definition: CaseDefinition,
  given: { priority?: string; subtype?: string | null; stage?: string | null },
): Fault[] => [
  ...(given.priority !== undefined && !definition.priorities.includes(given.priority)
    ? [unknown('/priority', 'priority')]
    : []),
  ...(given.subtype && !definition.type.subtypes.includes(given.subtype) ? [unknown('/subtype', 'subtype')] : []),
  ...(given.stage && !definition.type.stages.some((stage) => stage.key === given.stage)
    ? [unknown('/stage', 'stage')]
    : []),
];
