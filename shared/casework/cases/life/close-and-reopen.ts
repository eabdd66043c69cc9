import type { Alert } from '#shared/casework/alerts/alert.ts';
import type { AlertDefinition } from '#shared/casework/alerts/alert-definition.ts';
import { settleAlert } from '#shared/casework/alerts/change-alert.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { CaseDefinition } from '#shared/casework/cases/case-definition.ts';
import type { Status } from '#shared/casework/cases/case-type.ts';
import { changeCase, together } from '#shared/casework/cases/change-case.ts';
import { withoutKinds } from '#shared/casework/cases/clocks/agenda.ts';
import { participantsAmongTheTen, writesAnAlert, writesATask, writesForMore } from '#shared/casework/cases/limits.ts';
import { participantsOf } from '#shared/casework/cases/people/people.ts';
import { isClosedCategory } from '#shared/casework/cases/status.schema.ts';
import { isOpen, statusOf } from '#shared/casework/cases/status.ts';
import type { CaseWithTasks } from '#shared/casework/tasks/change-task.ts';
import { endTasks } from '#shared/casework/tasks/end-task.ts';
import type { Task } from '#shared/casework/tasks/task.ts';
import { invalid, Refusal, unknownChoice } from '#shared/core/errors.ts';
import { iso } from '#shared/core/records/instants.ts';
import { own } from '#shared/core/records/own.ts';
import type { Actor } from '#shared/core/records/primitives.ts';
import type { Decision } from '#shared/core/table/decision.ts';

interface Close {
  reason?: string | undefined;
  details?: string | undefined;
  /**
   * Its requester wants it no more: it leads to a cancelled status, and nobody is asked for a
   * reason.
   */
  isWithdrawn?: true;
  by: Actor;
  at: number;
}

/** A case at its end, in a closing status, by every way; it says who closed it and why. */
export const closedIn = (current: Case, { status, reason, details, by, at }: Close & { status: Status }): Case => ({
  ...current,
  status: { key: status.key, category: status.category },
  ...(current.openQuestions > 0 && { openQuestions: 0, questionsEndedAt: iso(at) }),
  agenda: withoutKinds(current.agenda, ['question', 'silence', 'closing']),
  closedAt: iso(at),
  closure: { ...(reason && { reason }), ...(details && { details }), at: iso(at), by },
});

/**
 * The status that a closing leads to.
 * @throws 400 for a reason that the type does not know, or a missing one where it has reasons
 */
const closingStatus = ({ reason, isWithdrawn }: Close, { key, type }: CaseDefinition): Status => {
  const { closureReasons, statuses } = type;
  const chosen = closureReasons.find((one) => one.key === reason);
  if (reason === undefined && closureReasons.length > 0 && !isWithdrawn)
    throw invalid([{ pointer: '/reason', code: 'required', detail: 'is required' }]);
  if (reason !== undefined && !chosen)
    throw invalid([unknownChoice('/reason', 'reason for closing', { value: reason, code: 'unknown-reason' })]);
  const status =
    (isWithdrawn && statuses.find((one) => one.category === 'cancelled')) ||
    (chosen?.status && statusOf(type, chosen.status)) ||
    statuses.find((one) => one.category === 'resolved');
  if (!status) throw new Error(`case type ${key} has no resolved status`);
  return status;
};

/**
 * Closes a case and cancels its open tasks; `alongside` counts the alerts that are settled with it.
 * @throws `already-closed`, `open-tasks`, `min-completions`, `too-many-tasks`; 400 for the reason
 */
export const closeCase = (
  within: CaseWithTasks,
  { alongside = 0, ...command }: Close & { alongside?: number },
): Decision<Case> => {
  const { record: current, definition } = within;
  if (!isOpen(current)) throw new Refusal('already-closed');
  const { at } = command;
  const status = closingStatus(command, definition);
  const { inHand = [] } = current.helpers;
  const people = participantsOf(current).length + new Set(inHand.map(({ user }) => user)).size;
  const parts = Math.max(0, people - participantsAmongTheTen);
  const most = Math.max(0, Math.floor((writesForMore - writesAnAlert * alongside - parts) / writesATask));
  const ended = endTasks(within, { at, most });
  const rest = ended.at(-1)?.after ?? current;
  const closed = changeCase(rest, closedIn(rest, { ...command, status }), { type: 'Case Closed', at, definition });
  const [first, ...others] = ended;
  return first ? together([first, ...others, closed]) : closed;
};

/** What closing a case has to do with. */
export interface Closing {
  /** Cases that are linked as blocking it. */
  blockers: readonly Case[];
  /** Ids of those that a refusal may name to whom it goes: none, unless it is known who that is. */
  nameable?: ReadonlySet<string> | undefined;
  /** Its alerts, each with its definition. */
  alerts: readonly { alert: Alert; definition: AlertDefinition }[];
  /** All of its tasks. */
  tasks: readonly Task[];
}

