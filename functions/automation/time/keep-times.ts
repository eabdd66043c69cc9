import { isDeepStrictEqual } from 'node:util';
import { ruleOfTime } from '#functions/automation/time/rule-of-time.ts';
import { keepSchedule } from '#functions/automation/time/schedules.ts';
import { beginWalks } from '#functions/automation/time/walks.ts';
import type { Services } from '#functions/services.ts';
import { workflowAt } from '#functions/workflows/published.ts';
import type { CompiledRule, TriggeringEvent } from '#shared/automation/rules/rule-index.ts';
import { nameInCauses, workflowInCauses } from '#shared/automation/workflows/name-in-causes.ts';
import { enrollingRule } from '#shared/automation/workflows/timed-workflow.ts';
import type { Publication } from '#shared/automation/workflows/workflow.schema.ts';
import type { EventDetail } from '#shared/core/events/detail.ts';
import { epoch } from '#shared/core/records/instants.ts';

// What an index does not show yet was made by an event that was handled by the rule, or will be.
const indexLag = 10_000;

/** What of the configuration time follows: a rule, or what is published of a workflow. */
const nameOfTimed = ({ subject }: EventDetail): string | undefined => {
  const [kind = '', key = ''] = subject.id.split('/');
  if (kind === 'rules') return key;
  return kind === 'workflow-publications' ? nameInCauses(key) : undefined;
};

const concernsQuiet = ['trigger', 'for', 'enabled'] as const;

/** Whether a change says anew which records are quiet. */
const isAboutQuiet = async (
  { definitions }: Services,
  { before, changed }: EventDetail,
  { key, value }: CompiledRule,
): Promise<boolean> => {
  const workflow = workflowInCauses(key);
  if (workflow === undefined) return concernsQuiet.some((member) => changed.includes(member));
  const { version } = before as Partial<Publication>;
  const published = version === undefined ? undefined : await workflowAt(definitions, workflow, version);
  const old = published && enrollingRule(workflow, published);
  return concernsQuiet.some((member) => !isDeepStrictEqual(old?.[member], value[member]));
};

/**
 * Has time follow a rule or a workflow that was saved, changed or deleted: its schedule, and the
 * records that are quiet already.
 */
export const keepTimes = async (services: Services, { event, detailType }: TriggeringEvent): Promise<void> => {
  const name = detailType === 'Configuration Changed' ? nameOfTimed(event) : undefined;
  if (name === undefined) return;
  await keepSchedule(services, name);
  const rule = await ruleOfTime(services, 'no-activity', name);
  if (!rule || !(await isAboutQuiet(services, event, rule))) return;
  const { occurredAt } = event;
  const walk = { what: 'quiet', rule: name, kind: rule.value.for, at: occurredAt } as const;
  await beginWalks(services, walk, epoch(occurredAt) + indexLag);
};
