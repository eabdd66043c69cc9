import { ruleOfTime } from '#functions/automation/time/rule-of-time.ts';
import { keepSchedule } from '#functions/automation/time/schedules.ts';
import { beginWalks } from '#functions/automation/time/walks.ts';
import type { Services } from '#functions/services.ts';
import type { TriggeringEvent } from '#shared/automation/rules/rule-index.ts';
import { epoch } from '#shared/core/records/instants.ts';

const prefix = 'rules/';
// What an index does not show yet was made by an event that was handled by the rule, or will be.
const indexLag = 10_000;

/**
 * Has time follow a rule that was saved, changed or deleted: its schedule, and the records that are
 * quiet already.
 */
export const keepTimes = async (services: Services, { event, detailType }: TriggeringEvent): Promise<void> => {
  if (detailType !== 'Configuration Changed' || !event.subject.id.startsWith(prefix)) return;
  const key = event.subject.id.slice(prefix.length);
  await keepSchedule(services, key);
  const rule = await ruleOfTime(services, 'no-activity', key);
  const concernsQuiet = event.changed.some((member) => ['trigger', 'for', 'enabled'].includes(member));
  if (!rule || !concernsQuiet) return;
  const { occurredAt } = event;
  const walk = { what: 'quiet', rule: key, kind: rule.value.for, at: occurredAt } as const;
  await beginWalks(services, walk, epoch(occurredAt) + indexLag);
};
