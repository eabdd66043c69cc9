// Counts all records under a new question, and takes away the counts of one that is over. A run
// that begins again counts again what is counted, and changes nothing.
import type { Services } from '#functions/services.ts';
import { countAgain } from '#functions/views/count-again.ts';
import { ended, type Waker, waiting } from '#functions/wake/woken.ts';
import { momentWrite } from '#shared/core/clocks/moments.ts';
import { byHand } from '#shared/core/events/event.ts';
import { iso } from '#shared/core/records/instants.ts';
import { readPartition } from '#shared/core/records/list-rows.ts';
import { againOnConflict } from '#shared/core/table/commit.ts';
import type { Item, Write } from '#shared/core/table/decision.ts';
import { configurationEpochKey, momentKey, type Place } from '#shared/core/table/keys.ts';
import { listPartitions } from '#shared/core/table/list-keys.ts';
import { everyTallyShard, questionKey, tallyPartition } from '#shared/core/table/view-keys.ts';
import type { ViewedKind } from '#shared/insight/views/cell.ts';
import type { StoredQuestion } from '#shared/insight/views/count-record.ts';

/** What one run takes on, fifty together in some 50 ms: a few of its 30 seconds. */
const recordsARun = 2_000;
/** By then nothing counts under a question any more that is over. */
const clearedAfter = 60_000;

interface QuestionTask {
  what: 'fill' | 'clear';
  question: string;
  kind: ViewedKind;
  partition: number;
  after?: string | undefined;
}

export const placeOfTask = ({ what, question }: Pick<QuestionTask, 'what' | 'question'>): Place => ({
  kind: 'question',
  id: `${what}-${question}`,
});

const taskItem = (task: QuestionTask, state: 'armed' | 'waiting', at: number): Item => ({
  ...momentWrite({ subject: placeOfTask(task), at: iso(at), generation: 1 }, state).put,
  task,
});

/** Who keeps questions compares them with the epoch of the configuration. */
const epochWrite = (question: string, at: number, state: string): Write => ({
  put: { ...configurationEpochKey, epoch: `${iso(at)} question ${question} ${state}` },
});

const newQuestion = (question: StoredQuestion, at: number): Write[] => [
  { put: { ...questionKey(question.id), question, isReady: false }, when: 'new' },
  { put: taskItem({ what: 'fill', question: question.id, kind: question.kind, partition: 0 }, 'waiting', at) },
];

const endQuestion = ({ id, kind }: Pick<StoredQuestion, 'id' | 'kind'>, at: number): Write[] => [
  { delete: questionKey(id) },
  { put: taskItem({ what: 'clear', question: id, kind, partition: 0 }, 'waiting', at + clearedAfter) },
];

interface QuestionChange {
  over?: Pick<StoredQuestion, 'id' | 'kind'> | undefined;
  begun?: StoredQuestion | undefined;
}

/** A question that records are counted by from now on, and one that nobody asks any more. */
export const questionWrites = ({ over, begun }: QuestionChange, at: number): Write[] => [
  ...(over ? endQuestion(over, at) : []),
  ...(begun ? newQuestion(begun, at) : []),
  ...(over || begun ? [epochWrite(begun?.id ?? over?.id ?? '', at, begun ? 'new' : 'over')] : []),
];

const sides = ['open', 'closed'] as const;

/** Does as much as one run may. @returns where it goes on; undefined where it is done */
const fillSome = async (services: Services, task: QuestionTask): Promise<QuestionTask | undefined> => {
  const { kind, partition, after } = task;
  const all = sides.flatMap((openness) => listPartitions({ kind, openness }, 'everything'));
  const source = all[partition];
  if (!source) return undefined;
  const page = await readPartition<{ id: string }>(services.table, source, { kind, after, limit: recordsARun });
  const refs = page.records.map(({ id }) => ({ kind, id }));
  await countAgain(services, refs);
  return page.next === undefined
    ? { ...task, partition: partition + 1, after: undefined }
    : { ...task, after: page.next };
};

const clearAll = async ({ table }: Services, { question }: QuestionTask): Promise<undefined> => {
  for (const shard of everyTallyShard) {
    const pk = tallyPartition(question, shard);
    for (let more = true; more; ) {
      const page = await table.query({ pk, limit: 100 });
      await table.deleteAll(page.items.map(({ sk }) => ({ pk, sk })));
      ({ more } = page);
    }
  }
};

const finish = (services: Services, task: QuestionTask): Promise<void> =>
  againOnConflict(async () => {
    const item = await services.table.get(questionKey(task.question));
    const at = services.now();
    const isFilled = task.what === 'fill' && item !== undefined;
    const ready: Write[] = isFilled
      ? [
          { put: { ...item, isReady: true }, when: { holds: { isReady: item.isReady } } },
          epochWrite(task.question, at, 'ready'),
        ]
      : [];
    const intent = { actor: { kind: 'clock' as const, id: 'questions' }, at, cause: byHand };
    await services.commit(intent, [], [...ready, { delete: momentKey(placeOfTask(task)) }]);
  });

export const wakeQuestion: Waker = async (services, wakeUp) => {
  const item = await services.table.get(momentKey({ kind: 'question', id: wakeUp.id }));
  if (!item) return ended(wakeUp);
  const task = item.task as QuestionTask;
  const now = services.now();
  const isOver = task.what === 'fill' && !(await services.table.get(questionKey(task.question)));
  const next = isOver ? undefined : await (task.what === 'fill' ? fillSome : clearAll)(services, task);
  if (!next) {
    await finish(services, task);
    return ended(wakeUp);
  }
  await services.table.put(taskItem(next, 'armed', now));
  return waiting(wakeUp, now);
};
