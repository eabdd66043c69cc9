import { expect, test } from 'vitest';
import { changeEvent, type DomainEvent } from '#shared/core/events/event.ts';
import { detailOf } from '#shared/core/events/published-detail.ts';

const kilobytes = (count: number): string => 'x'.repeat(count * 1024);
/** An event of a case whose fields hold so much, before and after. */
const eventOf = (before: object, after: object): DomainEvent => ({
  ...changeEvent('Case Updated', before, after),
  eventId: 'E1',
  schemaVersion: 1,
  occurredAt: '2026-11-23T12:00:00.000Z',
  subject: { kind: 'case', id: 'C1' },
  actor: { kind: 'user', id: 'u1' },
  cause: { depth: 0 },
  record: { ...after },
});
const told = (event: DomainEvent) => {
  const detail = detailOf(event);
  expect(Buffer.byteLength(detail)).toBeLessThan(256 * 1024);
  return JSON.parse(detail);
};

test('[IN-2] an event that the bus would not take leaves its record out, and says so', () => {
  const small = told(eventOf({ priority: 'low' }, { priority: 'high', subject: kilobytes(20) }));
  expect(small).toMatchObject({ record: { priority: 'high' }, after: { priority: 'high' } });
  expect(small).not.toHaveProperty('recordOmitted');
  const large = told(eventOf({ subject: 'x' }, { subject: kilobytes(200) }));
  expect(large).toMatchObject({ recordOmitted: true, before: { subject: 'x' } });
  expect(large.after.subject).toHaveLength(200 * 1024);
  expect(large).not.toHaveProperty('valuesOmitted');
});

test('[IN-2] and where that is not enough, the largest values of its change; never does it hold up those behind it', () => {
  const was = { priority: 'low', fields: { essay: kilobytes(228) } };
  const event = told(eventOf(was, { priority: 'high', fields: { essay: `${kilobytes(228)}!` } }));
  expect(event).toMatchObject({
    changed: ['priority', 'fields'],
    before: { priority: 'low', fields: was.fields },
    after: { priority: 'high' },
    recordOmitted: true,
    valuesOmitted: ['after.fields'],
  });
  const created = told({ ...eventOf({}, { fields: { essay: kilobytes(290) } }), type: 'Case Created', after: {} });
  expect(created).toMatchObject({ after: {}, recordOmitted: true, valuesOmitted: ['after.fields'] });
});
