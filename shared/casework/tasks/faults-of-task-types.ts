import { type CaseType, calendarNamedFor, needsCalendar } from '#shared/casework/cases/case-type.ts';
import type { TaskType } from '#shared/casework/tasks/task-type.ts';
import { checkCondition } from '#shared/core/conditions/check.ts';
import { ofCaseAlone, type Registry } from '#shared/core/conditions/registry.ts';
import type { Fault } from '#shared/core/errors.ts';

/**
 * Types of task that may be generated for a case: its one transaction of a hundred writes has two
 * for each, beside those of the case and the alerts that it takes up.
 */
export const mostGenerated = 15;

/** The keys that a type of task waits for, however indirectly. */
const neededBy = (key: string, byKey: ReadonlyMap<string, TaskType>): Set<string> => {
  const needed = new Set<string>();
  const waiting = [...(byKey.get(key)?.requires ?? [])];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (needed.has(next)) continue;
    needed.add(next);
    waiting.push(...(byKey.get(next)?.requires ?? []));
  }
  return needed;
};

const faultsOfOne = (
  type: TaskType,
  index: number,
  { byKey, targets }: { byKey: ReadonlyMap<string, TaskType>; targets: CaseType['targets'] | undefined },
): Fault[] => {
  const at = `/taskTypes/${index}`;
  const fault = (path: string, code: string, detail: string): Fault => ({ pointer: `${at}/${path}`, code, detail });
  return [
    ...type.requires.flatMap((key, place) =>
      byKey.has(key) ? [] : [fault(`requires/${place}`, 'unknown-task-type', `the type has no task type "${key}"`)],
    ),
    ...(neededBy(type.key, byKey).has(type.key) ? [fault('requires', 'circular', 'it would wait for itself')] : []),
    ...(type.maxCreations !== undefined && type.minCompletions > type.maxCreations
      ? [fault('minCompletions', 'too-large', 'more have to be completed than may be made')]
      : []),
    ...type.outcomes.flatMap(({ key }, place) =>
      type.outcomes.findIndex((other) => other.key === key) < place
        ? [fault(`outcomes/${place}/key`, 'duplicate', 'is there twice')]
        : [],
    ),
    ...(targets && needsCalendar(type) && calendarNamedFor(type, { targets }) === undefined
      ? [fault('calendar', 'required', 'working time needs a calendar')]
      : []),
  ];
};

/**
 * What is wrong between the types of task of a case type. A condition of `generate` asks of the
 * case alone, as it is when it is raised.
 */
export const faultsOfTaskTypes = (
  { taskTypes: types = [], targets }: Partial<Pick<CaseType, 'taskTypes' | 'targets'>>,
  registry: Registry,
): Fault[] => {
  const byKey = new Map(types.map((type) => [type.key, type]));
  const ofCase = ofCaseAlone(registry);
  const generated = types.filter(({ generate }) => generate).length;
  return [
    ...types.flatMap(({ key }, index) =>
      types.findIndex((other) => other.key === key) < index
        ? [{ pointer: `/taskTypes/${index}/key`, code: 'duplicate', detail: 'another task type has this key' }]
        : [],
    ),
    ...types.flatMap((type, index) => faultsOfOne(type, index, { byKey, targets })),
    ...types.flatMap(({ generate }, index) =>
      generate?.when ? checkCondition(generate.when, ofCase, `/taskTypes/${index}/generate/when`) : [],
    ),
    ...(generated > mostGenerated
      ? [{ pointer: '/taskTypes', code: 'too-many-generated', detail: `at most ${mostGenerated} may be generated` }]
      : []),
  ];
};
