// The next occasion of a rule or a workflow on a schedule is a moment of its own. Each event of the
// configuration asks how that is now, in any order; occasions that passed meanwhile are one.
import { armNext } from '#functions/arm-next.ts';
import { goOn } from '#functions/automation/time/go-on.ts';
import { ruleOfTime } from '#functions/automation/time/rule-of-time.ts';
import { beginWalks } from '#functions/automation/time/walks.ts';
import type { Services } from '#functions/services.ts';
import { byTheClock, ended, type Waker, waiting } from '#functions/wake/woken.ts';
import type { TargetKind } from '#shared/automation/rules/rule-action.ts';
import type { ScheduleTrigger } from '#shared/automation/rules/time/time-triggers.schema.ts';
import { workflowInCauses } from '#shared/automation/workflows/name-in-causes.ts';
import { latestOccasion, nextOccasion } from '#shared/core/calendars/occasions.ts';
import { momentWrite } from '#shared/core/clocks/moments.ts';
import { digestOf } from '#shared/core/records/ids.ts';
import { epoch, iso } from '#shared/core/records/instants.ts';
import { againOnConflict } from '#shared/core/table/commit.ts';
import { momentKey, type Place } from '#shared/core/table/keys.ts';

const placeOf = (key: string): Place & { kind: 'schedule' } => ({ kind: 'schedule', id: digestOf(key) });

interface RuleSchedule {
  trigger: ScheduleTrigger;
  kind: TargetKind;
  /** When it was saved as it is now. */
  savedAt: string;
}

/** How a rule or a workflow is scheduled now; undefined where it is not. */
const scheduleOf = async (services: Services, key: string): Promise<RuleSchedule | undefined> => {
  const { definitions } = services;
  const rule = await ruleOfTime(services, 'schedule', key);
  const workflow = workflowInCauses(key);
  const saved = await (workflow === undefined
    ? definitions.one('rules', key)
    : definitions.one('workflow-publications', workflow));
  if (!rule || !saved || !('over' in rule.value.trigger)) return undefined;
  return { trigger: rule.value.trigger, kind: rule.value.for, savedAt: saved.record.updatedAt };
};

/** Has the next occasion of a rule waited for, as the rule is now. */
export const keepSchedule = async (services: Services, key: string): Promise<void> => {
  const subject = placeOf(key);
  await againOnConflict(async () => {
    const item = await services.table.get(momentKey(subject));
    const schedule = await scheduleOf(services, key);
    if (item?.savedAt === schedule?.savedAt) return;
    const before = item ? Number(item.generation) : 0;
    const now = services.now();
    const when = item ? { holds: { generation: before } } : ('new' as const);
    const at = schedule && nextOccasion(schedule.trigger, epoch(schedule.savedAt));
    if (!schedule || at === undefined) {
      if (item) await services.commit(byTheClock(now), [], [{ delete: momentKey(subject), when }]);
      return;
    }
    const { put } = momentWrite({ subject, at: iso(at), generation: Math.max(before + 1, now) }, 'waiting');
    const kept = { ...put, rule: key, savedAt: schedule.savedAt };
    await services.commit(byTheClock(now), [], [{ put: kept, when }]);
  });
  await armNext(services, subject);
};

export const wakeTheSchedule: Waker = async (services, wakeUp, horizon) => {
  const item = await services.table.get(momentKey({ kind: 'schedule', id: wakeUp.id }));
  if (item?.generation !== wakeUp.generation) return ended(wakeUp);
  const now = services.now();
  const due = epoch(String(item.at));
  if (due > now) return waiting(wakeUp, due);
  const key = String(item.rule);
  const schedule = await scheduleOf(services, key);
  if (!schedule) return goOn(services, { wakeUp, item, next: undefined, horizon });
  const { trigger, kind, savedAt } = schedule;
  const isChanged = savedAt !== item.savedAt;
  const at = isChanged ? due : (latestOccasion(trigger, now) ?? due);
  // What came before the change counts; what was to come after it is for the new version to say.
  if (!isChanged || iso(at) <= savedAt)
    await beginWalks(services, { what: 'occasion', rule: key, kind, at: iso(at) }, now);
  if (isChanged) {
    await keepSchedule(services, key);
    return ended(wakeUp);
  }
  return goOn(services, { wakeUp, item, next: nextOccasion(trigger, now), horizon });
};
