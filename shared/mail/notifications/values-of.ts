import { portalPageOf, subscriptionPageOf } from '#shared/access/portal-link.ts';
import type { AlertType } from '#shared/casework/alerts/alert-type.ts';
import { answerAlert } from '#shared/casework/alerts/answer-alert.ts';
import { answerCase, answerCaseForRequester } from '#shared/casework/cases/answer-case.ts';
import { calendarOfType } from '#shared/casework/cases/case-definition.ts';
import { targetName } from '#shared/casework/cases/clocks/target-name.ts';
import { reasonOf } from '#shared/casework/cases/reason-of-event.ts';
import { statusOf } from '#shared/casework/cases/status.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import { answerTask } from '#shared/casework/tasks/task.ts';
import { typeOfTask } from '#shared/casework/tasks/task-type.ts';
import { epoch } from '#shared/core/records/instants.ts';
import type { PersonOrGroup } from '#shared/core/records/primitives.ts';
import { refusalTitle } from '#shared/core/refusals.ts';
import type {
  AlertMailContext,
  Audience,
  CaseMailContext,
  ContactMailContext,
  MailContext,
  Recipient,
  TypedMailContext,
} from '#shared/mail/notifications/context.ts';
import { taskOf } from '#shared/mail/notifications/recipients.ts';
import { activityFor, appointmentFor, questionOf, silenceOf } from '#shared/mail/notifications/values-below-case.ts';
import type { RefusedFile } from '#shared/mail/replies/files-from.ts';

/** What a mail takes from the deployment rather than from the record. */
interface Letterhead {
  /**
   * Where requesters and where staff find their pages; a record's page is below `/cases`, `/alerts`
   * or `/contacts`.
   */
  portalUrl: string;
  staffUrl: string;
  priorityName: (key: string) => string | undefined;
}

const assigneeOf = ({ directory }: Pick<MailContext, 'directory'>, owner: PersonOrGroup | undefined) => {
  if (!owner) return undefined;
  if ('group' in owner) return { group: owner.group, name: directory.groups.get(owner.group)?.name ?? owner.group };
  const person = directory.people.get(owner.user);
  return { user: owner.user, name: person?.name ?? owner.user, email: person?.email };
};

/**
 * A record whose fields say members of staff by name, as mails do, instead of the ids that are
 * kept.
 */
const withNames = <R extends { fields: Record<string, unknown> }>(
  record: R,
  {
    definition: { type },
    directory,
  }: Pick<MailContext, 'directory'> & { definition: { type: Pick<AlertType, 'fields'> } },
): R => {
  const people = new Set(type.fields.filter(({ type: kind }) => kind === 'user').map(({ key }) => key));
  const named = (user: unknown) => ({ user, name: directory.people.get(String(user))?.name ?? user });
  const fields = Object.entries(record.fields).map(([key, value]) => [key, people.has(key) ? named(value) : value]);
  return { ...record, fields: Object.fromEntries(fields) };
};

/**
 * What a requester's mail says of them: labels, attributes and relations are notes of the
 * institution.
 */
const contactForRequester = ({ id, name, email, phone, kind, language, timeZone }: Contact) => ({
  id,
  name,
  email,
  phone,
  kind,
  language,
  timeZone,
});

/** What a mail about a context is about, as events name it. */
export const aboutOf = (context: MailContext) => {
  const { kind, record } = context;
  const contactId = context.kind === 'contact' ? record.id : context.record.contactId;
  return {
    kind,
    id: record.id,
    ...('reference' in record && { reference: record.reference }),
    ...(contactId && { contactId }),
  };
};

type ValueReader = Pick<Recipient, 'audience' | 'name' | 'timeZone' | 'isFormer'>;

const fromOutside: ReadonlySet<string> = new Set(['Note Added', 'Question Answered']);
/**
 * Whether what the mail says was said by another than whom the record is about: a client, or the
 * requester of a merged case. It is not put into their mouth.
 */
const isBySomebodyElse = ({ event: { type, actor }, contact }: TypedMailContext): boolean =>
  fromOutside.has(type) && actor.kind === 'requester' && contact !== undefined && actor.id !== contact.id;

