import { describe, expect, it } from 'vitest';
import { isHeld } from '#shared/automation/rules/decide-run.ts';
import { routineIndexOf } from '#shared/automation/rules/routines.ts';
import { ruleSchema } from '#shared/automation/rules/rule.ts';
import {
  compileRule,
  indexOf,
  ruleIndexOf,
  setOffBy,
  type TriggeringEvent,
} from '#shared/automation/rules/rule-index.ts';
import { subjectOf } from '#shared/automation/rules/run-inputs.ts';
import { triggerSchema } from '#shared/automation/rules/trigger.schema.ts';
import type { Configured } from '#shared/core/definitions/configuration.ts';
import { processorTime } from '../processor-time.ts';
import { anAlert, rule } from './sample-rules.ts';

const saved = (members: object, key: string): Configured<'rules'> => {
  const one = rule(members, key);
  return { ...one, record: { ...one.record, createdAt: '2026-11-01T09:00:00.000Z' } };
};
const alertEvent = (detailType: string, members: object = {}): TriggeringEvent =>
  ({
    detailType,
    event: {
      eventId: 'E1',
      subject: { kind: 'alert', id: 'A1' },
      cause: { depth: 0 },
      changed: [],
      before: {},
      after: {},
      ...members,
    },
  }) as unknown as TriggeringEvent;
const keysOf = (rules: readonly { key: string }[]) => rules.map(({ key }) => key);

describe('rules by what they wait for', () => {
  const all = new Map(
    [
      saved({ order: 2, trigger: { event: 'alert-status-changed' } }, 'second'),
      saved({ order: 1, trigger: { event: 'alert-closed' }, actions: [{ do: 'add-tag', tag: 'x' }] }, 'first'),
      saved({ enabled: false, trigger: { event: 'alert-closed' } }, 'disabled'),
      saved({ trigger: { event: 'alert-created' } }, 'other'),
      saved({ for: 'case', trigger: { event: 'note-added' } }, 'of-cases'),
    ].map((one) => [one.key, one]),
  );

  it('[AU-6] have their turns in one order, whichever trigger of the event each waits for', () => {
    const closed = alertEvent('Alert Status Changed', { after: { category: 'closed' } });
    expect(keysOf(setOffBy(ruleIndexOf(all), closed))).toEqual(['first', 'second']);
  });

  it('[AU-1] are asked about what they are about: a note on an alert is none on a case', () => {
    expect(keysOf(setOffBy(ruleIndexOf(all), alertEvent('Note Added')))).toEqual([]);
  });

  it('[AU-10] are compiled once for as long as nothing of the configuration changes', () => {
    expect(ruleIndexOf(all)).toBe(ruleIndexOf(all));
    expect(ruleIndexOf(new Map(all))).not.toBe(ruleIndexOf(all));
  });
});

describe('[AU-2] triggers that name a segment or a mapping', () => {
  const aboutContact = { for: 'contact', actions: [{ do: 'add-label', label: 'x' }] };

  it.each([
    [{ event: 'segment-joined', segment: 'at-risk' }, true],
    [{ event: 'segment-left', segment: 'at-risk' }, true],
    [{ event: 'signal', mapping: 'absences' }, true],
    [{ event: 'segment-joined' }, false],
    [{ event: 'signal', segment: 'x' }, false],
    [{ event: 'case-created', segment: 'x' }, false],
  ])('[AU-2] %j: %s', (trigger, isSound) => {
    expect(triggerSchema.safeParse(trigger).success).toBe(isSound);
  });

  it('[AU-2] are about the contact', () => {
    const put = (kind: string) =>
      ruleSchema.safeParse({
        title: 'R',
        trigger: { event: 'segment-joined', segment: 'at-risk' },
        actions: [{ do: 'create-case', case: { type: 't' } }],
        for: kind,
      });
    expect(put('contact').success).toBe(true);
    expect(put('case').error?.issues.map(({ path }) => path)).toEqual([['trigger', 'event']]);
  });

  it('[AU-2] are set off by the events of that segment alone', () => {
    const index = indexOf(
      ['at-risk', 'constructor'].map((segment, rank) =>
        compileRule(rule({ ...aboutContact, trigger: { event: 'segment-joined', segment } }, segment), rank),
      ),
    );
    expect(index.get('contact segment-joined at-risk')?.map(({ key }) => key)).toEqual(['at-risk']);
    expect(index.get('contact segment-joined constructor')?.map(({ key }) => key)).toEqual(['constructor']);
    expect(index.get('contact segment-joined toString')).toBeUndefined();
  });
});

describe('[AU-9] routines', () => {
  const type = (routines: object[]) => ({ key: 'hazard', version: 3, value: { routines } });
  const routine = { title: 'R', trigger: { event: 'case-created' }, actions: [{ do: 'add-tag', tag: 'x' }] };

  it('[AU-9] are called by their case type, and their key or place in it', () => {
    const index = routineIndexOf(type([routine, { ...routine, key: 'named' }, { ...routine, enabled: false }]));
    expect(index.get('case case-created')?.map(({ key, version }) => [key, version])).toEqual([
      ['hazard/0', 3],
      ['hazard/named', 3],
    ]);
  });

  it('[AU-9] that were kept before they were checked are none', () => {
    expect(routineIndexOf(type([{ whatever: 1 }])).size).toBe(0);
  });
});

describe('a thousand enabled rules', () => {
  it('[AU-10] take at most 5 ms of processor time against one event, also where all wait for it', () => {
    const isHigh = { field: 'alert.priority', op: 'is', value: 'high' };
    const isOf = { field: 'contact.labels', op: 'contains', value: 'first-year' };
    const rules = new Map(
      Array.from({ length: 1000 }, (_, index) => {
        const course = { field: 'alert.course.code', op: 'is', value: `COURSE-${index}` };
        const one = saved({ condition: { all: [isHigh, course, { not: isOf }] } }, `r${index}`);
        return [one.key, one] as const;
      }),
    );
    const target = anAlert();
    const occurrence = alertEvent('Alert Created');
    const answer = () => {
      const subject = subjectOf(target, {}, occurrence);
      return setOffBy(ruleIndexOf(rules), occurrence).filter((one) => isHeld(one, subject, 0)).length;
    };
    for (let warm = 0; warm < 20; warm++) answer();
    // The processor counts in steps of some milliseconds, so many events are taken together.
    const rounds = 50;
    const before = processorTime();
    for (let round = 0; round < rounds; round++) expect(answer()).toBe(0);
    expect((processorTime() - before) / rounds).toBeLessThanOrEqual(5);
  });
});
