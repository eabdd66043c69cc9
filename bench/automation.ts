import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BenchStack } from '#bench/bench-stack.ts';
import type { ItemChange } from '#bench/item-size.ts';
import { costsOn } from '#bench/operations.ts';
import type { Section } from '#bench/report.ts';

const contactId = 'S110';
const isMine = { field: 'contact.id', op: 'is', value: contactId };

/** An endpoint on this machine that takes everything. */
const withEndpoint = async <T>(use: (url: string) => Promise<T>): Promise<T> => {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(204).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/bench`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
};

const isOfFeed = ({ after, before }: ItemChange): boolean => (after ?? before)?.pk?.S?.startsWith('FEED#') ?? false;

/**
 * What an event sets off, to its end, on a whole stack: each row is a change of one contact and all
 * that follows from it. A change that nothing wants is what the others have in them, too.
 */
export const measureAutomation = async (stack: BenchStack): Promise<Section> => {
  const { local } = stack;
  const admin = await stack.as('admin');
  const path = `/v1/contacts/${contactId}`;
  let changed = 0;
  const change = async (more: object = {}) => {
    const { headers } = await admin.send('GET', path);
    const match = { 'if-match': headers.get('etag') ?? '' };
    await admin.send('PATCH', path, { body: { attributes: { bench: ++changed }, ...more }, headers: match });
    await local.idle();
  };
  const put = async (place: string, body: object) => {
    await admin.send('PUT', place, { body });
    await local.idle();
  };
  const costOf = await costsOn(stack);
  await change();
  const rows = [
    await costOf('no rule wants it', () => change()),
    await costOf('of that: the feed', () => change(), isOfFeed),
  ];
  const rule = (members: object) =>
    admin.post('/v1/rules', { title: 'Bench', for: 'contact', trigger: { event: 'contact-updated' }, ...members });
  for (const label of ['one', 'two', 'three']) await rule({ condition: isMine, actions: [{ do: 'add-label', label }] });
  for (let number = 0; number < 3; number++)
    await rule({ condition: { ...isMine, value: `S${number}` }, actions: [{ do: 'add-label', label: 'none' }] });
  await local.idle();
  rows.push(await costOf('three rules match, three do not', () => change()));
  rows.push(await costOf('the same, and nothing is left to do', () => change()));
  const { items = [] } = await admin.get<{ items?: { id: string; title: string }[] }>('/v1/rules');
  for (const { id, title } of items)
    if (title === 'Bench') await admin.send('DELETE', `/v1/rules/${id}`, { headers: { 'if-match': '*' } });
  const inside = { field: 'contact.labels', op: 'contains', value: 'inside' };
  await put('/v1/segments/bench', { name: 'Bench', condition: inside });
  rows.push(await costOf('it crosses into a segment', () => change({ labels: ['inside'] })));
  rows.push(await costOf('the segment is asked, and nothing crosses', () => change({ labels: ['inside', 'more'] })));
  await withEndpoint(async (url) => {
    await put('/v1/webhooks/bench', { name: 'Bench', url, events: ['Contact Updated'] });
    const sent = async () => {
      await change();
      await local.advance('PT2S');
      await local.idle();
    };
    await sent();
    rows.push(await costOf('a webhook hears of it', sent));
    await put('/v1/webhooks/bench', { name: 'Bench', url, events: ['Contact Updated'], enabled: false });
  });
  return {
    title: 'What an event sets off',
    note: 'A contact is changed, with all that follows. Write units as if all were in transactions.',
    rows,
  };
};
