import * as z from 'zod';
import { alertSchema } from '#shared/casework/alerts/alert.ts';
import { caseSchema } from '#shared/casework/cases/case.ts';
import { contactSchema } from '#shared/casework/contacts/contact.ts';
import { configurationSchema } from '#shared/core/definitions/configuration.schema.ts';
import { detailSchema } from '#shared/core/events/detail.ts';
import { type EventType, eventTypes } from '#shared/core/events/event.ts';
import { eventSource } from '#shared/core/events/subscriptions.ts';
import { componentCollector, type Json, jsonSchemaOf } from '#shared/core/http/json-schemas.ts';
import { instant } from '#shared/core/records/primitives.ts';
import type { RecordKind } from '#shared/core/table/keys.ts';

// What goes over the bus, as AsyncAPI 3.0 and as JSON Schemas, from the schemas of the records and events and nothing else.

/** What events are about: a record, or a person, of whom there is none. */
type AboutKind = RecordKind | 'person';

const recordSchemas = {
  alert: alertSchema,
  case: caseSchema,
  contact: contactSchema,
  configuration: configurationSchema,
} as const satisfies Record<RecordKind, z.ZodType>;

/** What an event is about, and so what its `record` is. */
const aboutWhich: Record<EventType, readonly [AboutKind, ...AboutKind[]]> = {
  'Alert Created': ['alert'],
  'Alert Updated': ['alert'],
  'Alert Status Changed': ['alert'],
  'Alert Reviewer Changed': ['alert'],
  'Alert Escalated': ['alert'],
  'Alert Unlinked': ['alert', 'case'],
  'Alert Repeated': ['alert'],
  'Alert Due Soon': ['alert'],
  'Alert Linked': ['case'],
  'Case Created': ['case'],
  'Case Updated': ['case'],
  'Case Status Changed': ['case'],
  'Case Assigned': ['case'],
  'Case Released': ['case'],
  'Case Escalated': ['case'],
  'Case De-escalated': ['case'],
  'Case Closed': ['case'],
  'Case Reopened': ['case'],
  'Case Role Changed': ['case'],
  'Case Client Changed': ['case'],
  'Case Subscriber Changed': ['case'],
  'Case Lock Changed': ['case'],
  'Case Link Changed': ['case'],
  'Case Opened In Emergency': ['case'],
  'Case Merged': ['case'],
  'Case Unmerged': ['case'],
  'Case Converted': ['case'],
  'Case Trashed': ['case'],
  'Case Restored': ['case'],
  'Case Deleted': ['case'],
  'Portal Link Requested': ['case'],
  'Portal Link Revoked': ['case'],
  'Target Reminder Due': ['case'],
  'Target Breached': ['case'],
  'Target Changed': ['case'],
  'Task Created': ['case'],
  'Task Updated': ['case'],
  'Task Started': ['case'],
  'Task Completed': ['case'],
  'Task Cancelled': ['case'],
  'All Tasks Completed': ['case'],
  'Activity Created': ['case'],
  'Activity Updated': ['case'],
  'Activity Completed': ['case'],
  'Activity Cancelled': ['case'],
  'Activity Not Required': ['case'],
  'Timeline Added': ['case'],
  'Timeline Replanned': ['case'],
  'Timeline Reset': ['case'],
  'Sequence Started': ['case'],
  'Sequence Finished': ['case'],
  'Appointment Created': ['case'],
  'Appointment Updated': ['case'],
  'Appointment Cancelled': ['case'],
  'Appointment Attended': ['case'],
  'Appointment Missed': ['case'],
  'Note Added': ['case', 'alert'],
  'Message Sent': ['case'],
  'Question Asked': ['case'],
  'Question Answered': ['case'],
  'Question Unanswered': ['case'],
  'Question Withdrawn': ['case'],
  'Closing Called Off': ['case'],
  'Due Action Failed': ['case'],
  'File Added': ['case'],
  'File Updated': ['case'],
  'File Removed': ['case'],
  'File Rejected': ['case'],
  'Mail Set Aside': ['case'],
  'Mail Files Refused': ['case'],
  'Contact Created': ['contact'],
  'Contact Updated': ['contact'],
  'Configuration Changed': ['configuration'],
  'Mail Due': ['person'],
  'Notification Sent': ['case', 'alert', 'contact'],
  'Notification Failed': ['case', 'alert', 'contact'],
};

