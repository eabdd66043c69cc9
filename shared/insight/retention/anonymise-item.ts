import type { Activity } from '#shared/casework/activities/activity.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import type { Appointment } from '#shared/casework/appointments/appointment.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { Note } from '#shared/casework/notes/note.schema.ts';
import type { Question } from '#shared/casework/questions/question.ts';
import type { Task } from '#shared/casework/tasks/task.ts';
import type { DomainEvent } from '#shared/core/events/event.ts';
import { runPrefix } from '#shared/core/table/automation-keys.ts';
import { portalLinkPrefix } from '#shared/core/table/casework-keys.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { childPrefix, eventPrefix, filePrefix, notePrefix } from '#shared/core/table/keys.ts';
import { mailPrefix, messagePrefix } from '#shared/core/table/mail-keys.ts';
import { formerPrefix } from '#shared/core/table/view-keys.ts';
import { anonymisedAlert } from '#shared/insight/retention/anonymise-alert.ts';
import { anonymisedCase, type Staying } from '#shared/insight/retention/anonymise-case.ts';
import { impersonalActor, impersonalEvent, noWords } from '#shared/insight/retention/impersonal.ts';
import type { KeptKind } from '#shared/insight/retention/retention-policy.schema.ts';

// What becomes of each kind of item below a record that is anonymised. A test holds that every kind
// of item is named here.

type Anonymised = Item | 'goes' | 'stays';
type ItemRule = 'goes' | 'stays' | ((item: Item, staying: Staying) => Item);

const note = (item: Item): Item => {
  const { mailFileId: _file, attachments: _attachments, ...rest } = item.note as Note;
  return { ...item, note: { ...rest, text: noWords, createdBy: impersonalActor(rest.createdBy) } };
};

const task = (item: Item): Item => {
  const { description: _description, fields: _fields, steps, outcome: _outcome, ...rest } = item.record as Task;
  const bare = steps?.map(({ fields: _collected, note: _note, completedBy, ...step }) => ({
    ...step,
    ...(completedBy && { completedBy: impersonalActor(completedBy) }),
  }));
  const { createdBy, completedBy } = rest;
  return {
    ...item,
    record: {
      ...rest,
      title: noWords,
      createdBy: impersonalActor(createdBy),
      ...(completedBy && { completedBy: impersonalActor(completedBy) }),
      ...(bare && { steps: bare }),
    },
  };
};

const activity = (item: Item): Item => {
  const { text: _text, people: _people, fields: _fields, over, ...rest } = item.record as Activity;
  return {
    ...item,
    record: {
      ...rest,
      subject: noWords,
      createdBy: impersonalActor(rest.createdBy),
      ...(over && { over: { at: over.at, by: impersonalActor(over.by) } }),
    },
  };
};

const appointment = (item: Item): Item => {
  const { location: _location, notes: _notes, over, ...rest } = item.record as Appointment;
  return {
    ...item,
    record: {
      ...rest,
      title: noWords,
      createdBy: impersonalActor(rest.createdBy),
      ...(over && { over: { at: over.at, by: impersonalActor(over.by) } }),
    },
  };
};

const question = (item: Item): Item => {
  const { answer, ...rest } = item.record as Question;
  return {
    ...item,
    record: {
      ...rest,
      text: noWords,
      ...(answer && { answer: { ...answer, text: noWords, by: impersonalActor(answer.by), fileIds: [] } }),
    },
  };
};

const event = (item: Item, staying: Staying): Item => {
  const stored = item.event as DomainEvent;
  const { subject, record } = stored;
  const bare = () => {
    if (!record) return undefined;
    if (subject.kind === 'alert') return anonymisedAlert(record as unknown as Alert, staying);
    return subject.kind === 'case' ? anonymisedCase(record as unknown as Case, staying) : undefined;
  };
  return { ...item, event: impersonalEvent(stored, bare() as Record<string, unknown> | undefined) };
};

/** By the beginning of their sort keys, the longer before the shorter. */
const rules: readonly (readonly [prefix: string, rule: ItemRule, kind?: KeptKind])[] = [
  [notePrefix, note, 'notes'],
  [childPrefix('task'), task, 'tasks'],
  [childPrefix('activity'), activity, 'activities'],
  [childPrefix('appointment'), appointment, 'appointments'],
  [childPrefix('question'), question, 'questions'],
  [filePrefix, 'goes', 'files'],
  [messagePrefix, 'goes', 'messages'],
  [eventPrefix, event],
  [mailPrefix, 'goes', 'messages'],
  [runPrefix, 'goes'],
  ['~received#', 'goes'],
  [portalLinkPrefix, 'goes'],
  ['~following#', 'goes'],
  [formerPrefix, 'goes'],
  ['~invitations#', 'goes'],
  ['requester', 'goes'],
  ['case', 'stays'],
  ['alert', 'stays'],
  ['moment', 'stays'],
  ['participant#', 'stays'],
  [childPrefix('timeline'), 'stays'],
  [childPrefix('sequence'), 'stays'],
  ['forgotten', 'stays'],
];

/** Beginnings of sort keys below a case or an alert that are known here. */
export const knownPrefixes: readonly string[] = rules.map(([prefix]) => prefix);

/** What becomes of an item below a record that is anonymised. What is not known stays. */
export const anonymisedItem = (item: Item, staying: Staying, keep: ReadonlySet<KeptKind>): Anonymised => {
  const found = rules.find(([prefix]) => item.sk.startsWith(prefix));
  if (!found) return 'stays';
  const [, rule, kind] = found;
  if (kind && keep.has(kind)) return 'stays';
  return typeof rule === 'string' ? rule : rule(item, staying);
};
