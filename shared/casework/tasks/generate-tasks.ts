import type { NamedDealer } from '#shared/casework/assignment/named-people.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { CaseDefinition } from '#shared/casework/cases/case-definition.ts';
import type { DraftOf } from '#shared/casework/casework.events.ts';
import { newTask } from '#shared/casework/tasks/create-task.ts';
import type { Task } from '#shared/casework/tasks/task.ts';
import { evaluate } from '#shared/core/conditions/evaluate.ts';
import type { Actor } from '#shared/core/records/primitives.ts';

/** Who makes tasks, when (epoch milliseconds), and where their ids come from. */
export interface Generating {
  newId: () => string;
  by: Actor;
  at: number;
  /** Deals them to the people whom their types name. */
  named?: NamedDealer | undefined;
}

/**
 * The tasks that a case has by itself: of each type that is generated for it and that it has none
 * of yet.
 */
export const generatedTasks = (
  record: Case,
  { newId, by, at, named }: Generating,
  { definition, tasks = [] }: { definition: CaseDefinition; tasks?: readonly Task[] },
): Task[] => {
  const subject = { case: record };
  return definition.type.taskTypes
    .filter(({ generate }) => generate && (generate.when === undefined || evaluate(generate.when, subject, at).held))
    .filter(({ key }) => !tasks.some(({ type }) => type === key))
    .map(({ key }) => newTask({ record, definition }, { id: newId(), input: { type: key }, by, at, named }));
};

/** The event of a task that comes into being together with something else. */
export const createdWith = (task: Task): DraftOf<'Task Created'> => ({
  type: 'Task Created',
  changed: [],
  before: {},
  after: { task },
});
