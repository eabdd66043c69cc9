import { belongsTo, type Person } from '#shared/access/person.ts';
import type { Requester } from '#shared/access/requester.ts';
import type { Activity } from '#shared/casework/activities/activity.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import type { AlertType } from '#shared/casework/alerts/alert-type.ts';
import { participantsOfAlert } from '#shared/casework/alerts/participants.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { CaseType } from '#shared/casework/cases/case-type.ts';
import { holdsRole, isManagerRole, participantsOf } from '#shared/casework/cases/people/people.ts';
import { contactIdOf, requesterIdOf } from '#shared/casework/cases/people/requester.ts';
import type { Task } from '#shared/casework/tasks/task.ts';
import type { TaskType } from '#shared/casework/tasks/task-type.ts';
import { Refusal } from '#shared/core/errors.ts';
import type { PersonOrGroup } from '#shared/core/records/primitives.ts';

// The one policy. Deny by default: an action that no line allows is refused. Every route, list and
// mail asks here.

export type AlertAction = 'raise' | 'view' | 'discuss' | 'work';
/**
 * `let-in`: undo a lock on oneself. `follow`: subscribe oneself. `help`: work on tasks and
 * activities of it; on which, `mayOnTask` and `mayOnActivity` say. `appoint`: make appointments.
 */
export type CaseAction =
  | 'raise'
  | 'view'
  | 'let-in'
  | 'follow'
  | 'claim'
  | 'help'
  | 'appoint'
  | 'work'
  | 'manage'
  // Whether it is kept (trash, restore, hold), and whom it keeps out.
  | 'dispose'
  | 'export';

/** Locked out of a case by a conflict of interest, in every role. */
const isLockedOut = (person: Person, record: Case | undefined): boolean => record?.locks.includes(person.id) ?? false;

const holds = (person: Person, owner: PersonOrGroup | undefined): boolean =>
  owner !== undefined && ('user' in owner ? owner.user === person.id : person.groups.includes(owner.group));

/** May this person do this to an alert (or, for `raise`, with a type)? */
export const mayOnAlert = (person: Person, action: AlertAction, type: AlertType, alert?: Alert): boolean => {
  if (person.isAdmin) return true;
  if (!person.isStaff) return false;
  const reviews = seesAlertsByType(person, type);
  if (action === 'raise') return reviews || belongsTo(person, type.groups.raisers);
  if (!alert) return false;
  const isReviewer = holds(person, alert.reviewer);
  const raisedIt = participantsOfAlert(alert).some((one) => holds(person, one));
  if (alert.private && !isReviewer && !raisedIt && !person.seesAll) return false;
  if (action === 'view') return reviews || isReviewer || raisedIt || person.seesAll;
  if (action === 'discuss') return reviews || isReviewer || raisedIt;
  return isReviewer || (reviews && !alert.private);
};

/** Are tasks of a type for this person: by a group, or by name? */
const worksOn = (person: Person, { groups, users }: TaskType): boolean =>
  belongsTo(person, groups) || users.includes(person.id);

/** Is it for a team of this person to decide in tasks of a type? */
const decidesIn = (person: Person, { steps }: TaskType): boolean =>
  steps.some((step) => step.do === 'approve' && belongsTo(person, [step.group]));

/** Does this person work on tasks of one of these types, or decide in them? Of any without keys. */
const hasPartInTasks = (
  person: Person,
  { taskTypes }: Pick<CaseType, 'taskTypes'>,
  keys: readonly string[] = taskTypes.map(({ key }) => key),
): boolean => taskTypes.some((one) => keys.includes(one.key) && (worksOn(person, one) || decidesIn(person, one)));

/**
 * Who is called in when a case is escalated: the escalation groups of its type, and those of the
 * ladders of its targets.
 */
const escalationGroupsOf = ({ groups, targets }: Pick<CaseType, 'groups' | 'targets'>): string[] => [
  ...groups.escalation,
  ...targets.flatMap(({ onBreach }) => onBreach.ladder.flatMap((level) => level.groups)),
];

/** Whose members take cases of a type, and to whom those who work on one give it. */
export const groupsThatClaim = ({ groups }: Pick<CaseType, 'groups'>): string[] => [
  ...groups.managers,
  ...groups.reassignment,
];

/**
 * Whether a type shows this person its cases that are not private: by a group that it names, or by
 * tasks for them. The policy asks with the types of a case's tasks; lists ask of the type alone.
 */
export const seesByType = (person: Person, type: CaseType, taskTypes?: readonly string[]): boolean =>
  belongsTo(person, [
    ...groupsThatClaim(type),
    ...escalationGroupsOf(type),
    ...type.groups.enquiry,
    ...type.groups.appointment,
  ]) || hasPartInTasks(person, type, taskTypes);

/** The same of alerts. */
export const seesAlertsByType = (person: Person, { groups }: AlertType): boolean => belongsTo(person, groups.reviewers);

/** Does this person hold the role of a case that its type calls that of the manager? */
const holdsManagerRole = (person: Person, type: CaseType, record: Case | undefined): boolean =>
  record?.roles.some(({ role, id, to }) => id === person.id && to === undefined && isManagerRole(type, role)) ?? false;

/**
 * May this person do this to a case (or, for `raise`, with a type)? What is in the trash is there
 * only for those who may take it out again.
 */
