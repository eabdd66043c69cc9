import { epoch, iso } from '#shared/core/records/instants.ts';
import { isConditionRefused } from '#shared/core/table/condition-refused.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { everyShard, momentIndexKeys, momentKey, momentPartition, type Place } from '#shared/core/table/keys.ts';
import type { Table } from '#shared/core/table/table.ts';

// A moment is the item of an instant that something waits for. It changes in one transaction with
// the thing that it belongs to; the execution that waits for it reads it afresh.

export interface SubjectTimer {
  subject: Place;
  at: string;
  generation: number;
}

const momentOf = (item: Item): SubjectTimer => ({
  subject: item.subject as Place,
  at: String(item.at),
  generation: Number(item.generation),
});

/**
 * The item of a moment: `armed` where an execution waits for it, `waiting` where one has to be
 * started.
 */
export const momentWrite = ({ subject, at, generation }: SubjectTimer, state: 'armed' | 'waiting'): { put: Item } => ({
  put: { ...momentKey(subject), ...momentIndexKeys(subject, state, at), subject, at, generation },
});

/** What a wake-up is started with. */
export interface WakeUp {
  kind: Place['kind'];
  id: string;
  generation: number;
  at: string;
}

export const wakeUpFor = ({ subject, at, generation }: SubjectTimer): WakeUp => ({
  kind: subject.kind,
  id: subject.id,
  generation,
  at,
});

/** Named by thing and generation: starting it twice starts it once. */
export const executionName = ({ kind, id, generation }: WakeUp): string => `${kind}-${id}-${generation}`;

export const momentOfSubject = async (table: Table, subject: Place): Promise<SubjectTimer | undefined> => {
  const item = await table.get(momentKey(subject));
  return item && momentOf(item);
};

/** The moment of something, unless an execution waits for it already. */
export const momentToArm = async (table: Table, subject: Place): Promise<SubjectTimer | undefined> => {
  const item = await table.get(momentKey(subject));
  if (!item) return undefined;
  const moment = momentOf(item);
  return item.gsi4pk === momentIndexKeys(subject, 'armed', moment.at).gsi4pk ? undefined : moment;
};

/**
 * Starts an execution that waits for a moment, and marks the moment as waited for. Either may
 * happen twice, or not at all: then the sweep does it.
 */
export const arm = async (
  table: Table,
  moment: SubjectTimer,
  start: (wakeUp: WakeUp) => Promise<void>,
): Promise<void> => {
  await start(wakeUpFor(moment));
  const keys = momentIndexKeys(moment.subject, 'armed', moment.at);
  try {
    await table.update(momentKey(moment.subject), {
      UpdateExpression: 'SET gsi4pk = :pk, gsi4sk = :sk',
      ConditionExpression: 'generation = :generation AND #at = :at',
      ExpressionAttributeNames: { '#at': 'at' },
      ExpressionAttributeValues: {
        ':pk': keys.gsi4pk,
        ':sk': keys.gsi4sk,
        ':generation': moment.generation,
        ':at': moment.at,
      },
    });
  } catch (error) {
    // Moved or gone in the meantime: its new generation is somebody else's to start.
    if (!isConditionRefused(error)) throw error;
  }
};

/** Moments of a state that lie before an instant, soonest first; at most `limit` of each shard. */
export const momentsBefore = async (
  table: Table,
  state: 'armed' | 'waiting',
  instant: number,
  limit: number,
): Promise<SubjectTimer[]> => {
  const to = `${iso(instant)}~`;
  const pages = await Promise.all(
    everyShard.map((shard) => table.query({ index: 'gsi4', pk: momentPartition(state, shard), to, limit })),
  );
  return pages.flatMap(({ items }) => items.map(momentOf)).sort((a, b) => epoch(a.at) - epoch(b.at));
};
