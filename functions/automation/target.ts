import type { ReadingServices, Services } from '#functions/services.ts';
import { upToDate } from '#functions/wake/up-to-date.ts';
import type { RuleTarget } from '#shared/automation/rules/act.ts';
import type { ActionName, RuleAction, TargetKind } from '#shared/automation/rules/rule-action.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import { alertDefinitionOf } from '#shared/casework/alerts/alerts.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { definitionOf } from '#shared/casework/cases/cases.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import { tasksWith } from '#shared/casework/tasks/task.ts';
import type { Configurations } from '#shared/core/definitions/definitions.ts';
import { readRecord } from '#shared/core/records/read.ts';

// What these do depends on the tasks that a case has.
const onTasks: ReadonlySet<ActionName> = new Set(['create-task', 'close', 'update-type']);

/** A record of one of the kinds that automations are about. */
export type FoundRecord = { kind: TargetKind; record: Alert | Case | Contact };

/** A record as an automation works on it, with what its actions need of it. */
export const targetOf = async (
  { table, definitions }: ReadingServices,
  { kind, record: found }: FoundRecord,
  actions: readonly RuleAction[],
): Promise<RuleTarget> => {
  switch (kind) {
    case 'alert': {
      const record = found as Alert;
      return { kind, record, definition: await alertDefinitionOf(definitions, record) };
    }
    case 'case': {
      const record = found as Case;
      const tasks = actions.some((action) => onTasks.has(action.do)) ? await tasksWith(table, record) : undefined;
      return { kind, record, definition: await definitionOf(definitions, record), tasks };
    }
    case 'contact':
      return { kind, record: found as Contact };
  }
};

/** The record that an automation works on, as it is now; undefined where it is gone. */
export const loadTarget = async (
  services: Services,
  { kind, id }: { kind: TargetKind; id: string },
  { actions, definitions }: { actions: readonly RuleAction[]; definitions: Configurations },
): Promise<RuleTarget | undefined> => {
  const found = await readRecord<Alert | Case | Contact>(services.table, kind, id);
  const record = found && kind === 'case' ? await upToDate(services, found as Case) : found;
  return record && targetOf({ table: services.table, definitions }, { kind, record }, actions);
};
