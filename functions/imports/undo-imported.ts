import { type ImportRun, intentOf } from '#functions/imports/import-run.ts';
import { readKept, undoneWrite } from '#functions/imports/kept-import.ts';
import type { ImportOrder } from '#functions/imports/plan-rows.ts';
import type { JobContext, RowDone } from '#functions/jobs/job-kind.ts';
import type { Services } from '#functions/services.ts';
import { mayOnCase } from '#shared/access/policy.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import { alertDefinitionOf } from '#shared/casework/alerts/alerts.ts';
import { settleAlert } from '#shared/casework/alerts/change-alert.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { definitionOf } from '#shared/casework/cases/cases.ts';
import { trashCase } from '#shared/casework/cases/life/trash.ts';
import { Refusal } from '#shared/core/errors.ts';
import { readRecord } from '#shared/core/records/read.ts';
import type { Decision, Write } from '#shared/core/table/decision.ts';
import type { ReportLine } from '#shared/insight/jobs/report.ts';

/** What is kept of a row that made a record. */
export interface MadeByRow {
  id: string;
  version: number;
}

/** A record that nobody has changed since it was imported. @throws `not-found`, `stale` */
const unchangedSince = async <R extends Case | Alert>(
  { services }: ImportRun,
  kind: 'case' | 'alert',
  { id, version }: MadeByRow,
): Promise<R> => {
  const record = await readRecord<R>(services.table, kind, id);
  if (!record) throw new Refusal('not-found');
  if (record.version !== version) throw new Refusal('stale', 'It has changed since it was imported');
  return record;
};

/** A case goes into the trash, an open alert is cancelled: what was made by a row is taken back. */
const takeBack = async (
  run: ImportRun,
  { kind }: ImportOrder,
  made: MadeByRow,
): Promise<Decision<Alert> | Decision<Case>> => {
  const { services, by } = run;
  const now = services.now();
  if (kind === 'alerts') {
    const alert = await unchangedSince<Alert>(run, 'alert', made);
    return settleAlert(alert, { status: 'cancelled', at: now }, await alertDefinitionOf(services.definitions, alert));
  }
  const record = await unchangedSince<Case>(run, 'case', made);
  const { type } = await definitionOf(services.definitions, record);
  if (!mayOnCase(by, 'manage', type, record)) throw new Refusal('not-allowed');
  return trashCase(record, now);
};

/** So that the same file, or a better one, may be imported again. */
const asNeverSaid = async (
  services: Services,
  { kind, after: { externalId } }: Decision<Alert> | Decision<Case>,
): Promise<Write[]> => {
  const imported = kind === 'case' ? 'case' : 'alert';
  const kept = externalId === undefined ? undefined : await readKept(services, imported, externalId);
  return kept && externalId !== undefined ? [undoneWrite(kept, imported, externalId)] : [];
};

export const undoImported = async (
  { services, job, input }: JobContext<ImportOrder>,
  made: unknown,
  line: ReportLine,
): Promise<RowDone> => {
  const run = { services, by: job.by, options: input.options };
  const decision = await takeBack(run, input, made as MadeByRow);
  const writes = await asNeverSaid(services, decision);
  return { line: { ...line, change: 'undone' }, decisions: [decision], writes, intent: intentOf(run, services.now()) };
};