/** The detail of an event of this type as the bus carries it, with the record as it was after the event. */
export const detailSchemaOf = (type: EventType) => {
  const kinds = aboutWhich[type];
  const subject = detailSchema.shape.subject.extend({ kind: z.enum(kinds) });
  const [first, ...others] = kinds.flatMap((kind) => (kind === 'person' ? [] : [recordSchemas[kind]]));
  if (!first) return detailSchema.omit({ record: true }).extend({ subject });
  const record = others.length === 0 ? first : z.union([first, ...others]);
  return detailSchema.extend({ subject, record: record.optional() });
};

/** The detail of an event of this type as a JSON Schema that stands by itself. Details grow: `schemaVersion` changes only where a member goes or changes. */
export const detailDocument = (type: EventType): Json => ({
  title: type,
  description: `The detail of "${type}", version 1.`,
  ...jsonSchemaOf(detailSchemaOf(type), 'output', { dialect: 'draft-2020-12', grows: true }),
});

/** `case-status-changed`: how a type is written in a file's name. */
export const fileNameOf = (type: EventType): string => type.toLowerCase().replaceAll(' ', '-');

const messageName = (type: EventType): string => type.replaceAll(/[^A-Za-z]/g, '');
const reference = (section: string, name: string): Json => ({ $ref: `#/components/${section}/${name}` });
const onBus = (name: string): Json => ({ $ref: `#/channels/bus/messages/${name}` });

/** EventBridge's envelope around a detail. */
const envelope = (source: Json, detailType: Json, detail: Json, time: Json): Json => ({
  type: 'object',
  required: ['id', 'source', 'detail-type', 'time', 'detail'],
  properties: { id: { type: 'string' }, source, 'detail-type': detailType, time, detail },
});

const signalDescription =
  'What a SIS or an LMS says: any source but ours, any detail-type. An event becomes an alert where a signal mapping matches it; a Caliper envelope is taken ' +
  'event by event. What no mapping matches is ignored.';

/** The events on the bus as an AsyncAPI 3.0 document. */
export const asyncApiDocument = (): Json => {
  const collector = componentCollector({ dialect: 'draft-07', grows: true });
  const time = collector.schemaOf(instant, 'output');
  const messageOf = (type: EventType): Json => ({
    name: type,
    title: type,
    payload: envelope(
      { const: eventSource },
      { const: type },
      collector.schemaOf(detailSchemaOf(type), 'output'),
      time,
    ),
  });
  const messages = {
    ...Object.fromEntries(eventTypes.map((type) => [messageName(type), messageOf(type)])),
    Signal: {
      name: 'Signal',
      title: 'Signal',
      description: signalDescription,
      payload: envelope({ type: 'string', not: { const: eventSource } }, { type: 'string' }, { type: 'object' }, time),
    },
  };
  const { document, schemas } = collector.finish({ messages });
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Caseward',
      version: '1.0.0',
      license: { name: 'Apache-2.0' },
      description: 'What goes over the event bus of a deployment.',
    },
    defaultContentType: 'application/json',
    channels: {
      bus: {
        address: 'caseward-{stage}',
        title: 'The event bus',
        description:
          'An EventBridge bus. It carries each event at least once and in any order; `eventId` tells one that comes twice.',
        parameters: { stage: { description: 'The stage of the deployment.' } },
        messages: Object.fromEntries(Object.keys(messages).map((name) => [name, reference('messages', name)])),
      },
    },
    operations: {
      tellWhatHappened: {
        action: 'send',
        channel: { $ref: '#/channels/bus' },
        messages: eventTypes.map((type) => onBus(messageName(type))),
      },
      takeSignals: { action: 'receive', channel: { $ref: '#/channels/bus' }, messages: [onBus('Signal')] },
    },
    components: { schemas, messages: document.messages },
  };
};
