import type { Observed } from '#shared/automation/signals/observation.schema.ts';
import { observationKey } from '#shared/core/table/automation-keys.ts';
import type { Item, Write } from '#shared/core/table/decision.ts';
import type { Table } from '#shared/core/table/table.ts';

/**
 * Which of two signals that observe the same is the newer one: by when it was so, then by when it
 * was sent, then by its id. Each order of arrival leads to the same observation.
 */
type SignalOrder = readonly [sentAt: string, signalId: string];

const isLate = (item: Item, at: string, [sentAt, signalId]: SignalOrder): boolean => {
  const kept = [(item.observation as Observed).at, String(item.sentAt), String(item.signalId)];
  const given = [at, sentAt, signalId];
  const differs = kept.findIndex((one, index) => one !== given[index]);
  return differs === -1 || String(kept[differs]) > String(given[differs]);
};

/**
 * The write that keeps an observation; none where a newer one is kept. One of attendance is kept
 * for each instant, of grade and enrolment the newest of a term and course.
 */
export const keepObservation = async (
  table: Table,
  { contactId, observed, order }: { contactId: string; observed: Observed; order: SignalOrder },
): Promise<Write | undefined> => {
  const key = observationKey(contactId, observed);
  const item = await table.get(key);
  if (item && isLate(item, observed.at, order)) return undefined;
  const [sentAt, signalId] = order;
  const put = { ...key, observation: observed, sentAt, signalId };
  return { put, when: item ? { holds: { sentAt: item.sentAt, signalId: item.signalId } } : 'new' };
};
