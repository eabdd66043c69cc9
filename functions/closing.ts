import type { Services } from '#functions/services.ts';
import { alertDefinitionOf, alertsBy } from '#shared/alerts/alerts.ts';
import type { Case } from '#shared/cases/case.ts';
import type { Closing } from '#shared/cases/close-and-reopen.ts';
import { blockersOf } from '#shared/cases/links.ts';
import { readRecord } from '#shared/records/read.ts';
import { tasksWith } from '#shared/tasks/task.ts';

/** Reads what closing a case has to do with. However a case is closed (API, rule), it is closed with this. */
export const closingOf = async ({ table, definitions }: Services, record: Case): Promise<Closing> => {
  const [blockers, alerts, tasks] = await Promise.all([
    Promise.all(blockersOf(record).map((id) => readRecord<Case>(table, 'case', id))),
    alertsBy(table, record.alertIds),
    tasksWith(table, record),
  ]);
  return {
    blockers: blockers.flatMap((blocker) => blocker ?? []),
    alerts: await Promise.all(
      alerts.map(async (alert) => ({ alert, definition: await alertDefinitionOf(definitions, alert) })),
    ),
    tasks,
  };
};
