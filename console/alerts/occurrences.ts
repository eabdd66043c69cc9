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
