import type { InvitationKey } from '#shared/casework/appointments/invited.ts';
import type { CaseType } from '#shared/casework/cases/case-type.ts';
import type { Note } from '#shared/casework/notes/note.ts';
import type { EventType } from '#shared/core/events/event.ts';
import { foldAddress } from '#shared/core/records/address.ts';
import {
  type AlertSituation,
  assigned,
  type CaseSituation,
  type ContactSituation,
  calledIn,
  caretakers,
  caseManager,
  didIt,
  eligibleReviewers,
  escalationGroup,
  followers,
  hosts,
  mayBeTold,
  type Recipient,
  raiser,
  requester,
  reviewers,
  type Situation,
  subscribers,
  taskCaretakers,
  taskOf,
  taskOwners,
  whoAsked,
  whoMailed,
  whoseDetails,
} from '#shared/mail/notifications/recipients.ts';
import type { shippedTemplates } from '#shared/mail/notifications/shipped-templates.ts';

/** Of an event; the digest tells of several. */
export type NotificationKey = Exclude<keyof typeof shippedTemplates, 'digest'>;

interface Switched {
  key: NotificationKey;
  /** Mail to a whole group, which `notification-settings/global` switches off at once for every type. */
  groupMail?: true;
  /** Off where a type does not mention it. */
  offByDefault?: true;
}

interface Row<S extends Situation> extends Switched {
  on: readonly EventType[];
  when?: (situation: S) => boolean;
  to: (situation: S) => Recipient[];
  /** Whether the person who did it is told too: docs/decisions/0038. */
  confirms?: (situation: S) => boolean;
}

const noteOf = ({ event }: CaseSituation) => event.after.note as Note | undefined;
const byStaff = (situation: CaseSituation) => noteOf(situation)?.createdBy.kind === 'user';
const hasPerson = ({ record }: CaseSituation) => record.assignee !== undefined && 'user' in record.assignee;
const hasTeam = ({ record }: CaseSituation) => record.assignee !== undefined && 'group' in record.assignee;
const isPublic = (situation: CaseSituation) => noteOf(situation)?.public === true;
const isClaimed = ({ event }: CaseSituation) => event.after.claimed === true;
const isByHand = ({ event }: CaseSituation) => event.after.by === 'hand';
/** A requester who closes their case withdraws it. */
const isWithdrawn = ({ event }: CaseSituation) => event.actor.kind === 'requester';
const always = () => true;
/** Whose target it is that an event tells of. */
const isOfTask = (situation: CaseSituation) => taskOf(situation) !== undefined;
const isOfCase = (situation: CaseSituation) => !isOfTask(situation);
const isSettled = ({ record }: AlertSituation) => record.status === 'resolved' || record.status === 'dismissed';

// What of a contact are contact details: a SIS that changes labels or courses every night has changed none.
const contactDetails: readonly string[] = ['name', 'email', 'phone'];
const detailsChanged = ({ event }: Pick<Situation, 'event'>) =>
  event.changed.some((field) => contactDetails.includes(field));
/** What of a case its followers may know: not that it was private from the beginning. */
const isOpenToFollowers = ({ record }: CaseSituation) => !record.private;

/** The rows by which whoever subscribes hears of a notification: staff of all, contacts where the public may know. */
const toSubscribers = (
  key: NotificationKey,
  on: EventType,
  {
    when = () => true,
    isForPublic = () => true,
    offByDefault,
  }: {
    when?: (situation: CaseSituation) => boolean;
    isForPublic?: (situation: CaseSituation) => boolean;
    offByDefault?: true;
  } = {},
): Row<CaseSituation>[] => [
  { key, on: [on], when, to: subscribers(key), ...(offByDefault && { offByDefault }) },
  {
    key,
    on: [on],
    when: (one) => when(one) && isForPublic(one) && isOpenToFollowers(one),
    to: followers(key),
    ...(offByDefault && { offByDefault }),
  },
];
const byRequester = (one: CaseSituation) => noteOf(one)?.createdBy.kind === 'requester';
const isUnverified = (one: CaseSituation) => noteOf(one)?.unverifiedSender === true;
const nobodyElse = () => false;

const invitationKeys: ReadonlySet<string> = new Set<InvitationKey>([
  ...(['appointment-created', 'appointment-updated', 'appointment-cancelled'] as const),
]);
/** Whether a mail brings or takes back an invitation: whom it goes to is kept with the appointment. */
export const isInvitation = (key: string): boolean => invitationKeys.has(key);
/** Both sides of an appointment hear of it, by way of who is invited: shared/casework/appointments/invited.ts. */
const withInvitation = (key: InvitationKey, on: EventType): Row<CaseSituation>[] => [
  { key, on: [on], to: requester },
  { key, on: [on], to: hosts },
];

