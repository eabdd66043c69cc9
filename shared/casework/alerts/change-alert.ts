import type { Alert, AlertChanges } from '#shared/casework/alerts/alert.ts';
import type { AlertDefinition } from '#shared/casework/alerts/alert-definition.ts';
import { withDueSoon } from '#shared/casework/alerts/due-soon.ts';
import { type AlertStatus, categoryOf } from '#shared/casework/alerts/status.ts';
import type { CaseworkEventType, SaidOf } from '#shared/casework/casework.events.ts';
import { refuseDisabledPriority } from '#shared/casework/priorities/priority.ts';
import { type Fault, invalid, Refusal, unknownChoice } from '#shared/core/errors.ts';
import { changeEvent } from '#shared/core/events/event.ts';
import { checkFields } from '#shared/core/records/fill-fields.ts';
import { iso } from '#shared/core/records/instants.ts';
import { samePersonOrGroup } from '#shared/core/records/person-or-group.ts';
import type { PersonOrGroup } from '#shared/core/records/primitives.ts';
import { type Decision, unchanged } from '#shared/core/table/decision.ts';

/**
 * The lifecycle: from which statuses each is reached. `escalated` is reached by escalating,
 * `triage` only by unlinking.
 */
export const alertTransitions: Record<Exclude<AlertStatus, 'triage' | 'escalated'>, readonly AlertStatus[]> = {
  'in-progress': ['triage', 'resolved', 'dismissed', 'cancelled'],
  resolved: ['triage', 'in-progress', 'escalated'],
  // From `escalated` too: a case type may say that closing a case dismisses its alerts.
  dismissed: ['triage', 'in-progress', 'escalated'],
  cancelled: ['triage', 'in-progress'],
};

type AlertEventType = Extract<
  CaseworkEventType,
  `Alert ${string}` | 'Note Added' | 'Assignment Failed' | 'Record Forgotten'
>;

export const changeAlert = <const K extends AlertEventType>(
  before: Alert,
  after: Alert,
  event: { type: K; at: number } & SaidOf<K>,
): Decision<Alert> => {
  const draft = changeEvent(event.type, before, after);
  if (draft.changed.length === 0 && !event.detail) return unchanged('alert', before);
  return {
    kind: 'alert',
    before,
    after: withDueSoon(before, { ...after, version: before.version + 1, updatedAt: iso(event.at) }),
    events: [{ ...draft, after: { ...draft.after, ...event.detail } }],
  };
};

/**
 * The instants that a status records. The first time an alert leaves triage it counts as reviewed.
 */
export const instantsOf = (current: Alert, status: AlertStatus, at: number): Partial<Alert> => ({
  ...(status !== 'triage' && !current.reviewedAt && { reviewedAt: iso(at) }),
  ...(status === 'escalated' && { escalatedAt: iso(at) }),
  ...(status === 'resolved' && { resolvedAt: iso(at) }),
  ...(status === 'dismissed' && { dismissedAt: iso(at) }),
  ...(status === 'cancelled' && { cancelledAt: iso(at) }),
});

interface Settle {
  status: 'resolved' | 'dismissed' | 'cancelled';
  outcome?: string | undefined;
  note?: string | undefined;
  at: number;
}

/**
 * Resolves, dismisses or cancels an alert.
 * @throws `illegal-transition`; 400 for an unknown outcome, or a required outcome or note
 */
