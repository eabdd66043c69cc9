import asyncApi3 from '@asyncapi/specs/schemas/3.0.0-without-$id.json' with { type: 'json' };
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { contactEvents } from '#shared/casework/contacts/contact.events.ts';
import { asyncApiDocument, detailDocument, detailSchemaOf } from '#shared/contract/asyncapi.ts';
import { allEvents, eventTypes } from '#shared/contract/events.ts';

const document = (await asyncApiDocument()) as {
  channels: { bus: { messages: object } };
  operations: { tellWhatHappened: { messages: unknown[] } };
  components: { messages: Record<string, { name: string }> };
};

const detail = {
  eventId: '01K0000000000000000000000A',
  schemaVersion: 1,
  occurredAt: '2026-11-21T09:00:00.000Z',
  subject: { kind: 'contact', id: 'S1' },
  contactId: 'S1',
  actor: { kind: 'user', id: 'u1' },
  cause: { depth: 0 },
  changed: ['name'],
  before: { name: 'A' },
  after: { name: 'B' },
};
const contact = {
  id: 'S1',
  version: 2,
  createdAt: '2026-11-21T09:00:00.000Z',
  createdBy: { kind: 'user', id: 'u1' },
  updatedAt: '2026-11-21T09:00:00.000Z',
  name: 'B',
  kind: 'person',
  attributes: {},
  labels: [],
  network: {},
  courses: [],
};

describe('[IN-2] the AsyncAPI document', () => {
  it('is valid AsyncAPI 3.0', () => {
    const ajv = new Ajv({ strict: false, allErrors: true });
    addFormats.default(ajv);
    const validate = ajv.compile(asyncApi3);
    validate(document);
    expect(validate.errors).toBeNull();
  });

  it('has a message for every event there is, and one for signals', () => {
    const names = Object.values(document.components.messages).map(({ name }) => name);
    expect(names.toSorted()).toEqual([...eventTypes, 'Signal'].toSorted());
    expect(Object.keys(document.channels.bus.messages)).toEqual(Object.keys(document.components.messages));
    expect(document.operations.tellWhatHappened.messages).toHaveLength(eventTypes.length);
  });
});

const [, contactUpdated] = contactEvents;

describe('[IN-2] the JSON Schema of a detail', () => {
  const ajv = new Ajv2020({ allErrors: true });
  addFormats.default(ajv);

  it.each(allEvents)('of "$type" compiles, as strictly as Ajv can', async (event) => {
    const document = await detailDocument(event);
    expect(() => ajv.compile(document)).not.toThrow();
  });

  it('takes the record that the event is about, and no other', async () => {
    const validate = ajv.compile(await detailDocument(contactUpdated));
    expect(validate({ ...detail, record: contact })).toBe(true);
    expect(validate({ ...detail, record: { id: 'S1' } })).toBe(false);
    expect(validate({ ...detail, subject: { kind: 'case', id: 'S1' } })).toBe(false);
  });

  it('takes a detail whose record was left out, and members that a later version adds', async () => {
    const validate = ajv.compile(await detailDocument(contactUpdated));
    expect(validate({ ...detail, recordOmitted: true })).toBe(true);
    expect(validate({ ...detail, later: 1, record: { ...contact, later: 1 } })).toBe(true);
    expect((await detailSchemaOf(contactUpdated)).safeParse({ ...detail, later: 1 }).success).toBe(false);
  });
});
