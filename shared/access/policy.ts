import { belongsTo, type Person } from '#shared/access/person.ts';
import type { Requester } from '#shared/access/requester.ts';
import type { Activity } from '#shared/activities/activity.ts';
import type { Alert } from '#shared/alerts/alert.ts';
import type { AlertType } from '#shared/alerts/alert-type.ts';
import type { Case } from '#shared/cases/case.ts';
import type { CaseType } from '#shared/cases/case-type.ts';
import { holdsRole } from '#shared/cases/people.ts';
import { requesterIdOf } from '#shared/cases/requester.ts';
import { Refusal } from '#shared/errors.ts';
import type { PersonOrGroup } from '#shared/records/primitives.ts';
import type { Task } from '#shared/tasks/task.ts';

// The one policy. Deny by default: an action that no line allows is refused. Every route, list and mail asks here.

export type AlertAction = 'raise' | 'view' | 'discuss' | 'work';
/** `help`: work on tasks and activities of it; on which, `mayOnTask` and `mayOnActivity` say. `appoint`: make appointments. */
export type CaseAction = 'raise' | 'view' | 'claim' | 'help' | 'appoint' | 'work' | 'manage' | 'export';

/** Kept out of a case by a conflict of interest, whatever else they are. */
const isLockedOut = (person: Person, record: Case | undefined): boolean => record?.locks.includes(person.id) ?? false;

const holds = (person: Person, owner: PersonOrGroup | undefined): boolean =>
  owner !== undefined && ('user' in owner ? owner.user === person.id : person.groups.includes(owner.group));

/** May this person do this to an alert (or, for `raise`, with a type)? */
export const mayOnAlert = (person: Person, action: AlertAction, type: AlertType, alert?: Alert): boolean => {
  if (person.isAdmin) return true;
  if (!person.isStaff) return false;
  const reviews = belongsTo(person, type.groups.reviewers);
  if (action === 'raise') return reviews || belongsTo(person, type.groups.raisers);
  if (!alert) return false;
  const isReviewer = holds(person, alert.reviewer);
  const raisedIt = alert.createdBy.id === person.id && alert.createdBy.kind === 'user';
  if (alert.private && !isReviewer && !raisedIt && !person.seesAll) return false;
  if (action === 'view') return reviews || isReviewer || raisedIt || person.seesAll;
  if (action === 'discuss') return reviews || isReviewer || raisedIt;
  return isReviewer || (reviews && !alert.private);
};

/** Are tasks of one of these types for this person: by a group, or by name? Of any type where no keys are given. */
export const hasTaskType = (
  person: Person,
  { taskTypes }: Pick<CaseType, 'taskTypes'>,
  keys: readonly string[] = taskTypes.map(({ key }) => key),
): boolean =>
  taskTypes.some(
    ({ key, groups, users }) => keys.includes(key) && (belongsTo(person, groups) || users.includes(person.id)),
  );

/** Who is called in when a case is escalated: the escalation groups of its type, and those of the ladders of its targets. */
export const escalationGroupsOf = ({ groups, targets }: Pick<CaseType, 'groups' | 'targets'>): string[] => [
  ...groups.escalation,
  ...targets.flatMap(({ onBreach }) => onBreach.ladder.flatMap((level) => level.groups)),
];

/** May this person do this to a case (or, for `raise`, with a type)? A requester is allowed to raise where a group of theirs starts cases. */
export const mayOnCase = (person: Person, action: CaseAction, type: CaseType, record?: Case): boolean => {
  if (isLockedOut(person, record)) return false;
  if (person.isAdmin) return true;
  const { groups } = type;
  const manages = person.isStaff && belongsTo(person, groups.managers);
  if (action === 'raise') return manages || belongsTo(person, groups.starters);
  if (!person.isStaff || !record) return false;
  const holdsIt = holds(person, record.assignee);
  const hasTask = record.helpers.owners.some((owner) => holds(person, owner));
  const helps = hasTask || hasTaskType(person, type, record.helpers.taskTypes);
  const concerned =
    holdsIt ||
    hasTask ||
    holdsRole(record, person.id) ||
    (record.createdBy.kind === 'user' && record.createdBy.id === person.id);
  if (record.private && !concerned && !person.seesAll) return false;
  const works = manages || holdsIt || (record.escalated > 0 && belongsTo(person, escalationGroupsOf(type)));
  switch (action) {
    case 'view':
      return (
        concerned ||
        helps ||
        person.seesAll ||
        manages ||
        belongsTo(person, [
          ...groups.reassignment,
          ...escalationGroupsOf(type),
          ...groups.enquiry,
          ...groups.appointment,
        ])
      );
    case 'claim':
      return manages || holdsIt || belongsTo(person, groups.reassignment);
    case 'work':
      return works;
    case 'help':
      return works || helps || holdsRole(record, person.id);
    case 'appoint':
      return works || belongsTo(person, groups.appointment);
    case 'manage':
      return manages;
    case 'export':
      return belongsTo(person, groups.export);
  }
};

/** May this person work on a task of a case: whoever works on the case, who has the task, and the groups of its type? */
export const mayOnTask = (
  person: Person,
  type: CaseType,
  record: Case,
  task: Pick<Task, 'type' | 'assignee'>,
): boolean =>
  mayOnCase(person, 'work', type, record) ||
  (mayOnCase(person, 'help', type, record) &&
    (holds(person, task.assignee) || hasTaskType(person, type, task.type === undefined ? [] : [task.type])));

/** May this person change or end an activity of a case: whoever works on the case, and who has the activity? */
export const mayOnActivity = (
  person: Person,
  type: CaseType,
  record: Case,
  { assignee }: Pick<Activity, 'assignee'>,
): boolean =>
  mayOnCase(person, 'work', type, record) || (mayOnCase(person, 'help', type, record) && holds(person, assignee));
/** May somebody of whom nothing is known raise a case of this type? */
export const mayRaiseUnknown = ({ groups }: CaseType): boolean => groups.starters.includes('anonymous');

/**
 * Whether a case is open to somebody as its requester: to see what is public of it, to add to it, and to withdraw it. Also a private one; never one that they
 * are kept out of, or that is in the trash. Clients and followers are told by mail what is for them: docs/decisions/0062.
 */
export const mayAsRequester = ({ id, names, caseId }: Requester, record: Case): boolean =>
  requesterIdOf(record) === id &&
  (caseId === undefined || caseId === record.id) &&
  !record.trashedAt &&
  !names.some((name) => record.locks.includes(name));

/**
 * May this person open a case in an emergency that they may not see otherwise? Whoever would see it were it not private; never somebody who is kept out of
 * it.
 */
export const mayBreakGlass = (person: Person, type: CaseType, record: Case): boolean =>
  record.private && mayOnCase(person, 'view', type, { ...record, private: false });

/**
 * Asks the policy about a record that is there. Somebody who may not even see it gets the answer of a record that is not.
 *
 * @throws `not-found` (404) where it may not be seen, `not-allowed` (403) where it may be seen but this may not be done
 */
export const allow = (mayView: boolean, mayDo: boolean): void => {
  if (!mayView) throw new Refusal('not-found');
  if (!mayDo) throw new Refusal('not-allowed');
};
