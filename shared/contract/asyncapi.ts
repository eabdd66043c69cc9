import * as z from 'zod';
import { allEvents } from '#shared/contract/events.ts';
import { detailSchema } from '#shared/core/events/detail.ts';
import type { EventDeclaration, Shape } from '#shared/core/events/event-declaration.ts';
import { eventSource } from '#shared/core/events/source.ts';
import { componentCollector, type JsonObject, jsonSchemaOf } from '#shared/core/http/json-schemas.ts';
import { instant } from '#shared/core/records/primitives.ts';

// What goes over the bus, as AsyncAPI 3.0 and as JSON Schemas, from the schemas of the records and
// events and nothing else.

/**
 * A side of a change: what changed of the record, and what the event says beside that. Each member
 * may be missing: what is too large is left out.
 */
const sideSchema = (changes: z.ZodType | undefined, said: Shape = {}): z.ZodType => {
  if (changes instanceof z.ZodUnion)
    return z.union(changes.options.flatMap((one) => (one instanceof z.ZodType ? sideSchema(one, said) : [])));
  const others = z.strictObject(said).partial();
  if (!changes) return others;
  return Object.keys(said).length === 0 ? changes : z.intersection(changes, others);
};

/** The detail of an event as the bus carries it, with the record as it was after the event. */
export const detailSchemaOf = async ({ about, record, changes, before, after }: EventDeclaration) => {
  const members = await changes?.();
  const detail = detailSchema.omit({ record: true }).extend({
    subject: detailSchema.shape.subject.extend({ kind: z.enum(about) }),
    before: sideSchema(members, await before?.()),
    after: sideSchema(members, await after?.()),
  });
  return record ? detail.extend({ record: (await record()).optional() }) : detail;
};

/**
 * The detail of an event of this type as a JSON Schema that stands by itself. Details grow:
 * `schemaVersion` changes only where a member goes or changes.
 */
export const detailDocument = async (event: EventDeclaration): Promise<JsonObject> => ({
  title: event.type,
  description: `The detail of "${event.type}", version 1.`,
  ...jsonSchemaOf(await detailSchemaOf(event), 'output', { dialect: 'draft-2020-12', grows: true }),
});

/** `case-status-changed`: how a type is written in a file's name. */
export const fileNameOf = (type: string): string => type.toLowerCase().replaceAll(' ', '-');

const messageName = (type: string): string => type.replaceAll(/[^A-Za-z]/g, '');
const reference = (section: string, name: string): JsonObject => ({ $ref: `#/components/${section}/${name}` });
const onBus = (name: string): JsonObject => ({ $ref: `#/channels/bus/messages/${name}` });

/** EventBridge's envelope around a detail. */
const envelope = (source: JsonObject, detailType: JsonObject, detail: JsonObject, time: JsonObject): JsonObject => ({
  type: 'object',
  required: ['id', 'source', 'detail-type', 'time', 'detail'],
  properties: { id: { type: 'string' }, source, 'detail-type': detailType, time, detail },
});

const signalDescription =
  'What a SIS or an LMS says: any source but ours, any detail-type. An event becomes an alert where a signal mapping matches it; a Caliper envelope is taken ' +
  'event by event. What no mapping matches is ignored.';

/** The events on the bus as an AsyncAPI 3.0 document. */
export const asyncApiDocument = async (): Promise<JsonObject> => {
  const collector = componentCollector({ dialect: 'draft-07', grows: true });
  const time = collector.schemaOf(instant, 'output');
  const messageOf = (event: EventDeclaration, detail: z.ZodType): JsonObject => ({
    name: event.type,
    title: event.type,
    payload: envelope({ const: eventSource }, { const: event.type }, collector.schemaOf(detail, 'output'), time),
  });
  const details = await Promise.all(allEvents.map(async (event) => [event, await detailSchemaOf(event)] as const));
  const messages = {
    ...Object.fromEntries(details.map(([event, detail]) => [messageName(event.type), messageOf(event, detail)])),
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
        messages: allEvents.map(({ type }) => onBus(messageName(type))),
      },
      takeSignals: { action: 'receive', channel: { $ref: '#/channels/bus' }, messages: [onBus('Signal')] },
    },
    components: { schemas, messages: document.messages },
  };
};
