import type { Alert } from '#shared/casework/alerts/alert.ts';
import { assignAlert, changeAlert } from '#shared/casework/alerts/change-alert.ts';
import type { Dealt } from '#shared/casework/assignment/decide-assignment.ts';
import type { LeftOut } from '#shared/casework/assignment/left-out.schema.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { CaseDefinition } from '#shared/casework/cases/case-definition.ts';
import { changeCase, together } from '#shared/casework/cases/change-case.ts';
import { assignCase } from '#shared/casework/cases/people/assign.ts';
import type { DraftOf } from '#shared/casework/casework.events.ts';
import type { Decision } from '#shared/core/table/decision.ts';

// Nobody was left to give something to: the team of the pool has it, and the event says why each
// was left out.

type Failed = Pick<Dealt, 'to'> & { leftOut: LeftOut[]; at: number };

/** @throws `already-closed` */
export const failCaseAssignment = (
  current: Case,
  { to, leftOut, at }: Failed,
  definition: CaseDefinition,
): Decision<Case> => {
  const given = to ? [assignCase(current, { to, at }, definition)] : [];
  const record = given[0]?.after ?? current;
  const failed = changeCase(record, record, { type: 'Assignment Failed', at, detail: { leftOut } });
  const [first = failed, ...more] = [...given.filter(({ events }) => events.length > 0), failed];
  return together([first, ...more]);
};

/** @throws `already-closed` */
export const failAlertAssignment = (current: Alert, { to, leftOut, at }: Failed): Decision<Alert> => {
  const given = to && assignAlert(current, { to, at });
  const record = given?.after ?? current;
  const failed = changeAlert(record, record, { type: 'Assignment Failed', at, detail: { leftOut } });
  return {
    ...failed,
    before: current,
    after: { ...failed.after, version: current.version + 1 },
    events: [...(given?.events ?? []), ...failed.events],
  };
};

/** The event of a record that begins with an assignment that failed. */
export const assignmentFailed = (leftOut: LeftOut[], taskId?: string): DraftOf<'Assignment Failed'> => ({
  type: 'Assignment Failed',
  changed: [],
  before: {},
  after: { leftOut, ...(taskId !== undefined && { taskId }) },
});
