import { type ImportRun, intentOf } from '#functions/imports/import-run.ts';
import type { PlannedRow } from '#functions/imports/plan-rows.ts';
import { problem, Refusal } from '#shared/core/errors.ts';
import { againOnConflict } from '#shared/core/table/commit.ts';
import type { ImportResult } from '#shared/insight/imports/import.schema.ts';

/** Takes a row, each part of it in a transaction, and says what became of it. */
export const takeRow = async (
  run: ImportRun,
  { row, take }: PlannedRow,
  { isDry, requestId }: { isDry: boolean; requestId: string },
): Promise<ImportResult> => {
  const { services } = run;
  try {
    return await againOnConflict(async () => {
      const { change, id, unmapped, parts } = await take(run, isDry);
      const intent = intentOf(run, services.now());
      if (!isDry) for (const { decisions, writes } of parts) await services.commit(intent, decisions, writes);
      const isNew = change === 'created';
      return {
        row,
        status: isNew ? 201 : 200,
        change,
        ...(id !== undefined && !(isDry && isNew) && { id }),
        ...(unmapped && { unmapped }),
      };
    });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { row, status: error.status, error: { ...problem(error, requestId) } };
  }
};
