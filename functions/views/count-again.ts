import { expectCrossing } from '#functions/segments/expect-crossing.ts';
import type { Services } from '#functions/services.ts';
import { allQuestions } from '#functions/views/questions.ts';
import { epoch } from '#shared/core/records/instants.ts';
import { readRecord } from '#shared/core/records/read.ts';
import { againOnConflict, asConflict, patient } from '#shared/core/table/commit.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { plainWrite } from '#shared/core/table/plain-write.ts';
import { tallyKey, type ViewedRef, viewedIndexKeys, viewedKey } from '#shared/core/table/view-keys.ts';
import type { ViewedRecord } from '#shared/insight/views/cell.ts';
import {
  askRecord,
  type CountedStanding,
  type CountMove,
  moveCounted,
  notCounted,
} from '#shared/insight/views/count-record.ts';

// One moment for all that time moves within an hour: until it comes, who counts looks at those few
// records themselves.
const hour = 60 * 60_000;

export const standingIn = (item: Item | undefined): CountedStanding =>
  item
    ? {
        version: item.version as CountedStanding['version'],
        cells: item.cells as CountedStanding['cells'],
        ...(item.until !== undefined && { until: String(item.until) }),
      }
    : notCounted;

const write = async ({ table }: Services, ref: ViewedRef, { steps, before, after }: CountMove): Promise<void> => {
  const { name } = table;
  const item = {
    ...viewedKey(ref),
    ...(after.until !== undefined && viewedIndexKeys(ref, after.until)),
    kind: ref.kind,
    recordId: ref.id,
    ...after,
  };
  const when = before === 0 ? ('new' as const) : { holds: { version: before } };
  const counts = steps.map(({ question, cell, by, of }) => ({
    Update: {
      TableName: name,
      Key: tallyKey(question, cell, ref.id),
      UpdateExpression: of ? 'ADD records :by SET cell = if_not_exists(cell, :cell)' : 'ADD records :by',
      ExpressionAttributeValues: { ':by': by, ...(of && { ':cell': of }) },
    },
  }));
  await asConflict(() => table.transact([plainWrite({ put: item, when }, name), ...counts]));
};

/**
 * Counts a record as it is now. It reads everything afresh, so it may be called twice, late, or by
 * several at once.
 */
export const countAgain = (services: Services, ref: ViewedRef): Promise<void> =>
  againOnConflict(
    async () => {
      for (let more = true; more; ) {
        const questions = await allQuestions(services);
        // As what it is counted is read first: if another moves it meanwhile, the write fails.
        const standing = standingIn(await services.table.get(viewedKey(ref)));
        const record = await readRecord<ViewedRecord>(services.table, ref.kind, ref.id);
        const at = services.now();
        const move = moveCounted(
          standing,
          askRecord(ref.kind, record, { questions, at }),
          new Set(questions.map(({ id }) => id)),
        );
        if (!move) return;
        const { until } = move.after;
        // The moment first: one that nobody needs costs nothing.
        if (until !== undefined) await expectCrossing(services, { of: ref.kind, within: hour }, epoch(until));
        await write(services, ref, move);
        ({ more } = move);
      }
    },
    Math.random,
    patient,
  );