/** Event → notification → recipients. The template is the one of the same name, unless a type names another. */
export const caseNotifications: readonly Row<CaseSituation>[] = [
  { key: 'case-raised-requester', on: ['Case Created'], to: requester, confirms: always },
  // A case that is given to a person as it is raised needs nobody else of the group, if that person can be told.
  {
    key: 'case-raised-group',
    on: ['Case Created'],
    when: (one) => !hasPerson(one) || assigned(one).length === 0,
    to: caretakers,
    groupMail: true,
  },
  {
    key: 'case-assigned-person',
    on: ['Case Created', 'Case Assigned'],
    when: hasPerson,
    to: assigned,
    confirms: isClaimed,
  },
  { key: 'case-assigned-group', on: ['Case Assigned'], when: hasTeam, to: assigned, groupMail: true },
  { key: 'target-reminder', on: ['Target Reminder Due'], when: isOfCase, to: caretakers },
  { key: 'target-breached-manager', on: ['Target Breached'], when: isOfCase, to: caseManager },
  { key: 'target-breached-escalation', on: ['Target Breached'], when: isOfCase, to: escalationGroup },
  { key: 'task-assigned', on: ['Task Created'], to: taskOwners },
  { key: 'task-assigned', on: ['Task Updated'], when: ({ event }) => event.after.assigned === true, to: taskOwners },
  { key: 'task-cancelled', on: ['Task Cancelled'], to: taskOwners },
  { key: 'task-reminder', on: ['Target Reminder Due'], when: isOfTask, to: taskCaretakers },
  { key: 'task-breached', on: ['Target Breached'], when: isOfTask, to: taskCaretakers },
  { key: 'all-tasks-completed', on: ['All Tasks Completed'], to: caretakers },
  { key: 'case-opened-in-emergency', on: ['Case Opened In Emergency'], to: assigned },
  // An escalation that a breach brought has had the two mails of the breach.
  { key: 'case-escalated', on: ['Case Escalated'], when: isByHand, to: caseManager },
  { key: 'case-escalated', on: ['Case Escalated'], when: isByHand, to: escalationGroup },
  // A level of a ladder calls in its own groups.
  {
    key: 'case-escalated',
    on: ['Case Escalated'],
    when: ({ event }) => event.after.by === 'ladder',
    to: calledIn,
  },
  { key: 'case-closed-requester', on: ['Case Closed'], to: requester, confirms: isWithdrawn },
  ...toSubscribers('case-closed-subscribers', 'Case Closed'),
  { key: 'case-reopened', on: ['Case Reopened'], to: caretakers },
  ...toSubscribers('case-reopened', 'Case Reopened', { isForPublic: nobodyElse }),
  { key: 'status-changed', on: ['Case Status Changed'], to: requester, offByDefault: true },
  ...toSubscribers('status-changed', 'Case Status Changed', { offByDefault: true }),
  { key: 'portal-link', on: ['Portal Link Requested'], to: requester },
  { key: 'subscription-requested', on: ['Case Subscriber Changed'], when: isOpenToFollowers, to: whoAsked },
  ...withInvitation('appointment-created', 'Appointment Created'),
  ...withInvitation('appointment-updated', 'Appointment Updated'),
  ...withInvitation('appointment-cancelled', 'Appointment Cancelled'),
  { key: 'contact-updated', on: ['Contact Updated'], when: detailsChanged, to: caretakers },
  { key: 'question-asked', on: ['Question Asked'], to: requester },
  { key: 'question-answered', on: ['Question Answered'], to: caretakers },
  ...toSubscribers('question-answered', 'Question Answered', { isForPublic: nobodyElse }),
  { key: 'question-unanswered-requester', on: ['Question Unanswered'], to: requester },
  { key: 'question-unanswered-staff', on: ['Question Unanswered'], to: caretakers },
  { key: 'due-action-failed', on: ['Closing Called Off', 'Due Action Failed'], to: caretakers },
  { key: 'note-by-staff', on: ['Note Added'], when: byStaff, to: caretakers },
  // A public note is an answer (it meets the first-response target), and an answer has to reach whoever asked.
  {
    key: 'note-by-staff',
    on: ['Note Added'],
    when: (one) => byStaff(one) && isPublic(one),
    to: requester,
  },
  ...toSubscribers('note-by-staff', 'Note Added', { when: byStaff, isForPublic: isPublic }),
  { key: 'mail-unverified', on: ['Note Added'], when: isUnverified, to: caretakers },
  // Only who wrote a mail can send what was not taken of it in another form.
  { key: 'mail-not-taken', on: ['Mail Files Refused', 'Mail Set Aside'], to: whoMailed, confirms: always },
  { key: 'note-by-requester', on: ['Note Added'], when: byRequester, to: caretakers },
  ...toSubscribers('note-by-requester', 'Note Added', { when: byRequester, isForPublic: nobodyElse }),
];

export const alertNotifications: readonly Row<AlertSituation>[] = [
  { key: 'alert-assigned', on: ['Alert Created', 'Alert Reviewer Changed'], to: reviewers },
  { key: 'alert-due-soon', on: ['Alert Due Soon'], to: eligibleReviewers },
  { key: 'alert-outcome', on: ['Alert Status Changed'], when: isSettled, to: raiser },
];