const contactOf = (context: TypedMailContext, { audience, name }: ValueReader) => {
  const { contact, record } = context;
  // A follower learns nothing of whom the case is about: what greets "the contact" greets them.
  if (audience === 'follower') return { name };
  if (audience === 'raiser') return contact && { id: contact.id, name: contact.name };
  if (isBySomebodyElse(context)) return undefined;
  if (contact) return audience === 'staff' ? contact : contactForRequester(contact);
  const named = 'onBehalfOf' in record ? record.onBehalfOf : undefined;
  return named && 'name' in named ? named : undefined;
};

const reasonFor = ({ event, record, definition }: CaseMailContext, audience: Audience) => {
  if (event.type === 'Closing Called Off' || event.type === 'Due Action Failed') {
    const code = String(event.after.code);
    return audience === 'staff' ? { key: code, name: refusalTitle(code) } : undefined;
  }
  // Why a case went from hand to hand is not for the requester; how it ended is.
  const isForAll = audience === 'staff' || event.type === 'Case Closed';
  return isForAll ? reasonOf(event, definition.type, record.closure) : undefined;
};

const noteOf = ({ event }: MailContext, audience: Audience) => {
  if (event.type === 'Note Added') {
    const { note } = event.after;
    return note && (audience === 'staff' || note.public) ? { text: note.text } : undefined;
  }
  const note = 'note' in event.after ? event.after.note : undefined;
  return audience === 'staff' && note !== undefined ? { text: note } : undefined;
};

const targetOf = (context: CaseMailContext) => {
  const { after } = context.event;
  const key = 'clock' in after ? after.clock : undefined;
  if (key === undefined) return undefined;
  const dueAt = 'dueAt' in after ? after.dueAt : undefined;
  return { key, name: taskOf(context)?.title ?? targetName(context.definition.type, key), dueAt };
};

/** The task that a mail is about, for staff alone. */
const taskValues = (context: CaseMailContext) => {
  const { event, definition, record, directory } = context;
  const task = taskOf(context);
  if (!task) return undefined;
  return {
    ...answerTask(task, definition, { priority: record.priority, at: epoch(event.occurredAt) }),
    typeName: typeOfTask(definition, task.type)?.name,
    assigneeName: assigneeOf({ directory }, task.assignee)?.name,
  };
};

/** What a follower learns of a case of somebody else: how it goes, not what was said in it. */
const caseForFollower = ({ record, definition: { type } }: CaseMailContext) => ({
  id: record.id,
  reference: record.reference,
  type: record.type,
  // Where strangers may follow, what the requester called it is theirs to read only if the type
  // shows it to anybody.
  subject: type.publicForm.nearby?.subject === false ? type.name : record.subject,
  status: record.status,
  createdAt: record.createdAt,
  updatedAt: record.updatedAt,
  closedAt: record.closedAt,
});

// In words, for a person who cannot look them up.
const whyRefused: Readonly<Record<RefusedFile['reason'], string>> = {
  'wrong-size': 'it has not arrived whole',
  'wrong-type': 'we do not know what it is',
  'type-not-allowed': 'files of its kind are not taken',
  'too-large': 'it is too large',
  'too-many-files': 'there are too many files',
  infected: 'it has a virus',
};

/** What of a mail that came in could not be taken. */
const mailOf = ({ event: { type, after } }: CaseMailContext) => {
  if (type !== 'Mail Files Refused') return undefined;
  const { files = [] } = after;
  return { count: after.count, files: files.map(({ name, reason }) => ({ name, reason: whyRefused[reason] })) };
};

