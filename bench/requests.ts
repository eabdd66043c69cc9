import { randomUUID } from 'node:crypto';
import { adviserId, type BenchPerson, type BenchStack } from '#bench/bench-stack.ts';
import { type Client, type ClientResponse, clientFor } from '#local/demo/client.ts';
import type { Case } from '#shared/casework/cases/case.ts';

// The requests that are measured, each in one place; the callers decide how often and how many at
// once.

/**
 * One request, ready to be sent; `of` makes the next one of its kind, since a case can be claimed
 * only once.
 */
export interface Request {
  name: string;
  who: BenchPerson;
  of: () => { method: string; path: string; body?: object };
  /** How many there are of it; any number where nothing is said. */
  supply?: number;
}

export const student = 'S101';
const description = 'They were asked twice by mail and have not answered; a friend says that they are on campus.';

export const newCase = {
  type: 'academic-concern',
  subject: 'Has missed three classes',
  description,
  contactId: student,
  fields: { course: 'MATH-101' },
  tags: ['bench'],
};

const newAlert = {
  type: 'attendance',
  contactId: student,
  description,
  course: { code: 'MATH-101' },
  // No rule is about one of this priority, so what is measured is the alert.
  priority: 'low',
};

/** Gives the members of a list in turn, and begins anew at its end. */
const inTurn = <T>(list: readonly T[]): (() => T) => {
  let next = 0;
  return () => {
    const one = list[next++ % list.length];
    if (one === undefined) throw new Error('There is nothing to take in turn');
    return one;
  };
};

/**
 * The main requests of the API.
 *
 * @param cases some that are there; each claim takes one that nobody has, until they are used up
 */
export const mainRequests = (cases: Case[]): Request[] => {
  const any = inTurn(cases);
  const concerns = cases.filter((one) => one.type === 'academic-concern' && one.closedAt === undefined);
  const open = inTurn(concerns);
  const unclaimed = concerns.filter((one) => !(one.assignee && 'user' in one.assignee));
  const free = inTurn(unclaimed);
  const get = (path: string) => () => ({ method: 'GET', path });
  return [
    { name: 'get case', who: 'adviser', of: () => ({ method: 'GET', path: `/v1/cases/${open().id}` }) },
    {
      name: 'get case by reference',
      who: 'adviser',
      of: () => ({ method: 'GET', path: `/v1/cases/${open().reference}` }),
    },
    { name: 'list of a type', who: 'adviser', of: get('/v1/cases?type=academic-concern') },
    { name: 'list assigned to me', who: 'adviser', of: get('/v1/cases?assignee=me') },
    { name: 'list of all', who: 'admin', of: get('/v1/cases') },
    { name: 'history', who: 'admin', of: () => ({ method: 'GET', path: `/v1/cases/${any().id}/history` }) },
    { name: 'get configuration', who: 'admin', of: get('/v1/case-types/academic-concern') },
    { name: 'create case', who: 'faculty', of: () => ({ method: 'POST', path: '/v1/cases', body: newCase }) },
    { name: 'create alert', who: 'faculty', of: () => ({ method: 'POST', path: '/v1/alerts', body: newAlert }) },
    {
      name: 'claim',
      who: 'adviser',
      of: () => ({ method: 'POST', path: `/v1/cases/${free().id}/claim`, body: {} }),
      supply: unclaimed.length,
    },
    {
      name: 'add a note',
      who: 'adviser',
      of: () => ({ method: 'POST', path: `/v1/cases/${open().id}/notes`, body: { text: description, public: false } }),
    },
    {
      name: 'put a contact',
      who: 'admin',
      of: () => ({
        method: 'PUT',
        path: `/v1/contacts/bench-${randomUUID()}`,
        body: { name: 'Sofia Marin', email: 'sofia.marin@students.example.edu', labels: ['first-year'] },
      }),
    },
  ];
};

/**
 * What goes on inside a case, and what its requester looks at.
 *
 * @param cases some that are there, concerns among them
 */
export const workRequests = (cases: Case[]): Request[] => {
  const open = inTurn(cases.filter((one) => one.type === 'academic-concern' && one.closedAt === undefined));
  const below = (name: string, what: string, body: object): Request => ({
    name,
    who: 'adviser',
    of: () => ({ method: 'POST', path: `/v1/cases/${open().id}/${what}`, body }),
  });
  const startsAt = new Date(Date.now() + 86_400_000).toISOString();
  const endsAt = new Date(Date.now() + 90_000_000).toISOString();
  return [
    below('add a task', 'tasks', { title: 'Call them', assignee: { user: adviserId } }),
    { name: 'my tasks', who: 'adviser', of: () => ({ method: 'GET', path: '/v1/tasks?assignee=me' }) },
    below('log a call', 'activities', { type: 'call', subject: 'They called back', status: 'completed' }),
    below('make an appointment', 'appointments', { title: 'A first talk', startsAt, endsAt }),
    below('ask a question', 'questions', { text: 'Which of the classes can you still attend?' }),
    below('announce a file', 'files', { name: 'plan.pdf', size: 40_000, contentType: 'application/pdf' }),
    { name: 'cases of a requester', who: 'student', of: () => ({ method: 'GET', path: '/v1/me/cases' }) },
  ];
};

export const clientOf = (stack: BenchStack, { who }: Pick<Request, 'who'>): Client =>
  clientFor(stack.url, stack.tokens[who]);

/** Sends the next request of its kind, and has it that it is answered. */
export const sendNext = async (stack: BenchStack, request: Request): Promise<ClientResponse<unknown>> => {
  const { method, path, body } = request.of();
  const answer = await clientOf(stack, request).send(method, path, { body });
  if (answer.status >= 400)
    throw new Error(`${request.name}: ${method} ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer;
};