/** What contacts are told of themselves. Their cases are told by the rows above. */
export const contactNotifications: readonly Row<ContactSituation>[] = [
  { key: 'contact-updated', on: ['Contact Updated'], when: detailsChanged, to: whoseDetails, confirms: always },
];

/** Whether a notification goes to requesters in the first place: then its template is tried as they would read it. */
export const isForRequesters = (key: string): boolean =>
  caseNotifications.find((row) => row.key === key)?.to === requester;

/** A mail to be written once and sent to each of its recipients. */
export interface Mailing {
  notification: NotificationKey;
  /** Key of the template. */
  template: string;
  recipients: Recipient[];
}

/** The template of the reason that was given, where the notification tells of it. */
const reasonTemplate = (key: NotificationKey, { record, event, definition }: CaseSituation): string | undefined => {
  const { closureReasons, escalationReasons, reassignReasons } = definition.type;
  const templateOf = (reasons: CaseType['closureReasons'], reason: unknown) =>
    reasons.find((one) => one.key === reason)?.template;
  switch (key) {
    case 'case-closed-requester':
      return templateOf(closureReasons, record.closure?.reason);
    case 'case-escalated':
      return templateOf(escalationReasons, event.after.reason);
    case 'case-assigned-person':
    case 'case-assigned-group':
      return event.type === 'Case Assigned' ? templateOf(reassignReasons, event.after.reason) : undefined;
    default:
      return undefined;
  }
};

const templateFor = (key: NotificationKey, situation: Situation): string => {
  if (situation.kind === 'contact') return key;
  const { type } = situation.definition;
  const ofReason = situation.kind === 'case' ? reasonTemplate(key, situation) : undefined;
  return ofReason ?? type.notifications[key]?.template ?? key;
};

/** Both sides of an appointment, as far as they may know of its case: each address once. */
export const invitees = (situation: CaseSituation): Recipient[] => [
  ...new Map(
    [...hosts(situation), ...requester(situation)]
      .filter((one) => mayBeTold(situation, one))
      .map((one) => [foldAddress(one.address), one]),
  ).values(),
];

/** The mail by which those who are invited are told; undefined where the type has it off. Whom it goes to is kept with the appointment. */
export const invitingMailing = (
  key: InvitationKey,
  situation: CaseSituation,
  recipients: Recipient[],
): Mailing | undefined =>
  isOn({ key }, situation) ? { notification: key, template: templateFor(key, situation), recipients } : undefined;

const applying = <S extends Situation>(
  rows: readonly Row<S>[],
  situation: S,
): (Switched & { recipients: () => Recipient[]; isConfirmed: boolean })[] =>
  rows
    .filter(({ on, when }) => on.includes(situation.event.type) && (when?.(situation) ?? true))
    .map((row) => ({
      ...row,
      recipients: () => row.to(situation),
      isConfirmed: row.confirms?.(situation) ?? false,
    }));

// What staff say to the requester of a case, those hear whose cases were merged into it. An appointment is somebody's own.
const toldToMerged: ReadonlySet<NotificationKey> = new Set([
  ...(['note-by-staff', 'question-asked', 'question-unanswered-requester'] as const),
  ...(['status-changed', 'case-closed-requester'] as const),
]);
const forMerged = caseNotifications.filter(({ key, to }) => to === requester && toldToMerged.has(key));

const rowsFor = (situation: Situation) => {
  switch (situation.kind) {
    case 'case':
      return applying(situation.isOfMerged ? forMerged : caseNotifications, situation);
    case 'alert':
      return applying(alertNotifications, situation);
    case 'contact':
      return applying(contactNotifications, situation);
  }
};

/**
 * Whether a row is on. What a contact is told of itself has no type; it is on unless the contact has open cases, and every one of them has it off or is
 * one that they are kept out of.
 */
const isOn = (row: Switched, situation: Situation): boolean => {
  if (situation.kind !== 'contact')
    return situation.definition.type.notifications[row.key]?.enabled ?? !row.offByDefault;
  const { cases, record } = situation;
  const self = { id: record.id, address: record.email ?? '', audience: 'requester' } as const;
  return cases.length === 0 || cases.some((one) => isOn(row, one) && mayBeTold(one, self));
};

/**
 * The mails of an event: what its type and the global switch leave of the table. Nobody is mailed about what they may not know, or did themselves, unless
 * to confirm it, and an address gets a notification once however many ways lead to it; the first row wins.
 */
export const mailingsOf = (situation: Situation, settings: { groupMail: boolean }): Mailing[] => {
  const told = new Set<string>();
  return rowsFor(situation)
    .filter((row) => isOn(row, situation) && (settings.groupMail || !row.groupMail))
    .map(({ key, recipients, isConfirmed }) => ({
      notification: key,
      template: templateFor(key, situation),
      recipients: recipients().filter((recipient) => {
        const once = `${key} ${foldAddress(recipient.address)}`;
        if ((didIt(situation.event.actor, recipient) && !isConfirmed) || told.has(once)) return false;
        if (!mayBeTold(situation, recipient)) return false;
        told.add(once);
        return true;
      }),
    }))
    .filter(({ recipients }) => recipients.length > 0);
};
