import { dealerOfNamed, type NamedDealer } from '#shared/casework/assignment/named-people.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { personAt, refuseKeptOut } from '#shared/casework/cases/people/kept-out.ts';
import { isOpen } from '#shared/casework/cases/status.ts';
import { type CaseWithTasks, changeTask, refuseOwner, type TaskDecided } from '#shared/casework/tasks/change-task.ts';
import { isOpenTask, mostOpenTasks, mostTasks, type NewTask, type Task } from '#shared/casework/tasks/task.ts';
import { withFirstClock } from '#shared/casework/tasks/task-clock.ts';
import { type TaskType, typeOfTask } from '#shared/casework/tasks/task-type.ts';
import { type Fault, invalid, Refusal, unknownChoice } from '#shared/core/errors.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { Actor, PersonOrGroup } from '#shared/core/records/primitives.ts';

interface Create {
  id: string;
  input: NewTask;
  by: Actor;
  /** Epoch milliseconds. */
  at: number;
  /** Deals it to the people whom its type names. */
  named?: NamedDealer | undefined;
}

/**
 * Who has a task of a type where nobody else is named: its first group, else the first person that
 * it names who is there and not kept out.
 */
const firstOwnerOf = (
  { key, groups: [group], users }: TaskType,
  { locks }: Case,
  { id, named = dealerOfNamed(undefined) }: Pick<Create, 'id' | 'named'>,
): PersonOrGroup | undefined => {
  if (group !== undefined) return { group };
  const among = users.filter((one) => !locks.includes(one));
  const user = named.give(among, { id, type: key });
  return user === undefined ? undefined : { user };
};

/**
 * A new task as its type has it; given as `firstOwnerOf` says where the input names nobody. Its
 * clock starts with it.
 */
export const newTask = (
  { record, definition }: Pick<CaseWithTasks, 'record' | 'definition'>,
  { id, input, by, at, named }: Create,
): Task => {
  const type = typeOfTask(definition, input.type);
  const assignee = input.assignee ?? (type && firstOwnerOf(type, record, { id, named }));
  const task: Task = {
    id,
    version: 1,
    createdAt: iso(at),
    createdBy: by,
    updatedAt: iso(at),
    caseId: record.id,
    ...(type && { type: type.key }),
    title: input.title ?? type?.name ?? '',
    ...((input.description ?? type?.description) && { description: input.description ?? type?.description }),
    status: 'to-do',
    ...(assignee && { assignee }),
    order: type?.order ?? 0,
  };
  return withFirstClock(task, input.dueAt, { record, definition, at });
};

/** @throws `too-many-tasks`, `max-creations` */
const refuseTooMany = ({ tasks }: Pick<CaseWithTasks, 'tasks'>, type: TaskType | undefined): void => {
  if (tasks.length >= mostTasks) throw new Refusal('too-many-tasks');
  if (tasks.filter(isOpenTask).length >= mostOpenTasks)
    throw new Refusal('too-many-tasks', 'The case has as many open tasks as it can take');
  const made = type?.maxCreations && tasks.filter((task) => task.type === type.key).length;
  if (type?.maxCreations && made !== undefined && made >= type.maxCreations) throw new Refusal('max-creations');
};

/**
 * Adds a task to an open case. @throws `already-closed`, `locked-out`, `too-many-tasks`,
 * `max-creations`; 400 for an unknown type, a missing title, a team that it is not for
 */
export const createTask = (within: CaseWithTasks, command: Create): TaskDecided => {
  const { record, definition } = within;
  const { input } = command;
  const type = typeOfTask(definition, input.type);
  const faults: Fault[] = [
    ...(input.type !== undefined && !type
      ? [unknownChoice('/type', 'task type', { value: input.type, code: 'unknown-type' })]
      : []),
    ...(input.title === undefined && input.type === undefined
      ? [{ pointer: '/title', code: 'required', detail: 'is required' }]
      : []),
  ];
  if (faults.length > 0) throw invalid(faults);
  refuseOwner(type, input.assignee);
  refuseKeptOut(record, [personAt(input.assignee, '/assignee')]);
  if (!isOpen(record)) throw new Refusal('already-closed');
  refuseTooMany(within, type);
  const created = changeTask(within, newTask(within, command), { type: 'Task Created', at: command.at });
  const { decision } = created;
  return {
    ...created,
    decision: { ...decision, items: [...(decision.items ?? []), ...(command.named?.moves() ?? [])] },
  };
};
