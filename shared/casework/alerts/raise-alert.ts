import type { Alert, NewAlert } from '#shared/casework/alerts/alert.ts';
import type { AlertDefinition } from '#shared/casework/alerts/alert-definition.ts';
import { withDueSoon } from '#shared/casework/alerts/due-soon.ts';
import { categoryOf } from '#shared/casework/alerts/status.ts';
import type { Dealt } from '#shared/casework/assignment/decide-assignment.ts';
import { assignmentFailed } from '#shared/casework/assignment/fail-assignment.ts';
import { refuseDisabledPriority } from '#shared/casework/priorities/priority.ts';
import { addAmount } from '#shared/core/calendars/working-time.ts';
import { disabled, type Fault, invalid, unknownChoice } from '#shared/core/errors.ts';
import { creationEvent } from '#shared/core/events/event.ts';
import { checkFields } from '#shared/core/records/fill-fields.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { Actor } from '#shared/core/records/primitives.ts';
import type { Decision } from '#shared/core/table/decision.ts';

interface RaiseAlertInput {
  id: string;
  input: NewAlert;
  by: Actor;
  /** Epoch milliseconds. */
  at: number;
  /** To whom the person of its type leads who reviews it where nobody is named. */
  dealt?: Pick<Dealt, 'to' | 'leftOut'> | undefined;
}

const required = (pointer: string): Fault => ({ pointer, code: 'required', detail: 'is required' });

/**
 * What the type of an alert says against its priority, course and custom fields, and those fields
 * as they would be kept.
 */
export const checkNewAlert = (
  input: Partial<NewAlert>,
  { type, priorities }: AlertDefinition,
  at: number,
): { fields: Record<string, unknown>; faults: Fault[] } => {
  const said = { priority: type.defaultPriority, private: false, ...input };
  const { fields, faults: faultsOfFields } = checkFields(type.fields, input.fields ?? {}, {
    record: (values) => ({ alert: { ...said, fields: values } }),
    at,
  });
  const faults: Fault[] = [];
  if (input.priority === undefined && type.defaultPriority === undefined) faults.push(required('/priority'));
  if (input.priority !== undefined && !priorities.includes(input.priority))
    faults.push(unknownChoice('/priority', 'priority', { value: input.priority }));
  if (type.courseRelated && !input.course) faults.push(required('/course'));
  return { fields, faults: [...faults, ...faultsOfFields] };
};

/**
 * A new alert, in triage.
 * @throws `disabled`, also for its priority; 400 with every fault at once
 */
export const raiseAlert = (
  { id, input, by, at, dealt }: RaiseAlertInput,
  definition: AlertDefinition,
): Decision<Alert> => {
  const { type } = definition;
  if (!type.enabled) throw disabled('alert type', definition.key);
  const { fields, faults } = checkNewAlert(input, definition, at);
  const priority = input.priority ?? type.defaultPriority;
  if (faults.length > 0 || priority === undefined) throw invalid(faults);
  refuseDisabledPriority(definition, priority);
  const dueAt = input.dueAt ?? (type.due && iso(addAmount(definition.calendar, at, type.due)));
  const [team] = type.groups.reviewers.map((group) => ({ group }));
  const reviewer = input.reviewer ?? (dealt ? (dealt.to ?? team) : type.defaultReviewer);
  const after = withDueSoon(undefined, {
    id,
    version: 1,
    createdAt: iso(at),
    createdBy: by,
    updatedAt: iso(at),
    type: input.type,
    typeVersion: definition.version,
    status: 'triage',
    category: categoryOf('triage'),
    priority,
    ...(input.contactId && { contactId: input.contactId }),
    ...(reviewer && { reviewer }),
    ...(dueAt && { dueAt }),
    ...(input.description !== undefined && { description: input.description }),
    ...(input.course && { course: input.course }),
    ...(input.source !== undefined && { source: input.source }),
    tags: input.tags ?? [],
    fields,
    private: input.private ?? false,
    repeats: 0,
    noteCount: 0,
  });
  const failed = dealt?.leftOut ? [assignmentFailed(dealt.leftOut)] : [];
  return { kind: 'alert', after, events: [creationEvent('Alert Created', after), ...failed] };
};
