// One action of rules on many cases or alerts, by the rights of who asked. Whatever is refused says
// why in its line of the report, and the others go on.
import { actOnRow, type BulkContext, loadForAction } from '#functions/jobs/bulk/act-on-row.ts';
import { undoAction } from '#functions/jobs/bulk/undo-action.ts';
import type { Chunk, JobKind, JobRow } from '#functions/jobs/job-kind.ts';
import { findRows } from '#functions/lists/find-rows.ts';
import { jobRowPrefix } from '#shared/core/table/insight-keys.ts';
import { partitionOf } from '#shared/core/table/keys.ts';
import type { BulkInput } from '#shared/insight/jobs/bulk.ts';
import { placeOfJob } from '#shared/insight/jobs/job-writes.ts';
import type { UndoKept } from '#shared/insight/jobs/undo-bulk.ts';

// A row is some five calls of 10 ms, eight side by side: two seconds or so of the thirty.
const rowsAChunk = 200;

const rowsFor = (ids: readonly string[]): JobRow[] => ids.map((key) => ({ key }));

/** Of a list that was given, or counted when the job was asked for. */
const nextOfIds = (ids: readonly string[], place: string | undefined, limit: number): Chunk<JobRow> => {
  const begin = Number(place ?? 0);
  const end = begin + limit;
  return { rows: rowsFor(ids.slice(begin, end)), total: ids.length, ...(end < ids.length && { next: String(end) }) };
};

/** Of the rows that a dry run found: who confirms it confirms these. */
const nextOfDryRun = async (
  { services, input }: BulkContext,
  place: string | undefined,
  limit: number,
): Promise<Chunk<JobRow>> => {
  const pk = partitionOf(placeOfJob(String(input.rowsOf)));
  const { items, more } = await services.table.query({ pk, prefix: jobRowPrefix, after: place, limit });
  const ids = items.map(({ sk }) => sk.slice(sk.lastIndexOf('#') + 1));
  return { rows: rowsFor(ids), ...(more && { next: items.at(-1)?.sk }) };
};

/** Of what matches and was there when the job was asked for: what comes later is no part of it. */
const nextOfCondition = async (
  { services, job, input }: BulkContext,
  place: string | undefined,
  limit: number,
): Promise<Chunk<JobRow>> => {
  const { items, next } = await findRows(services, {
    kind: input.for,
    caller: job.by,
    at: services.now(),
    condition: input.condition,
    narrow: { createdTo: job.createdAt },
    sort: 'createdAt',
    limit,
    position: place,
  });
  return { rows: rowsFor(items.map(({ id }) => id)), next };
};

export const bulkKind: JobKind<BulkInput, JobRow> = {
  rowsAChunk,
  columns: ['id', 'status', 'code'],
  next: async (context, place, limit) => {
    const { ids, rowsOf } = context.input;
    if (ids) return nextOfIds(ids, place, limit);
    return rowsOf === undefined ? nextOfCondition(context, place, limit) : nextOfDryRun(context, place, limit);
  },
  doRow: (context, { key }) => actOnRow(context, key),
  lineOf: ({ key }, { code }) => ({ id: key, status: 'refused', code }),
  undoRow: async (context, undo, line) => {
    const id = String(line.id);
    const found = await loadForAction(context, id);
    if ('line' in found) return found;
    return undoAction(context, found.scene.target, { kept: undo as UndoKept, id });
  },
};
