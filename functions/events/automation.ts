// What an event sets off: rules, then routines of the type, then workflows. A rule's item is named
// by event and rule, and workflows find who is enrolled: an event that comes again does nothing.
import { routinesOfCase } from '#functions/automation/routines-of-case.ts';
import { runRules } from '#functions/automation/run-rules.ts';
import { keepTimes } from '#functions/automation/time/keep-times.ts';
import { watchQuiet } from '#functions/automation/time/quiet.ts';
import type { Consume } from '#functions/events/consumer.ts';
import type { Services } from '#functions/services.ts';
import { followEvent } from '#functions/workflows/follow-event.ts';
import { type CompiledRule, ruleIndexOf, setOffBy, type TriggeringEvent } from '#shared/automation/rules/rule-index.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { busDetail, busEvent } from '#shared/core/events/detail.ts';
import { readRecord } from '#shared/core/records/read.ts';

/**
 * The routines that an event of a case sets off: those of the type, at the version, that the event
 * left the case with.
 */
const routinesFor = async (services: Services, occurrence: TriggeringEvent): Promise<readonly CompiledRule[]> => {
  const { subject, record } = occurrence.event;
  if (subject.kind !== 'case') return [];
  const found = (record as Case | undefined) ?? (await readRecord<Case>(services.table, 'case', subject.id));
  const index = found && (await routinesOfCase(services, found));
  return index ? setOffBy(index, occurrence) : [];
};

export const automate =
  (services: Services): Consume =>
  async ({ envelope, isLast }) => {
    const occurrence: TriggeringEvent = { event: busDetail(envelope.detail), detailType: envelope['detail-type'] };
    await keepTimes(services, occurrence);
    await watchQuiet(services, occurrence);
    const index = ruleIndexOf(await services.definitions.all('rules'));
    await runRules(services, setOffBy(index, occurrence), { occurrence, isLast, by: 'rules' });
    await runRules(services, await routinesFor(services, occurrence), { occurrence, isLast, by: 'routines' });
    await followEvent(services, busEvent(envelope));
  };
