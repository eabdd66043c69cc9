import { rowIn } from '#functions/jobs/do-rows.ts';
import type { JobKind, JobRow } from '#functions/jobs/job-kind.ts';
import { jobRowPrefix } from '#shared/core/table/insight-keys.ts';
import { partitionOf } from '#shared/core/table/keys.ts';
import { placeOfJob } from '#shared/insight/jobs/job-writes.ts';
import type { ReportLine } from '#shared/insight/jobs/report.ts';

interface DoneRow extends JobRow {
  line: ReportLine;
  undo: unknown;
}

/**
 * How a job of a kind is undone: by a job over what it did, the last first, with the input that it
 * had itself.
 */
export const undoing = (kind: JobKind): JobKind<unknown, DoneRow> => ({
  rowsAChunk: kind.rowsAChunk,
  columns: kind.columns,
  next: async ({ services, job }, place, limit) => {
    const { items, more } = await services.table.query({
      pk: partitionOf(placeOfJob(String(job.undoes))),
      prefix: jobRowPrefix,
      after: place,
      descending: true,
      limit,
      consistent: true,
    });
    const rows = items.flatMap((item) => {
      const { line, undo } = rowIn(item);
      return undo === undefined ? [] : [{ key: item.sk.slice(jobRowPrefix.length), line, undo }];
    });
    return { rows, ...(more && { next: items.at(-1)?.sk }) };
  },
  doRow: async (context, { undo, line }) => {
    if (!kind.undoRow) throw new Error(`a job ${context.job.kind} is not undone`);
    return kind.undoRow(context, undo, line);
  },
  lineOf: ({ line }, { code }) => ({ ...line, status: 'refused', code }),
});
