import type { Activity } from '#shared/casework/activities/activity.ts';
import type { Appointment } from '#shared/casework/appointments/appointment.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { CaseType } from '#shared/casework/cases/case-type.ts';
import { targetName } from '#shared/casework/cases/clocks/target-name.ts';
import { type EventOfCase, publicityOf } from '#shared/casework/cases/notes/publicity.ts';
import { statusOf } from '#shared/casework/cases/status.ts';
import type { SystemNote } from '#shared/casework/notes/note.ts';
import type { Task } from '#shared/casework/tasks/task.ts';
import { refusalTitle } from '#shared/core/errors.ts';
import { type DomainEvent, internalMembers } from '#shared/core/events/event.ts';
import { setAsideWords } from '#shared/mail/replies/set-aside.schema.ts';

// What happened to a case, in words, among what people wrote about it. Nothing is written for it: a system note is read off the event, and who may read it
// off the split in publicity.ts. What may be public names neither staff nor anything that the portal does not show.

export interface Names {
  type: CaseType;
  person: (id: string) => string | undefined;
  group: (key: string) => string | undefined;
}
type Told = Pick<DomainEvent, 'type' | 'before' | 'after' | 'changed'>;
type Words = (event: Told, names: Names) => string;

const ownerName = (owner: unknown, { person, group }: Names): string => {
  const { user, group: key } = (owner ?? {}) as { user?: string; group?: string };
  if (user !== undefined) return person(user) ?? user;
  return key === undefined ? 'nobody' : (group(key) ?? key);
};
const ofReasons = (
  list: 'closureReasons' | 'reassignReasons' | 'escalationReasons',
  key: unknown,
  { type }: Names,
): string => {
  const name = type[list].find((one) => one.key === key)?.name;
  return name === undefined ? '' : `: ${name}`;
};
const statusName = (status: unknown, { type }: Names): string => {
  const { key } = status as Case['status'];
  return statusOf(type, key)?.name ?? key;
};
const taskTitle = ({ after }: Told): string => String((after.task as Task | undefined)?.title);
const clockName = (event: Told, { type }: Names): string =>
  event.after.task === undefined ? targetName(type, String(event.after.clock)) : `of the task ${taskTitle(event)}`;
const subjectOf = (message: unknown): string => String((message as { subject?: string } | undefined)?.subject ?? '');

const activitySubject = ({ after }: Told): string => String((after.activity as Activity | undefined)?.subject);
const planName = (member: 'timeline' | 'sequence', { after }: Told, { type }: Names): string => {
  const key = (after[member] as { key: string } | undefined)?.key;
  return type[`${member}s`].find((one) => one.key === key)?.name ?? String(key);
};
const appointmentTitle = ({ after }: Told): string => String((after.appointment as Appointment | undefined)?.title);
const textOf = (question: unknown): string => String((question as { text?: string } | undefined)?.text ?? '');
const namesOf = (files: unknown): string => ((files ?? []) as { name: string }[]).map(({ name }) => name).join(', ');
const whySetAside = (reason: unknown): string => setAsideWords[reason as keyof typeof setAsideWords] ?? String(reason);
const nameOf = (file: unknown): string => String((file as { name?: string } | undefined)?.name ?? '');

// What moves with something that somebody changed.
const followsFromOthers = (field: string): boolean =>
  internalMembers.has(field) || field === 'clocks' || field === 'timeInStage';

const dueName = ({ due, kind }: Told['after']): string => String((due as { what: string } | undefined)?.what ?? kind);