export const settleAlert = (
  current: Alert,
  { status, outcome, note, at }: Settle,
  { type }: AlertDefinition,
): Decision<Alert> => {
  const choice = type.outcomes.find((one) => one.key === outcome);
  const asks = status !== 'cancelled';
  const faults = [
    ...(outcome !== undefined && (!choice || (choice.for && !choice.for.includes(status)))
      ? [
          {
            pointer: '/outcome',
            code: 'unknown-outcome',
            detail: `the type has no outcome "${outcome}" for ${status}`,
            values: { value: outcome },
          },
        ]
      : []),
    ...(asks && type.outcomeRequired && outcome === undefined
      ? [{ pointer: '/outcome', code: 'required', detail: 'the type requires an outcome' }]
      : []),
    ...(asks && type.noteRequired && !note
      ? [{ pointer: '/note', code: 'required', detail: 'the type requires a note' }]
      : []),
  ];
  if (faults.length > 0) throw invalid(faults);
  if (!alertTransitions[status].includes(current.status)) throw illegal(current.status, status);
  const after: Alert = {
    ...current,
    status,
    category: categoryOf(status),
    ...(outcome !== undefined && { outcome }),
    ...instantsOf(current, status, at),
  };
  return changeAlert(current, after, { type: 'Alert Status Changed', at, ...(note && { detail: { note } }) });
};

const illegal = (from: AlertStatus, to: AlertStatus): Refusal =>
  new Refusal('illegal-transition', `An alert that is ${from} cannot become ${to}`);

/**
 * Somebody begins to look at it, or takes it up again: then nothing of how it was settled is left.
 * @throws `illegal-transition`
 */
export const startAlert = (
  current: Alert,
  { note, at, from }: { note?: string | undefined; at: number; from: 'open' | 'closed' },
): Decision<Alert> => {
  if (!alertTransitions['in-progress'].includes(current.status) || current.category !== from)
    throw illegal(current.status, 'in-progress');
  const { outcome: _o, resolvedAt: _r, dismissedAt: _d, cancelledAt: _c, anonymisedAt: _a, ...rest } = current;
  const after: Alert = { ...rest, status: 'in-progress', category: 'open', ...instantsOf(current, 'in-progress', at) };
  return changeAlert(current, after, { type: 'Alert Status Changed', at, ...(note && { detail: { note } }) });
};

/** Gives an alert to a reviewer. @throws `already-closed` */
export const assignAlert = (current: Alert, { to, at }: { to: PersonOrGroup; at: number }): Decision<Alert> => {
  if (current.category === 'closed') throw new Refusal('already-closed');
  if (samePersonOrGroup(current.reviewer, to)) return unchanged('alert', current);
  return changeAlert(current, { ...current, reviewer: to }, { type: 'Alert Reviewer Changed', at });
};

/**
 * What the type of an alert says against a change of its priority, course and custom fields, and
 * those fields as they would be after it.
 */
export const checkAlertChanges = (
  current: Alert,
  { changes, at }: { changes: Partial<AlertChanges>; at: number },
  { type, priorities }: AlertDefinition,
): { fields: Record<string, unknown>; faults: Fault[] } => {
  const { fields, faults } = checkFields(type.fields, changes.fields ?? {}, {
    existing: current.fields,
    record: (values) => ({ alert: { ...current, ...changes, fields: values } }),
    before: { alert: current },
    at,
  });
  const all = [
    ...(changes.priority !== undefined && !priorities.includes(changes.priority)
      ? [unknownChoice('/priority', 'priority', { value: changes.priority })]
      : []),
    ...(type.courseRelated && changes.course === null
      ? [{ pointer: '/course', code: 'required', detail: 'is required' }]
      : []),
    ...faults,
  ];
  return { fields, faults: all };
};

/**
 * Changes what may be edited of an alert; `null` clears.
 * @throws 400 with every fault at once; `disabled` for another priority that is
 */
export const editAlert = (
  current: Alert,
  { changes, at }: { changes: AlertChanges; at: number },
  definition: AlertDefinition,
): Decision<Alert> => {
  const { fields, faults } = checkAlertChanges(current, { changes, at }, definition);
  if (faults.length > 0) throw invalid(faults);
  if (changes.priority !== current.priority) refuseDisabledPriority(definition, changes.priority);
  const edited = Object.fromEntries(
    Object.entries({ ...current, ...changes, fields }).filter(([, value]) => value !== null && value !== undefined),
  ) as Alert;
  return changeAlert(current, edited, { type: 'Alert Updated', at });
};
