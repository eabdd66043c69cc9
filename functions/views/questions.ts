import type { Services } from '#functions/services.ts';
import { questionPartition } from '#shared/core/table/view-keys.ts';
import { viewedKinds } from '#shared/insight/views/cell.ts';
import { openQuestion, type StoredQuestion } from '#shared/insight/views/count-record.ts';

/** A question that somebody pinned a view for, and whether all records are counted by it yet. */
interface PinnedQuestion {
  question: StoredQuestion;
  isReady: boolean;
}

/** Those of pinned views, by id. Who writes them moves the epoch of the configuration. */
export const pinnedQuestions = ({ definitions, table }: Services): Promise<ReadonlyMap<string, PinnedQuestion>> =>
  definitions.beside('questions', async () => {
    const items = await table.queryAll({ pk: questionPartition, consistent: true });
    return new Map(
      items.map((item) => [
        (item.question as StoredQuestion).id,
        { question: item.question as StoredQuestion, isReady: item.isReady === true },
      ]),
    );
  });

/** Everything that records are counted by: what is open, and what pinned views ask. */
export const allQuestions = async (services: Services): Promise<StoredQuestion[]> => [
  ...viewedKinds.map(openQuestion),
  ...[...(await pinnedQuestions(services)).values()].map(({ question }) => question),
];
