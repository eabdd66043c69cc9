import { type ChangedRecord, upToDate } from '#functions/insight/up-to-date.ts';
import type { Services } from '#functions/services.ts';
import { standingIn } from '#functions/views/count-again.ts';
import { allQuestions } from '#functions/views/questions.ts';
import { epoch } from '#shared/core/records/instants.ts';
import { recordKey } from '#shared/core/table/keys.ts';
import { viewedKey } from '#shared/core/table/view-keys.ts';
import type { ViewedRecord } from '#shared/insight/views/cell.ts';
import { askRecord, moveCounted } from '#shared/insight/views/count-record.ts';

type CountingViews = Pick<Services, 'table' | 'definitions'>;

/** Those of some records that views do not count as they are. */
const viewedOtherwise = async (services: CountingViews, some: readonly ChangedRecord[], at: number) => {
  const { table } = services;
  const consistent = { consistent: true };
  const [questions, records, counted] = await Promise.all([
    allQuestions(services as Services),
    table.getMany(some.map(recordKey), consistent),
    table.getMany(some.map(viewedKey), consistent),
  ]);
  const asked = new Set(questions.map(({ id }) => id));
  const recordAt = new Map(records.map(({ pk, record }) => [pk, record as ViewedRecord]));
  const countedAt = new Map(counted.map((item) => [item.pk, item]));
  return some.filter((one) => {
    const standing = standingIn(countedAt.get(viewedKey(one).pk));
    // What time moves is counted within the hour, and until then by who reads.
    if (standing.until !== undefined && epoch(standing.until) <= at) return false;
    const now = askRecord(one.kind, recordAt.get(recordKey(one).pk), { questions, at });
    return moveCounted(standing, now, asked) !== undefined;
  });
};

/** As of when counts of views over a kind of records are, at the earliest. */
export const viewsUpTo = (services: CountingViews, kind: ChangedRecord['kind'], now: number): Promise<string> =>
  upToDate(
    services,
    { projection: 'counts', kinds: [kind], otherwise: (some) => viewedOtherwise(services, some, now) },
    now,
  );