export const mayOnCase = (person: Person, action: CaseAction, type: CaseType, record?: Case): boolean => {
  // A manager could keep every administrator out, so an administrator may undo a lock on
  // themselves.
  if (action === 'let-in') return person.isAdmin;
  if (isLockedOut(person, record)) return false;
  if (person.isAdmin) return true;
  const { groups } = type;
  const manages = person.isStaff && (belongsTo(person, groups.managers) || holdsManagerRole(person, type, record));
  if (action === 'raise') return manages || belongsTo(person, groups.starters);
  if (!person.isStaff || !record) return false;
  const holdsIt = holds(person, record.assignee);
  const takesPart = participantsOf(record).some((one) => holds(person, one));
  if (record.private && !takesPart && !person.seesAll) return false;
  if (record.trashedAt && !manages) return false;
  const works = manages || holdsIt || (record.escalated > 0 && belongsTo(person, escalationGroupsOf(type)));
  switch (action) {
    case 'view':
    case 'follow':
      return takesPart || person.seesAll || manages || seesByType(person, type, record.helpers.taskTypes);
    case 'claim':
      return manages || holdsIt || belongsTo(person, groupsThatClaim(type));
    case 'work':
      return works;
    case 'help':
      return works || isHelper(person, type, record);
    case 'appoint':
      return works || belongsTo(person, groups.appointment);
    case 'manage':
    case 'dispose':
      return manages;
    case 'export':
      return belongsTo(person, groups.export);
  }
};

/**
 * Has somebody to do with tasks or activities of a case without working on it: by a task, by a type
 * of task, by a role?
 */
const isHelper = (person: Person, type: CaseType, record: Case): boolean =>
  record.helpers.owners.some((owner) => holds(person, owner)) ||
  hasPartInTasks(person, type, record.helpers.taskTypes) ||
  holdsRole(record, person.id);

/** Has a task a type, of which this holds? */
const isOfType = ({ type: key }: Pick<Task, 'type'>, type: CaseType, holdsOf: (type: TaskType) => boolean): boolean =>
  type.taskTypes.some((one) => one.key === key && holdsOf(one));

/**
 * May this person work on a task: the workers of its case, its assignee, and the groups of its
 * type?
 */
export const mayOnTask = (
  person: Person,
  type: CaseType,
  record: Case,
  task: Pick<Task, 'type' | 'assignee'>,
): boolean =>
  mayOnCase(person, 'work', type, record) ||
  (mayOnCase(person, 'help', type, record) &&
    (holds(person, task.assignee) || isOfType(task, type, (one) => worksOn(person, one))));

/**
 * May this person complete a step of a task: who works on the task, and in its approvals the teams
 * that decide? Of which team an approval is, the step says.
 */
export const mayOnTaskSteps = (person: Person, type: CaseType, record: Case, task: Task): boolean =>
  mayOnTask(person, type, record, task) ||
  (mayOnCase(person, 'help', type, record) && isOfType(task, type, (one) => decidesIn(person, one)));

/** May this person change or end an activity: the workers of its case, and its assignee? */
export const mayOnActivity = (
  person: Person,
  type: CaseType,
  record: Case,
  { assignee }: Pick<Activity, 'assignee'>,
): boolean =>
  mayOnCase(person, 'work', type, record) || (mayOnCase(person, 'help', type, record) && holds(person, assignee));

/**
 * May this person, who works on a case, give it there? Managers give it to anybody; others to the
 * groups whose members take such cases, or to themselves as one of them.
 */
export const mayGiveCase = (
  person: Person,
  { type, record, to }: { type: CaseType; record: Case; to: PersonOrGroup },
): boolean =>
  mayOnCase(person, 'manage', type, record) ||
  ('group' in to
    ? groupsThatClaim(type).includes(to.group)
    : to.user === person.id && belongsTo(person, type.groups.reassignment));

/**
 * May this person bring in cases of a type from elsewhere, with the authors and instants of then:
 * administrators, and who manages the type?
 */
export const mayImportCases = (person: Person, { groups }: Pick<CaseType, 'groups'>): boolean =>
  person.isAdmin || (person.isStaff && belongsTo(person, groups.managers));

/** May somebody of whom nothing is known raise a case of this type? */
export const mayRaiseUnknown = ({ groups }: CaseType): boolean => groups.starters.includes('anonymous');

/**
 * Whether somebody may see, add to and withdraw a case as its requester, also a private one.
 * Clients and followers are mailed what is for them: docs/decisions/0029.
 */
export const mayAsRequester = ({ id, names, caseId }: Requester, record: Case): boolean =>
  // Where the case's own id stands for its requester, only its link says that somebody is they: a
  // contact may have any id.
  (caseId === undefined ? contactIdOf(record) === id : caseId === record.id && requesterIdOf(record) === id) &&
  !record.trashedAt &&
  !names.some((name) => record.locks.includes(name));

/**
 * May this person say when others are away: who manages cases of any type, and administrators?
 */
export const mayKeepAbsences = (person: Person, types: readonly Pick<CaseType, 'groups'>[]): boolean =>
  person.isAdmin || (person.isStaff && types.some(({ groups }) => belongsTo(person, groups.managers)));

/**
 * May this person open a case in an emergency that they may not see otherwise? Those who would see
 * it were it not private; never somebody who is kept out of it.
 */
export const mayBreakGlass = (person: Person, type: CaseType, record: Case): boolean =>
  record.private && mayOnCase(person, 'view', type, { ...record, private: false });

/**
 * Refuses by what the policy says of a record that is there.
 * @throws `absent` where it may not be seen, `not-allowed` where it may, but this may not be done
 */
export const allow = (mayView: boolean, mayDo: boolean, absent = new Refusal('not-found')): void => {
  if (!mayView) throw absent;
  if (!mayDo) throw new Refusal('not-allowed');
};

/** May this person enrol people in a workflow, see who is where in it, and abort? */
export const mayInWorkflow = (person: Person, { groups = [] }: { groups?: readonly string[] | undefined }): boolean =>
  person.isAdmin || (person.isStaff && belongsTo(person, groups));
