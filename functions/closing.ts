import type { ReadingServices } from '#functions/services.ts';
import { alertDefinitionOf, alertsBy } from '#shared/casework/alerts/alerts.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { Closing } from '#shared/casework/cases/life/close-and-reopen.ts';
import { blockersOf } from '#shared/casework/cases/links/links.ts';
import { tasksWith } from '#shared/casework/tasks/task.ts';
import { readRecord } from '#shared/core/records/read.ts';

/**
 * Reads what every closing of a case has to do with, by API or rule.
 * @param sees whether the reader of a refusal may see a blocking case; left out, none is named
 */
export const closingOf = async (
  { table, definitions }: ReadingServices,
  record: Case,
  sees: (blocker: Case) => Promise<boolean> = async () => false,
): Promise<Closing> => {
  const [found, alerts, tasks] = await Promise.all([
    Promise.all(blockersOf(record).map((id) => readRecord<Case>(table, 'case', id))),
    alertsBy(table, record.alertIds),
    tasksWith(table, record),
  ]);
  const blockers = found.flatMap((blocker) => blocker ?? []);
  const seen = await Promise.all(blockers.map(async (blocker) => ((await sees(blocker)) ? [blocker.id] : [])));
  return {
    blockers,
    nameable: new Set(seen.flat()),
    alerts: await Promise.all(
      alerts.map(async (alert) => ({ alert, definition: await alertDefinitionOf(definitions, alert) })),
    ),
    tasks,
  };
};
