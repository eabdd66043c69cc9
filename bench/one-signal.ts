import type { BenchStack } from '#bench/bench-stack.ts';
import { costsOn } from '#bench/operations.ts';
import type { Section } from '#bench/report.ts';

const source = 'bench.example.edu';
const contactId = 'S105';

const mappingOf = (members: object) => ({
  name: 'Bench',
  match: { field: 'event.source', op: 'is', value: source },
  contactId: '{{ event.detail.contactId }}',
  dedupeKey: '{{ event.detail.number }}',
  ...members,
});

const alert = {
  type: 'attendance',
  priority: 'low',
  description: 'Missed {{ event.detail.number }}',
  course: { code: 'X-1' },
};
const observe = { attendance: { value: '{{ event.detail.number }}' } };

/**
 * What a signal costs to its end: one that makes an alert, one that observes, one that comes again,
 * one that no mapping wants.
 */
export const measureSignal = async (stack: BenchStack): Promise<Section> => {
  const { local } = stack;
  const admin = await stack.as('admin');
  const key = '/v1/signal-mappings/bench';
  const map = async (members: object) => {
    const before = await admin.send('GET', key);
    const match: Record<string, string> = before.status === 200 ? { 'if-match': before.headers.get('etag') ?? '' } : {};
    await admin.send('PUT', key, { body: mappingOf(members), headers: match });
    await local.idle();
  };
  const send = async (number: number, from = source) => {
    await local.putEvents([{ Source: from, DetailType: 'Missed', Detail: { contactId, number } }]);
    await local.idle();
  };
  const costOf = await costsOn(stack);
  await map({ alert });
  await send(1);
  const rows = [await costOf('makes an alert', () => send(2)), await costOf('comes again', () => send(2))];
  rows.push(await costOf('no mapping wants it', () => send(3, 'other.example.edu')));
  await map({ observe });
  rows.push(await costOf('observes', () => send(4)));
  return {
    title: 'A signal',
    note: 'Put on the bus, and all that follows from it. Write units as if all were in transactions.',
    rows,
  };
};
