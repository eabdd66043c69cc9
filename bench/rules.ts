import type { Section } from '#bench/report.ts';
import { isHeld } from '#shared/automation/rules/decide-run.ts';
import { ruleSchema } from '#shared/automation/rules/rule.ts';
import { ruleIndexOf, setOffBy, type TriggeringEvent } from '#shared/automation/rules/rule-index.ts';
import { configured } from '#shared/core/definitions/definitions.ts';

const many = 1000;
// A function is at its speed once its hot paths have been compiled.
const warmUps = 30;
const isOf = (course: number) => ({ field: 'alert.course.code', op: 'is', value: `COURSE-${course}` });

const ruleNumber = (number: number) => {
  const at = '2026-11-01T09:00:00.000Z';
  const value = ruleSchema.parse({
    title: 'Measured',
    for: 'alert',
    trigger: { event: 'alert-created' },
    condition: { all: [{ field: 'alert.priority', op: 'is', value: 'high' }, isOf(number)] },
    actions: [{ do: 'add-tag', tag: 'x' }],
  });
  const by = { kind: 'user' as const, id: 'bench' };
  const key = `r${number}`;
  return configured<'rules'>({
    id: `rules/${key}`,
    kind: 'rules',
    key,
    version: 1,
    createdAt: at,
    createdBy: by,
    updatedAt: at,
    value,
  });
};

/** What a thousand enabled rules take of one event, where all of them wait for it. */
export const measureRules = (times: number): Section => {
  const rules = new Map(Array.from({ length: many }, (_, number) => ruleNumber(number)).map((one) => [one.key, one]));
  const event = {
    detailType: 'Alert Created',
    event: { subject: { kind: 'alert', id: 'A1' }, changed: [], before: {}, after: {} },
  } as unknown as TriggeringEvent;
  const subject = { alert: { priority: 'high', course: { code: 'COURSE-1' } } };
  const answer = () => setOffBy(ruleIndexOf(rules), event).filter((one) => isHeld(one, subject, 0));
  for (let warm = 0; warm < warmUps; warm++) answer();
  const { user, system } = process.threadCpuUsage();
  for (let time = 0; time < times; time++) answer();
  const after = process.threadCpuUsage();
  const taken = (after.user + after.system - user - system) / 1000 / times;
  return {
    title: 'Rules',
    note: `Processor time of ${many} enabled rules that all wait for one event, each with two conditions; one holds.`,
    rows: [
      {
        name: 'one event',
        figures: {
          'own mean': { value: taken, unit: 'ms', aim: 5 },
        },
      },
    ],
  };
};
