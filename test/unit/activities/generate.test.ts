import { describe, expect, it } from 'vitest';
import { caseTypeSchema } from '#shared/casework/cases/case-type.ts';
import { faultsOfCaseType } from '#shared/configuration/faults-of-types.ts';
import { caseDefinition, raised, typeOfCases } from '../cases/sample-cases.ts';

const step = (key: string) => ({ key, activity: 'call' });
const when = (value: string) => ({ when: { field: 'case.priority', op: 'is', value } });
const plans = {
  timelines: [
    { key: 'always', steps: [step('a'), step('b')], generate: {} },
    { key: 'critical', steps: [step('c')], generate: when('critical') },
    { key: 'by-hand', steps: [step('d')] },
  ],
  sequences: [{ key: 'medium', steps: [step('e'), step('f')], generate: when('medium') }],
};
const faultsOf = (parts: object) =>
  faultsOfCaseType(caseTypeSchema.parse({ ...typeOfCases, ...parts })).map(({ pointer, code }) => `${pointer} ${code}`);

describe('[TA-6] [TA-7] a case that is raised', () => {
  it('[TA-6] [TA-7] begins with the timelines and sequences that are generated for it, in its one transaction', () => {
    const { events, items = [], after } = raised({}, caseDefinition(plans));
    expect(events.map(({ type }) => type)).toEqual([
      'Case Created',
      'Timeline Added',
      'Sequence Started',
      'Activity Created',
    ]);
    const steps = items.flatMap((write) =>
      'put' in write ? ((write.put.record as { from?: { step: string } }).from?.step ?? []) : [],
    );
    expect(steps).toEqual(['a', 'b', 'e']);
    expect(after.version).toBe(1);
  });

  it('[TA-6] are refused where the condition asks of something else, and where they are too many for one transaction', () => {
    const generate = { when: { field: 'contact.name', op: 'is', value: 'x' } };
    const many = Array.from({ length: 36 }, (_, index) => step(`s${index}`));
    expect(faultsOf(plans)).toEqual([]);
    expect(faultsOf({ timelines: [{ key: 't', steps: [step('a')], generate }] })).toEqual([
      '/timelines/0/generate/when/field unknown-field',
    ]);
    expect(faultsOf({ timelines: [{ key: 't', steps: many, generate: {} }] })).toEqual([]);
    expect(faultsOf({ timelines: [{ key: 't', steps: [...many, step('one-more')], generate: {} }] })).toEqual([
      '/timelines too-many-generated',
    ]);
  });
});
