import { armNext } from '#functions/arm-next.ts';
import type { Services } from '#functions/services.ts';
import { countAgain } from '#functions/views/count-again.ts';
import { placeOfTask } from '#functions/views/fill-question.ts';
import { allQuestions } from '#functions/views/questions.ts';
import { sideBySide } from '#shared/core/side-by-side.ts';
import { questionPartition, type ViewedRef } from '#shared/core/table/view-keys.ts';
import { type Change, type Projection, recordChange } from '#shared/insight/change.ts';
import { cellKey, type ViewedRecord, viewedKinds } from '#shared/insight/views/cell.ts';
import { askRecord, type StoredQuestion } from '#shared/insight/views/count-record.ts';

/** What a change is of, with the record before and after it, where it is of one that is counted. */
const countedChange = (change: Change) => {
  for (const kind of viewedKinds) {
    const found = recordChange(kind, change);
    if (found) return { kind, ...found };
  }
  return undefined;
};

/** Whether a change can have moved a record under any question: what cannot is read no further. */
const isMoved = (
  { kind, before, after }: NonNullable<ReturnType<typeof countedChange>>,
  asking: { questions: readonly StoredQuestion[]; at: number },
): boolean => {
  const said = (record: ViewedRecord | undefined): string => {
    const { cells, until } = askRecord(kind, record, asking);
    return JSON.stringify([[...cells].map(([question, cell]) => [question, cellKey(cell)]), until]);
  };
  return said(before) !== said(after);
};

const isQuestion = ({ key }: Change): boolean => key.pk === questionPartition;

/** A question that is new is counted by, one that is gone is cleared away. */
const startTask = ({ before, after }: Change, services: Services): Promise<void> => {
  const { question } = (after ?? before ?? {}) as { question: StoredQuestion };
  return armNext(services, placeOfTask({ what: after ? 'fill' : 'clear', question: question.id }));
};

/** Keeps how many records the built-in and the pinned views hold. */
export const countProjection = (services: Services): Projection => ({
  name: 'counts',
  wants: (change) => isQuestion(change) || countedChange(change) !== undefined,
  take: async (changes) => {
    const asking = { questions: await allQuestions(services), at: services.now() };
    await sideBySide(changes.filter(isQuestion), (change) => startTask(change, services));
    const moved = changes.flatMap((change): ViewedRef[] => {
      const found = countedChange(change);
      return found && isMoved(found, asking) ? [{ kind: found.kind, id: found.id }] : [];
    });
    await countAgain(services, moved);
  },
});
