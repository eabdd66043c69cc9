import type { Case } from '#shared/casework/cases/case.ts';
import type { CaseEventType, SaidOf } from '#shared/casework/casework.events.ts';
import type { Write } from '#shared/core/table/decision.ts';

// What the things below a case wait for, so that a case has one wake-up for all that is due on it.
// A command that moves a child writes its entry in the same transaction.

export type AgendaEntry = Case['agenda'][number];
type Child = Pick<AgendaEntry, 'kind' | 'id'>;

const isOf =
  ({ kind, id }: Child) =>
  (entry: AgendaEntry): boolean =>
    entry.kind === kind && entry.id === id;

const inOrder = (a: AgendaEntry, b: AgendaEntry): number =>
  a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at < b.at ? -1 : 1;

/** The agenda with what one child waits for: an instant, or nothing. */
export const withEntry = (agenda: readonly AgendaEntry[], child: Child, at: string | undefined): AgendaEntry[] => {
  const others = agenda.filter((entry) => !isOf(child)(entry));
  return at === undefined ? others : [...others, { at, kind: child.kind, id: child.id }].sort(inOrder);
};

/** The agenda without anything of some kinds. */
export const withoutKinds = (agenda: readonly AgendaEntry[], kinds: readonly AgendaEntry['kind'][]): AgendaEntry[] =>
  agenda.filter(({ kind }) => !kinds.includes(kind));

/** The agenda with what all children of a kind wait for. */
export const withEntriesOf = (
  agenda: readonly AgendaEntry[],
  kind: AgendaEntry['kind'],
  entries: readonly Omit<AgendaEntry, 'kind'>[],
): AgendaEntry[] =>
  [...agenda.filter((entry) => entry.kind !== kind), ...entries.map((entry) => ({ ...entry, kind }))].sort(inOrder);

// As many as one wake-up acts on; what is left over is due already and comes with the next one.
const mostChildrenAtOnce = 20;

/** The children that have something to do by an instant, the earliest first. */
export const childrenDue = ({ agenda }: Pick<Case, 'agenda'>, now: string): AgendaEntry[] =>
  agenda.filter(({ at }) => at <= now).slice(0, mostChildrenAtOnce);

/**
 * The outcome of waking a child: what happened, the case where that changed too, and the child as
 * it waits from then on.
 */
type Deed =
  | DeedOf<'Target Reminder Due'>
  | DeedOf<'Target Breached'>
  | DeedOf<'Question Unanswered'>
  | DeedOf<'Appointment Reminder Due'>
  | DeedOf<'Activity Reminder Due'>
  | DeedOf<'Silence Warned'>;
type DeedOf<K extends CaseEventType> = { type: K } & SaidOf<K> & { record?: Case; rest: Waiting };

/** A child of a case as its wake-up knows it. */
export interface Waiting extends Child {
  /** When it next has something to do, if ever. */
  next: string | undefined;
  /** Does what is due at `next`. `at` (epoch milliseconds) is when it is done. */
  wake: (record: Case, at: number) => Deed;
  /** As it is to be kept, where it keeps what it waits for itself. */
  write: () => Write | undefined;
}
