import { generatedPlans } from '#shared/casework/activities/generate-plans.ts';
import type { NamedDealer } from '#shared/casework/assignment/named-people.ts';
import { routeByField } from '#shared/casework/assignment/route-by-field.ts';
import type { Case, NewCase } from '#shared/casework/cases/case.ts';
import { type CaseDefinition, refuseDisabledType } from '#shared/casework/cases/case-definition.ts';
import { faultsOfChoices, happen } from '#shared/casework/cases/change-case.ts';
import { writesAnAlert, writesATask, writesForMore } from '#shared/casework/cases/limits.ts';
import { statusOf } from '#shared/casework/cases/status.ts';
import { refuseDisabledPriority } from '#shared/casework/priorities/priority.ts';
import { createdWith, generatedTasks } from '#shared/casework/tasks/generate-tasks.ts';
import { taskWrite, withTasks } from '#shared/casework/tasks/task.ts';
import type { ClockOperation } from '#shared/core/clocks/operation.ts';
import { type Fault, invalid, Refusal } from '#shared/core/errors.ts';
import { creationEvent } from '#shared/core/events/event.ts';
import { checkFields } from '#shared/core/records/fill-fields.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { Actor } from '#shared/core/records/primitives.ts';
import type { Decision } from '#shared/core/table/decision.ts';

interface RaiseCaseInput {
  id: string;
  reference: string;
  input: NewCase;
  /** In place of the target that its type gives it. */
  dueAt?: string | undefined;
  /** Who raises it is kept from staff. */
  isAnonymous?: boolean;
  by: Actor;
  /** Epoch milliseconds. */
  at: number;
  /** Where the ids of the tasks come from that it has from the beginning. */
  newId: () => string;
  /** Deals its tasks to the people whom their types name. */
  named?: NamedDealer | undefined;
}

/**
 * What the type of a case says against its priority, subtype, stage and custom fields, and those
 * fields as they would be kept.
 */
export const checkNewCase = (
  definition: CaseDefinition,
  input: Partial<NewCase>,
  { by, at }: { by: Actor['kind']; at: number },
): { fields: Record<string, unknown>; faults: Fault[] } => {
  const { type } = definition;
  const said = { priority: type.defaultPriority, private: false, ...input };
  const { fields, faults } = checkFields(type.fields, input.fields ?? {}, {
    record: (values) => ({ case: { ...said, fields: values } }),
    at,
    byRequester: by === 'requester',
  });
  return { fields, faults: [...faultsOfChoices(definition, input), ...faults] };
};

/** The calendar that a case of this type is completed by. */
export const calendarOf = ({ policies }: CaseDefinition) => policies.get('completion')?.calendar;

type NewRecord = Pick<RaiseCaseInput, 'id' | 'reference' | 'input' | 'dueAt' | 'isAnonymous' | 'by' | 'at'> & {
  /** To whom its form leads. */
  group?: string | undefined;
};

/**
 * A case as it begins, before anything follows from it. Its fields are checked, its priority is
 * said.
 */
export const newCaseRecord = (
  { id, reference, input, dueAt, isAnonymous, group, by, at }: NewRecord,
  definition: CaseDefinition,
): Case => {
  const { type } = definition;
  const status = statusOf(type, type.defaultStatus);
  if (!status) throw new Error(`case type ${definition.key} has no default status`);
  const { type: typeKey, priority, alertIds, fields, private: isPrivate, tags, ...rest } = input;
  return {
    id,
    version: 1,
    createdAt: iso(at),
    createdBy: by,
    updatedAt: iso(at),
    reference,
    type: typeKey,
    typeVersion: definition.version,
    ...(type.instance && { instance: type.instance }),
    ...rest,
    ...(isAnonymous && { anonymous: true }),
    ...(group !== undefined && { assignee: { group } }),
    status: { key: status.key, category: status.category },
    priority: priority ?? type.defaultPriority,
    fields: fields ?? {},
    tags: tags ?? [],
    escalated: 0,
    ...(dueAt && { dueAt }),
    clocks: [],
    counting: definition.counting,
    taskCount: 0,
    openTasks: 0,
    openQuestions: 0,
    questionCount: 0,
    noteCount: 0,
    fileCount: 0,
    requesterFileCount: 0,
    alertIds: alertIds ?? [],
    private: isPrivate ?? false,
    roles: type.roles
      .filter((role) => role.creator && by.kind === 'user')
      .map((role) => ({ role: role.key, id: by.id, from: iso(at) })),
    clients: input.contactId === undefined ? [] : [input.contactId],
    subscriptions: [],
    locks: [],
    links: [],
    ...(input.stage !== undefined && { stageSince: iso(at) }),
    timeInStage: {},
    statusSince: iso(at),
    opened: [],
    helpers: { owners: [], taskTypes: [] },
    agenda: [],
    generation: 1,
  };
};

/**
 * A new case with its defaults, clocks, tasks and plans, given to whom the input or its form says.
 * @throws `disabled`, `too-many-alerts` for one transaction, `invalid-request` with every fault
 */
export const raiseCase = (
  { id, reference, input, dueAt: wanted, isAnonymous, by, at, newId, named }: RaiseCaseInput,
  definition: CaseDefinition,
): Decision<Case> => {
  const { type } = definition;
  refuseDisabledType(definition);
  const { fields, faults } = checkNewCase(definition, input, { by: by.kind, at });
  if (faults.length > 0) throw invalid(faults);
  const priority = input.priority ?? type.defaultPriority;
  refuseDisabledPriority(definition, priority);
  const routed = input.assignee ? undefined : routeByField(type, fields);
  const raised = newCaseRecord(
    { id, reference, by, at, input: { ...input, priority, fields }, dueAt: wanted, isAnonymous, group: routed?.group },
    definition,
  );
  const operation: ClockOperation | undefined = wanted === undefined ? undefined : { do: 'set', to: wanted };
  const detail = {
    ...(routed && { routed }),
    ...(operation && definition.policies.has('completion') && { clock: 'completion', operation }),
  };
  const begun = happen(raised, raised, { type: 'Case Created', at, definition, detail }).after;
  const tasks = generatedTasks(begun, { newId, by, at, named }, { definition });
  const moves = named?.moves() ?? [];
  const withGenerated = withTasks(begun, tasks);
  const plans = generatedPlans(withGenerated, { newId, by, at }, definition);
  const after = { ...withGenerated, agenda: plans.agenda };
  const { owners } = after.helpers;
  const inHand = new Set(after.helpers.inHand?.map(({ user }) => user)).size;
  const writes =
    writesATask * tasks.length + owners.length + inHand + plans.events.length + plans.items.length + moves.length;
  if (writesAnAlert * after.alertIds.length + writes > writesForMore)
    throw new Refusal('too-many-alerts', 'With the tasks and plans that it begins with, a case takes up fewer at once');
  return {
    kind: 'case',
    after,
    events: [{ ...creationEvent('Case Created', after), after: detail }, ...tasks.map(createdWith), ...plans.events],
    items: [...tasks.map((task) => taskWrite(task, after)), ...moves, ...plans.items],
  };
};
