import { Agent, request } from 'node:http';
import type { BenchPerson, BenchStack } from '#bench/bench-stack.ts';
import { type Usage, usageOf } from '#bench/processor.ts';
import type { Row, Section } from '#bench/report.ts';
import { clientOf, newCase } from '#bench/requests.ts';

// What several callers get of a whole stack at once, its consumers running, and what that takes
// of the processor.

const text = newCase.description;
const warmUp = 24;
// Long enough that a garbage collection more or less does not show.
const perKind = { create: 200, read: 800, list: 200, note: 200, change: 200, 'create, one contact': 200 };
// As in life: a case or two of each.
const contactsOfCases = 200;

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

interface FunctionUse {
  name: string;
  cpuMs: number;
  invocations: number;
  calls: Record<string, number>;
}

const functionUses = async (stack: BenchStack): Promise<Map<string, FunctionUse>> => {
  const { items } = (await (await fetch(`${stack.url}/_local/functions`)).json()) as { items: FunctionUse[] };
  return new Map(items.map((item) => [item.name.replace(/^.*-local-/, ''), item]));
};

const sumOf = (counts: Iterable<number>): number => [...counts].reduce((sum, count) => sum + count, 0);

const callsOf = (use: FunctionUse | undefined): number => sumOf(Object.values(use?.calls ?? {}));

interface Reading {
  at: number;
  usage: Usage;
  functions: Map<string, FunctionUse>;
}

/** Somebody else's case each time. */
const putContacts = async (stack: BenchStack): Promise<string[]> => {
  const client = clientOf(stack, { who: 'admin' });
  const ids = Array.from({ length: contactsOfCases }, (_, index) => `callers-${index}`);
  for (const id of ids)
    await client.send('PUT', `/v1/contacts/${id}`, { body: { name: `Sofia Marin ${id}`, labels: ['first-year'] } });
  return ids;
};

/**
 * Requests a second at so many callers, and the milliseconds of processor that one takes with all
 * that follows from it.
 *
 * @param callers how many send at once, each its next request when the one before is answered
 */
export const measureCallers = async (stack: BenchStack, callers: number): Promise<Section[]> => {
  const send = senderTo(stack, callers);
  const contacts = await putContacts(stack);
  await stack.local.idle();
  const ids: string[] = [];
  let raised = 0;
  let turn = 0;
  const next = () => ids[turn++ % ids.length] ?? '';
  const kinds: Record<keyof typeof perKind, () => Promise<unknown>> = {
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
  const repeat = async (count: number, work: () => Promise<unknown>) => {
    let left = count;
    const caller = async () => {
      while (left-- > 0) await work();
    };
    await Promise.all(Array.from({ length: callers }, caller));
    const answeredAt = performance.now();
    await stack.local.idle();
    return answeredAt;
  };
  const reading = async (): Promise<Reading> => ({
    at: performance.now(),
    usage: usageOf(stack.pid),
    functions: await functionUses(stack),
  });

  await repeat(warmUp, kinds.create);
  const rows: Row[] = [];
  const functions: Row[] = [];
  for (const [name, work] of Object.entries(kinds)) {
    await repeat(warmUp, work);
    const count = perKind[name as keyof typeof perKind];
    const before = await reading();
    const answeredAt = await repeat(count, work);
    const after = await reading();
    const each = (of: (one: Reading) => number) => ({ value: (of(after) - of(before)) / count, unit: 'ms' as const });
    const inFunctions = (one: Reading) => sumOf([...one.functions.values()].map(({ cpuMs }) => cpuMs));
    const calls = (one: Reading) => sumOf([...one.functions.values()].map(callsOf));
    rows.push({
      name,
      figures: {
        'a second': { value: (count / (answeredAt - before.at)) * 1000, unit: '/s' },
        'to idle': { value: (count / (after.at - before.at)) * 1000, unit: '/s' },
        'node, all': each((one) => one.usage.own.milliseconds),
        'of it functions': each(inFunctions),
        calls: { value: (calls(after) - calls(before)) / count },
        java: each((one) => one.usage.children.milliseconds),
        'memory of both': { value: after.usage.own.megabytes + after.usage.children.megabytes, unit: 'MB' },
      },
    });
    for (const [called, use] of after.functions) {
      const then = before.functions.get(called);
      const runs = use.invocations - (then?.invocations ?? 0);
      if (runs === 0) continue;
      functions.push({
        name: `${name}: ${called}`,
        figures: {
          'a request': { value: (use.cpuMs - (then?.cpuMs ?? 0)) / count, unit: 'ms' },
          'invocations a request': { value: runs / count },
          'calls a request': { value: (callsOf(use) - callsOf(then)) / count },
        },
      });
    }
  }
  return [
    {
      title: `${callers} callers at once`,
      note: 'On a whole stack, its consumers running. Milliseconds are of processor, for one request with all that follows from it; a change is a read and a change.',
      rows,
    },
    {
      title: 'Functions',
      note: 'Milliseconds of processor of their threads, warm; what compiles and collects garbage beside them is not in it.',
      rows: functions,
    },
  ];
};
