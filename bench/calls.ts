import { Agent, request } from 'node:http';
import type { BenchPerson, BenchStack } from '#bench/bench-stack.ts';
import { clientOf, newCase } from '#bench/requests.ts';

// What people do of a day, each as one call that may be made as often as one likes.

// As in life: a case or two of each.
const contactsOfCases = 200;
const text = newCase.description;

export type CallName = 'create' | 'read' | 'list' | 'note' | 'change' | 'create, one contact';

interface Answer {
  etag: string;
  body: { id: string };
}

interface Call {
  who: BenchPerson;
  method: string;
  path: string;
  body?: object;
  headers?: Record<string, string>;
}

const senderTo = (stack: BenchStack, callers: number) => {
  const agent = new Agent({ keepAlive: true, maxSockets: callers });
  return ({ who, method, path, body, headers }: Call): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const call = request(
        `${stack.url}${path}`,
        {
          method,
          agent,
          headers: { authorization: `Bearer ${stack.tokens[who]}`, 'content-type': 'application/json', ...headers },
        },
        (response) => {
          let answer = '';
          response.setEncoding('utf8').on('data', (part: string) => {
            answer += part;
          });
          response.on('end', () => {
            if ((response.statusCode ?? 500) < 400)
              return resolve({ etag: response.headers.etag ?? '', body: JSON.parse(answer) });
            reject(new Error(`${method} ${path} answered ${response.statusCode}: ${answer}`));
          });
        },
      );
      call.on('error', reject).end(body && JSON.stringify(body));
    });
};

/** Somebody else's case each time. */
const putContacts = async (stack: BenchStack): Promise<string[]> => {
  const client = clientOf(stack, { who: 'admin' });
  const ids = Array.from({ length: contactsOfCases }, (_, index) => `callers-${index}`);
  for (const id of ids)
    await client.send('PUT', `/v1/contacts/${id}`, { body: { name: `Sofia Marin ${id}`, labels: ['first-year'] } });
  return ids;
};

/** @param callers how many of the calls are under way at once */
export const callsTo = async (
  stack: BenchStack,
  callers: number,
): Promise<Record<CallName, () => Promise<unknown>>> => {
  const send = senderTo(stack, callers);
  const contacts = await putContacts(stack);
  await stack.local.idle();
  const ids: string[] = [];
  let raised = 0;
  let turn = 0;
  const next = () => ids[turn++ % ids.length] ?? '';
  return {
    create: async () => {
      const contactId = contacts[raised++ % contacts.length];
      const given = { ...newCase, contactId };
      const { body } = await send({ who: 'faculty', method: 'POST', path: '/v1/cases', body: given });
      ids.push(body.id);
    },
    read: () => send({ who: 'adviser', method: 'GET', path: `/v1/cases/${next()}` }),
    list: () => send({ who: 'adviser', method: 'GET', path: '/v1/cases?type=academic-concern' }),
    note: () =>
      send({ who: 'adviser', method: 'POST', path: `/v1/cases/${next()}/notes`, body: { text, public: false } }),
    // Somebody who changes a case has read it before.
    change: async () => {
      const path = `/v1/cases/${next()}`;
      const { etag } = await send({ who: 'adviser', method: 'GET', path });
      const body = { subject: `Has missed ${turn} classes` };
      await send({ who: 'adviser', method: 'PATCH', path, body, headers: { 'if-match': etag } });
    },
    'create, one contact': () => send({ who: 'faculty', method: 'POST', path: '/v1/cases', body: newCase }),
  };
};
