import type { HistoryEvent } from '#console/alerts/alert-queries.ts';
import type { AlertAnswer } from '#shared/casework/alerts/alert.ts';

/** One report of what an alert is about: the first raised it, each further one repeats it. */
export interface Occurrence {
  at: string;
  by: HistoryEvent['actor'];
  description?: string;
  source?: string;
  priority?: string;
}

const textIn = (values: unknown, name: string): string | undefined => {
  const value = typeof values === 'object' && values !== null ? Reflect.get(values, name) : undefined;
  return typeof value === 'string' ? value : undefined;
};

const saying = (values: unknown): Omit<Occurrence, 'at' | 'by'> => {
  const [description, source, priority] = ['description', 'source', 'priority'].map((name) => textIn(values, name));
  return {
    ...(description !== undefined && { description }),
    ...(source !== undefined && { source }),
    ...(priority !== undefined && { priority }),
  };
};

/** Every report of an alert, the newest first, of its history in whatever order. */
export const occurrencesOf = (
  { createdAt, createdBy }: Pick<AlertAnswer, 'createdAt' | 'createdBy'>,
  history: readonly HistoryEvent[],
): Occurrence[] => {
  const raised = history.find(({ type }) => type === 'Alert Created');
  const repeats = history
    .filter(({ type }) => type === 'Alert Repeated')
    .map(({ occurredAt, actor, after }) => ({
      at: occurredAt,
      by: actor,
      ...saying(typeof after === 'object' && after !== null ? Reflect.get(after, 'repeat') : undefined),
    }));
  const first = { at: createdAt, by: createdBy, ...saying(raised?.after) };
  return [...repeats, first].sort((one, other) => (one.at < other.at ? 1 : -1));
};

// What people ask of a history; the instants beside them say themselves when they are read.
const shownMembers = [
  'status',
  'priority',
  'reviewer',
  'dueAt',
  'outcome',
  'contactId',
  'description',
  'source',
  'tags',
];

interface Change {
  name: string;
  from: unknown;
  to: unknown;
}

/** What a change made of the members that people ask about; of a new record, nothing. */
export const changesOf = ({ type, before, after }: Pick<HistoryEvent, 'type' | 'before' | 'after'>): Change[] => {
  const member = (values: unknown, name: string): unknown =>
    typeof values === 'object' && values !== null ? Reflect.get(values, name) : undefined;
  if (type === 'Alert Created') return [];
  return shownMembers
    .map((name) => ({ name, from: member(before, name), to: member(after, name) }))
    .filter(({ from, to }) => JSON.stringify(from) !== JSON.stringify(to));
};