const valuesOfCase = (
  context: CaseMailContext,
  reader: ValueReader,
  { portalUrl, staffUrl, priorityName }: Letterhead,
) => {
  const { event, record, definition } = context;
  const { type } = definition;
  const { audience } = reader;
  const names = {
    typeName: type.name,
    statusName: statusOf(type, record.status.key)?.name,
    priorityName: priorityName(record.priority),
  };
  const common = {
    contact: contactOf(context, reader),
    reason: reasonFor(context, audience),
    note: noteOf(context, audience),
    ...(audience !== 'follower' && { appointment: appointmentFor(context, audience) }),
    question: questionOf(context, audience),
    ...(audience !== 'follower' && { activity: activityFor(context, audience), silence: silenceOf(context) }),
    mail: mailOf(context),
  };
  if (audience === 'follower')
    return {
      ...common,
      case: { ...caseForFollower(context), ...names },
      links: { subscription: subscriptionPageOf(portalUrl) },
    };
  // From whom an invitation is taken back: what they knew, and nothing of what became of the case
  // since.
  if (reader.isFormer)
    return {
      appointment: appointmentFor(context, 'requester'),
      case: { id: record.id, reference: record.reference, type: record.type, typeName: type.name },
      contact: { name: reader.name },
    };
  const portal = `${portalUrl}/cases/${record.id}`;
  if (audience === 'requester') {
    // A requester who asked for a link gets one, also if they could sign in.
    const asked = event.type === 'Portal Link Requested';
    const own = portalPageOf(portalUrl, { record, contact: asked ? undefined : context.contact });
    return {
      ...common,
      case: { ...withNames(answerCaseForRequester(record, definition), context), ...names },
      links: { portal: own },
    };
  }
  const stageName = type.stages.find((stage) => stage.key === record.stage)?.name;
  return {
    ...common,
    case: { ...withNames(answerCase(record, definition, epoch(event.occurredAt)), context), ...names, stageName },
    assignee: assigneeOf(context, record.assignee),
    target: targetOf(context),
    task: taskValues(context),
    links: { portal, staff: `${staffUrl}/cases/${record.id}` },
  };
};

/** What the reporter of an alert learns of it: what they said themselves, and how it ended. */
const alertForRaiser = ({ record }: AlertMailContext) => ({
  id: record.id,
  type: record.type,
  priority: record.priority,
  course: record.course,
  description: record.description,
  status: record.status,
  category: record.category,
  createdAt: record.createdAt,
  updatedAt: record.updatedAt,
  outcome: record.outcome,
});

const valuesOfAlert = (
  context: AlertMailContext,
  reader: ValueReader,
  { portalUrl, staffUrl, priorityName }: Letterhead,
) => {
  const { record, definition, contact } = context;
  // An alert is for staff: its contact reads nothing of it.
  if (reader.audience === 'requester')
    return { ...(contact && { contact: contactForRequester(contact) }), links: { portal: portalUrl } };
  const isRaiser = reader.audience === 'raiser';
  return {
    alert: {
      ...(isRaiser ? alertForRaiser(context) : withNames(answerAlert(record), context)),
      typeName: definition.type.name,
      priorityName: priorityName(record.priority),
      outcomeName: definition.type.outcomes.find((outcome) => outcome.key === record.outcome)?.name,
    },
    contact: contactOf(context, reader),
    ...(!isRaiser && {
      assignee: assigneeOf(context, record.reviewer),
      note: noteOf(context, 'staff'),
    }),
    links: { staff: `${staffUrl}/alerts/${record.id}` },
  };
};

/**
 * What a contact is mailed about itself. At an address that it has left, or that nobody has
 * confirmed, strangers may read it: they learn nothing, and find no words that somebody else chose.
 */
const valuesOfContact = (
  { record }: ContactMailContext,
  { isFormer, audience }: ValueReader,
  { portalUrl, staffUrl }: Letterhead,
) => {
  if (audience === 'staff')
    return { contact: record, links: { portal: portalUrl, staff: `${staffUrl}/contacts/${record.id}` } };
  return {
    ...(!isFormer && !record.unconfirmed && { contact: contactForRequester(record) }),
    links: { portal: portalUrl },
  };
};

/**
 * What a template is given. Mails to requesters, followers and reporters are given what the portal
 * shows them and no more, so that no wording can show them what is for staff.
 */
export const valuesOf = (context: MailContext, reader: ValueReader, letterhead: Letterhead): object => {
  switch (context.kind) {
    case 'case':
      return valuesOfCase(context, reader, letterhead);
    case 'alert':
      return valuesOfAlert(context, reader, letterhead);
    case 'contact':
      return valuesOfContact(context, reader, letterhead);
  }
};

/**
 * The zone that a mail writes times in: the reader's own, else that of the calendar which the
 * record counts by; undefined where there is neither.
 */
export const timeZoneFor = (context: MailContext, reader: Pick<ValueReader, 'timeZone'>): string | undefined => {
  if (reader.timeZone !== undefined || context.kind === 'contact') return reader.timeZone;
  return (context.kind === 'case' ? calendarOfType(context.definition) : context.definition.calendar)?.timeZone;
};
