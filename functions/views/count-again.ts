import { expectCrossing } from '#functions/segments/expect-crossing.ts';
import type { Services } from '#functions/services.ts';
import { allQuestions } from '#functions/views/questions.ts';
import { epoch } from '#shared/core/records/instants.ts';
import { againOnConflict, asConflict, patient } from '#shared/core/table/commit.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { type Key, recordKey } from '#shared/core/table/keys.ts';
import { plainWrite } from '#shared/core/table/plain-write.ts';
import { tallyKey, type ViewedRef, viewedIndexKeys, viewedKey } from '#shared/core/table/view-keys.ts';
import type { Transaction } from '#shared/core/table/write-each.ts';
import type { ViewCell, ViewedRecord } from '#shared/insight/views/cell.ts';
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

/** Of the hundred writes of a transaction. */
const mostWrites = 90;
/** Records that are read and counted together. */
const mostTogether = 50;

/** A record that is to be counted otherwise. */
interface MovedRecord {
  ref: ViewedRef;
  move: CountMove;
}

const standingWrite = (name: string, { ref, move: { before, after } }: MovedRecord): Transaction[number] => {
  const item = {
    ...viewedKey(ref),
    ...(after.until !== undefined && viewedIndexKeys(ref, after.until)),
    kind: ref.kind,
    recordId: ref.id,
    ...after,
  };
  const when = before === 0 ? ('new' as const) : { holds: { version: before } };
  return plainWrite({ put: item, when }, name);
};

/** How a count moves by what all records of a transaction do to it. */
interface CountSum {
  key: Key;
  by: number;
  of?: ViewCell | undefined;
}

const sumsOf = (moved: readonly MovedRecord[]): CountSum[] => {
  const sums = new Map<string, CountSum>();
  for (const { ref, move } of moved)
    for (const { question, cell, by, of } of move.steps) {
      const key = tallyKey(question, cell, ref.id);
      const known = sums.get(`${key.pk} ${key.sk}`);
      sums.set(`${key.pk} ${key.sk}`, { key, by: by + (known?.by ?? 0), of: of ?? known?.of });
    }
  return [...sums.values()].filter(({ by }) => by !== 0);
};

const countWrite = (name: string, { key, by, of }: CountSum): Transaction[number] => ({
  Update: {
    TableName: name,
    Key: { pk: key.pk, sk: key.sk },
    UpdateExpression: of ? 'ADD records :by SET cell = if_not_exists(cell, :cell)' : 'ADD records :by',
    ExpressionAttributeValues: { ':by': by, ...(of && { ':cell': of }) },
  },
});

/** As many together as one transaction takes: each count is written once in it. */
const inTransactions = (moved: readonly MovedRecord[]): MovedRecord[][] => {
  const parts: MovedRecord[][] = [];
  let writes = mostWrites;
  for (const one of moved) {
    const more = 1 + one.move.steps.length;
    if (writes + more > mostWrites) {
      parts.push([]);
      writes = 0;
    }
    parts.at(-1)?.push(one);
    writes += more;
  }
  return parts;
};

const movedOf = async (services: Services, refs: readonly ViewedRef[]): Promise<MovedRecord[]> => {
  const { table } = services;
  const consistent = { consistent: true };
  const questions = await allQuestions(services);
  const asked = new Set(questions.map(({ id }) => id));
  // As what they are counted is read first: if another moves it meanwhile, the write fails.
  const standings = new Map((await table.getMany(refs.map(viewedKey), consistent)).map((item) => [item.pk, item]));
  const records = new Map((await table.getMany(refs.map(recordKey), consistent)).map((item) => [item.pk, item.record]));
  const at = services.now();
  return refs.flatMap((ref) => {
    const record = records.get(recordKey(ref).pk) as ViewedRecord | undefined;
    const standing = standingIn(standings.get(viewedKey(ref).pk));
    const move = moveCounted(standing, askRecord(ref.kind, record, { questions, at }), asked);
    return move ? [{ ref, move }] : [];
  });
};

const countTogether = (services: Services, refs: readonly ViewedRef[]): Promise<void> =>
  againOnConflict(
    async () => {
      for (let left = refs; left.length > 0; ) {
        const moved = await movedOf(services, left);
        // The moments first: one that nobody needs costs nothing.
        for (const { ref, move } of moved)
          if (move.after.until !== undefined)
            await expectCrossing(services, { of: ref.kind, within: hour }, epoch(move.after.until));
        const { table } = services;
        for (const part of inTransactions(moved))
          await asConflict(() =>
            table.transact([
              ...part.map((one) => standingWrite(table.name, one)),
              ...sumsOf(part).map((sum) => countWrite(table.name, sum)),
            ]),
          );
        left = moved.filter(({ move }) => move.more).map(({ ref }) => ref);
      }
    },
    Math.random,
    patient,
  );

/**
 * Counts records as they are now, each once however often it is named. It reads everything afresh,
 * so it may be called twice, late, or by several at once.
 */
export const countAgain = async (services: Services, refs: readonly ViewedRef[]): Promise<void> => {
  const each = [...new Map(refs.map((ref) => [viewedKey(ref).pk, ref])).values()];
  for (let from = 0; from < each.length; from += mostTogether)
    await countTogether(services, each.slice(from, from + mostTogether));
};
