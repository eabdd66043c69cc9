import type { Case } from '#shared/casework/cases/case.ts';
import { type CaseDefinition, refuseDisabledType } from '#shared/casework/cases/case-definition.ts';
import { changeCase } from '#shared/casework/cases/change-case.ts';
import { detailsOfType } from '#shared/casework/cases/details.ts';
import { isOpen, statusOf } from '#shared/casework/cases/status.ts';
import { createdWith, generatedTasks } from '#shared/casework/tasks/generate-tasks.ts';
import { isOpenTask, mostOpenTasks, mostTasks, type Task, taskWrite, withTasks } from '#shared/casework/tasks/task.ts';
import { invalid, Refusal } from '#shared/core/errors.ts';
import { checkFields } from '#shared/core/records/fill-fields.ts';
import type { Actor } from '#shared/core/records/primitives.ts';
import type { Decision } from '#shared/core/table/decision.ts';

interface ConvertInput {
  fields?: Record<string, unknown> | undefined;
  /**
   * `keep`: the targets go on as they are, where the new type has them too; `restart`: they begin
   * anew now.
   */
  targets: 'keep' | 'restart';
  /** All tasks of the case. */
  tasks: readonly Task[];
  by: Actor;
  at: number;
  /** Where the ids of the tasks come from that the new type brings. */
  newId: () => string;
}

/** Custom fields that the new type knows by the same key go over; those given win. */
const carriedFields = (
  current: Case,
  definition: CaseDefinition,
  given: Record<string, unknown>,
): Record<string, unknown> => {
  const known = new Set(definition.type.fields.map((field) => field.key));
  return { ...Object.fromEntries(Object.entries(current.fields).filter(([field]) => known.has(field))), ...given };
};

/**
 * Makes an open case one of another type, with its status and priority where that has them.
 * @throws `already-closed`, `disabled`, `too-many-tasks`; 400 with every fault of the fields
 */
export const convertCase = (
  current: Case,
  { fields, targets, at, ...around }: ConvertInput,
  definition: CaseDefinition,
): Decision<Case> => {
  const { type } = definition;
  if (!isOpen(current)) throw new Refusal('already-closed');
  refuseDisabledType(definition);
  const checked = checkFields(type.fields, carriedFields(current, definition, fields ?? {}), {
    record: (values) => ({ case: { ...current, type: definition.key, fields: values } }),
    at,
  });
  if (checked.faults.length > 0) throw invalid(checked.faults);
  const same = statusOf(type, current.status.key);
  const status = same?.category === current.status.category ? same : statusOf(type, type.defaultStatus);
  if (!status) throw new Error(`case type ${definition.key} has no default status`);
  const priority = definition.priorities.includes(current.priority) ? current.priority : type.defaultPriority;
  const { stage, stageSince: _since, subtype, dueAt: _due, instance: _instance, details, ...rest } = current;
  const after: Case = {
    ...rest,
    type: definition.key,
    typeVersion: definition.version,
    ...(type.instance && { instance: type.instance }),
    status: { key: status.key, category: status.category },
    priority,
    ...(subtype !== undefined && type.subtypes.includes(subtype) && { subtype }),
    ...(stage !== undefined &&
      type.stages.some((one) => one.key === stage) && { stage, stageSince: current.stageSince }),
    fields: checked.fields,
    ...detailsOfType(details, definition),
    counting: definition.counting,
  };
  // It keeps the tasks that it has; those are made that the new type wants and it has not. Lists
  // find open ones under the new type.
  const { tasks, ...generating } = around;
  const generated = generatedTasks(after, { ...generating, at }, { definition, tasks });
  const all = [...tasks, ...generated];
  if (all.length > mostTasks || all.filter(isOpenTask).length > mostOpenTasks) throw new Refusal('too-many-tasks');
  const converted = changeCase(current, withTasks(after, all), {
    type: 'Case Converted',
    at,
    definition,
    detail: { targets },
    items: all.filter(isOpenTask).map((task) => taskWrite(task, after)),
  });
  return { ...converted, events: [...converted.events, ...generated.map(createdWith)] };
};