/** In words. A note needs none: it is there itself. */
const words: Readonly<Record<Exclude<EventOfCase, 'Note Added'>, Words>> = {
  'Case Created': () => 'The case was raised',
  'Case Updated': ({ changed }) =>
    `Changed: ${changed
      .filter((field) => !followsFromOthers(field))
      .sort()
      .join(', ')}`,
  'Case Status Changed': ({ after }, names) => `Status: ${statusName(after.status, names)}`,
  'Case Assigned': ({ after }, names) =>
    `Assigned to ${ownerName(after.assignee, names)}${ofReasons('reassignReasons', after.reason, names)}`,
  'Case Released': ({ before }, names) => `Put back by ${ownerName(before.assignee, names)}`,
  'Case Escalated': ({ after }, names) =>
    `Escalated to level ${after.escalated}${ofReasons('escalationReasons', after.reason, names)}`,
  'Case De-escalated': () => 'The escalation was taken back',
  'Case Closed': ({ after }, names) =>
    `Closed${ofReasons('closureReasons', (after.closure as Case['closure'])?.reason, names)}`,
  'Case Reopened': () => 'Taken up again',
  'Case Role Changed': () => 'The roles on the case were changed',
  'Case Client Changed': () => 'The clients of the case were changed',
  'Case Subscriber Changed': () => 'Who follows the case was changed',
  'Case Lock Changed': () => 'Who is kept out of the case was changed',
  'Case Link Changed': () => 'The links of the case were changed',
  'Case Opened In Emergency': ({ after }, { person }) =>
    `Opened in an emergency by ${person(String(after.by)) ?? after.by}: ${after.reason}`,
  'Case Merged': ({ after }) => (after.mergedInto === undefined ? 'Took up another case' : 'Merged into another case'),
  'Case Unmerged': () => 'The merge was taken back',
  'Case Converted': (_event, { type }) => `Made a case of the type ${type.name}`,
  'Case Trashed': () => 'Put into the trash',
  'Case Restored': () => 'Taken out of the trash',
  'Case Deleted': () => 'Deleted',
  'Alert Linked': () => 'An alert was added',
  'Alert Unlinked': () => 'An alert was taken away',
  'Portal Link Requested': () => 'The requester asked for a link',
  'Portal Link Revoked': () => 'A link of the requester was taken back',
  'Target Reminder Due': (event, names) => `Reminder of the target ${clockName(event, names)}`,
  'Target Breached': (event, names) => `The target ${clockName(event, names)} was missed`,
  'Target Changed': (event, names) =>
    event.after.clock === undefined ? 'The targets were changed' : `The target ${clockName(event, names)} was changed`,
  'Task Created': (event) => `Task added: ${taskTitle(event)}`,
  'Task Updated': (event) => `Task changed: ${taskTitle(event)}`,
  'Task Started': (event) => `Task started: ${taskTitle(event)}`,
  'Task Completed': (event) => `Task completed: ${taskTitle(event)}`,
  'Task Cancelled': (event) => `Task cancelled: ${taskTitle(event)}`,
  'All Tasks Completed': () => 'No task is open any more',
  'Activity Created': (event) => `Activity added: ${activitySubject(event)}`,
  'Activity Updated': (event) => `Activity changed: ${activitySubject(event)}`,
  'Activity Completed': (event) => `Done: ${activitySubject(event)}`,
  'Activity Cancelled': (event) => `Activity cancelled: ${activitySubject(event)}`,
  'Activity Not Required': (event) => `Not required any more: ${activitySubject(event)}`,
  'Timeline Added': (event, names) => `The timeline ${planName('timeline', event, names)} was added`,
  'Timeline Replanned': (event, names) => `The timeline ${planName('timeline', event, names)} was planned anew`,
  'Timeline Reset': (event, names) => `The timeline ${planName('timeline', event, names)} was set back`,
  'Sequence Started': (event, names) => `The sequence ${planName('sequence', event, names)} was begun`,
  'Sequence Finished': (event, names) => `The sequence ${planName('sequence', event, names)} is at its end`,
  'Appointment Created': (event) => `Appointment: ${appointmentTitle(event)}`,
  'Appointment Updated': (event) => `Appointment changed: ${appointmentTitle(event)}`,
  'Appointment Cancelled': (event) => `Appointment cancelled: ${appointmentTitle(event)}`,
  'Appointment Attended': (event) => `Appointment kept: ${appointmentTitle(event)}`,
  'Appointment Missed': (event) => `Nobody came to the appointment: ${appointmentTitle(event)}`,
  'Message Sent': ({ after }) => `A message was sent: ${subjectOf(after.message)}`,
  'Question Asked': ({ after }) => `The requester was asked: ${textOf(after.question)}`,
  'Question Answered': ({ after }) => `The question was answered: ${textOf(after.question)}`,
  'Question Unanswered': ({ after }) => `No answer has come: ${textOf(after.question)}`,
  'Question Withdrawn': ({ after }) => `The question was taken back: ${textOf(after.question)}`,
  'Closing Called Off': ({ after }) => `It was not closed for want of an answer: ${refusalTitle(String(after.code))}`,
  'Due Action Failed': ({ after }) =>
    `What was due could not be done (${dueName(after)}): ${refusalTitle(String(after.code))}`,
  'File Added': ({ after }) => `A file was added: ${nameOf(after.file)}`,
  'File Updated': ({ after }) => `A file was renamed, or shown to others: ${nameOf(after.file)}`,
  'File Removed': ({ after }) => `A file was removed: ${nameOf(after.file)}`,
  'Mail Set Aside': ({ after }) => `A mail to the case was set aside: ${whySetAside(after.reason)}`,
  'Mail Files Refused': ({ after }) =>
    `Files of a mail were not taken, and are in the whole mail alone: ${namesOf(after.files)}`,
  'File Rejected': ({ after }) => `A file was not taken: ${nameOf(after.file)}`,
  'Notification Failed': ({ after }) => `A mail to ${after.to} did not arrive`,
};

/** What an event of a case reads as among its notes; undefined where the type leaves it out, and of a note itself. */
export const systemNoteOf = (event: DomainEvent, names: Names): SystemNote | undefined => {
  const publicity = publicityOf(event, names.type);
  if (publicity === 'off' || !Object.hasOwn(words, event.type)) return undefined;
  const write = words[event.type as keyof typeof words];
  return {
    id: event.eventId,
    createdAt: event.occurredAt,
    createdBy: event.actor,
    text: write(event, names),
    public: publicity === 'public',
    system: true,
    event: event.type,
  };
};