/**
 * The alerts of a case, settled with it where its type says so. Nobody is asked for an outcome: the
 * case is the outcome.
 */
const settledWith = ({ alerts }: Pick<Closing, 'alerts'>, { type }: CaseDefinition, at: number): Decision<Alert>[] => {
  const status = type.onClose?.closeAlerts;
  if (!status) return [];
  return alerts
    .filter(({ alert }) => alert.status === 'escalated')
    .map(({ alert, definition }) => {
      const unasked = { ...definition, type: { ...definition.type, outcomeRequired: false, noteRequired: false } };
      return settleAlert(alert, { status, at }, unasked);
    });
};

/** What blocks a case, without the references of cases that the caller may not see. */
const blockedBy = (open: readonly Case[], nameable: ReadonlySet<string> = new Set()): string => {
  const named = open.filter(({ id }) => nameable.has(id)).map(({ reference }) => reference);
  return `Blocked by ${[...named, ...(named.length < open.length ? ['what may not be named here'] : [])].join(', ')}`;
};

/**
 * The one way a case is closed, with its tasks and, where its type says so, its alerts.
 * @throws as `closeCase`; `blocked-by-link` with the open cases that block it and may be named
 */
export const closeWithAlerts = (
  current: Case,
  command: Close,
  { definition, ...closing }: Closing & { definition: CaseDefinition },
): [Decision<Case>, ...Decision<Alert>[]] => {
  const settled = settledWith(closing, definition, command.at);
  const alongside = settled.length;
  const decision = closeCase({ record: current, definition, tasks: closing.tasks }, { ...command, alongside });
  const open = closing.blockers.filter((blocker) => isOpen(blocker) && !blocker.trashedAt);
  if (open.length > 0) throw new Refusal('blocked-by-link', blockedBy(open, closing.nameable));
  return [decision, ...settled];
};

const inTheWay: ReadonlySet<string> = new Set(['open-tasks', 'min-completions', 'too-many-tasks', 'blocked-by-link']);

/**
 * Closes a case at its requester's wish. They do not learn what staff still have to do.
 * @throws `already-closed`, and `cannot-withdraw` for every other obstacle
 */
export const withdrawCase = (
  current: Case,
  { note, by, at }: { note?: string | undefined; by: Actor; at: number },
  around: Closing & { definition: CaseDefinition },
): [Decision<Case>, ...Decision<Alert>[]] => {
  try {
    return closeWithAlerts(current, { details: note, isWithdrawn: true, by, at }, around);
  } catch (error) {
    if (error instanceof Refusal && inTheWay.has(error.code)) throw new Refusal('cannot-withdraw');
    throw error;
  }
};

/**
 * Takes a closed case up again, in progress or in the status that it is to go back to.
 * @throws `not-closed`, `merged` (`…/unmerge` takes that back)
 */
export const reopenCase = (
  current: Case,
  { note, at, status: before }: { note: string; at: number; status?: string | undefined },
  definition: CaseDefinition,
): Decision<Case> => {
  if (isOpen(current)) throw new Refusal('not-closed');
  if (current.mergedInto !== undefined) throw new Refusal('merged');
  const { statuses, defaultStatus } = definition.type;
  const status =
    (before !== undefined && statusOf(definition.type, before)) ||
    statuses.find((one) => one.category === 'in-progress') ||
    statusOf(definition.type, defaultStatus);
  if (!status) throw new Error(`case type ${definition.key} has no status to reopen to`);
  // What is said in it from now on is anonymised with its next closing.
  const { closedAt: _at, closure: _closure, anonymisedAt: _anonymised, ...open } = current;
  return changeCase(
    current,
    { ...open, status: { key: status.key, category: status.category } },
    { type: 'Case Reopened', at, definition, detail: { note } },
  );
};

/**
 * Moves an open case to another status of its type.
 * @throws `already-closed`, `use-close`, `illegal-transition`; 400 for an unknown status
 */
export const changeStatus = (
  current: Case,
  { status, at }: { status: string; at: number },
  definition: CaseDefinition,
): Decision<Case> => {
  const wanted = statusOf(definition.type, status);
  if (!wanted) throw invalid([unknownChoice('/status', 'status', { value: status })]);
  if (!isOpen(current)) throw new Refusal('already-closed');
  if (isClosedCategory(wanted.category)) throw new Refusal('use-close');
  // A status that the graph says nothing about leads to any.
  const allowed = own(definition.type.transitions, current.status.key);
  if (allowed && status !== current.status.key && !allowed.includes(status))
    throw new Refusal(
      'illegal-transition',
      `From ${current.status.key} the type allows ${allowed.join(', ') || 'nothing'}`,
    );
  return changeCase(
    current,
    { ...current, status: { key: wanted.key, category: wanted.category } },
    { type: 'Case Status Changed', at, definition },
  );
};
