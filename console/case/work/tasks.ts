import type { TaskAnswer } from '#console/case/case-queries.ts';

export type TaskAct = 'start' | 'complete' | 'edit' | 'cancel';

export const isOpenTask = ({ status }: Pick<TaskAnswer, 'status'>): boolean =>
  status === 'to-do' || status === 'in-progress';

/** The place of the step that is to be worked on. */
export const openStep = ({ steps = [] }: Pick<TaskAnswer, 'steps'>): number =>
  steps.findIndex(({ state }) => state === 'in-progress');

/** What can be done with a task, the likeliest first. One with steps is completed by its steps. */
export const actsOnTask = (task: Pick<TaskAnswer, 'status' | 'steps'>, cancelable: boolean): TaskAct[] => {
  if (!isOpenTask(task)) return [];
  const isStepped = task.steps?.some(({ state }) => state !== 'completed') ?? false;
  return [
    ...(task.status === 'to-do' ? (['start'] as const) : []),
    ...(isStepped ? [] : (['complete'] as const)),
    'edit',
    ...(cancelable ? (['cancel'] as const) : []),
  ];
};

/** Open tasks first, each half in its order. */
export const inTaskOrder = (tasks: readonly TaskAnswer[]): TaskAnswer[] => [
  ...tasks.filter(isOpenTask),
  ...tasks.filter((task) => !isOpenTask(task)),
];
