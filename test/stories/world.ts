import { expect } from 'vitest';
import type { BusEvent, Client, ClientResponse, DemoMail, DemoPerson } from '#local/demo/client.ts';
import type { RuleRun } from '#shared/automation/rules/run.ts';
import type { AlertAnswer } from '#shared/casework/alerts/alert.ts';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';
import type { DomainEvent } from '#shared/core/events/event.ts';
import { here } from '#test/house/institution.ts';

// What all stories share: the words in which they speak, by the public API, the bus and the inbox
// only.

export { here };

export const addresses = {
  amara: 'amara.obi@staff.example.edu',
  ben: 'ben.ruiz@staff.example.edu',
  chloe: 'chloe.martin@staff.example.edu',
  dev: 'dev.patel@staff.example.edu',
  elin: 'elin.berg@staff.example.edu',
  farah: 'farah.haddad@staff.example.edu',
  grace: 'grace.liu@staff.example.edu',
} as const;
export const advisers = [addresses.amara, addresses.ben, addresses.chloe];

/** A person with a token of the current instant: older tokens expire when time is advanced. */
export const signIn = (sub: string, ...groups: string[]): Promise<Client> =>
  here().local.as({ sub, groups } as DemoPerson);

let made = 0;
/** A name that no other story has. */
export const unique = (prefix: string): string => `${prefix}${++made}`;

/** A contact of a story's own; no first-year, so that the sample's rules leave it alone. */
export const aContact = async (more: object = {}): Promise<{ id: string; email: string; name: string }> => {
  const id = unique('T');
  const contact = { name: `Test ${id}`, email: `${id.toLowerCase()}@students.example.edu` };
  await put(`/v1/contacts/${id}`, { ...contact, ...more });
  return { id, ...contact };
};

/** Puts something under its key, over what is there. */
export const put = async <T = Record<string, unknown>>(path: string, body: object): Promise<T> => {
  const admin = await signIn('ada', 'admins');
  const before = await admin.send('GET', path);
  const match: Record<string, string> = before.status === 200 ? { 'if-match': before.headers.get('etag') ?? '' } : {};
  const answer = await admin.send<T>('PUT', path, { body, headers: match });
  expect(answer, `PUT ${path}`).toMatchObject({ status: before.status === 200 ? 200 : 201 });
  return answer.body;
};

/** A configuration like one that is there, with some of it different. */
export const likeness = async (path: string, changes: object): Promise<Record<string, unknown>> => {
  const admin = await signIn('ada', 'admins');
  const found = await admin.get<Record<string, unknown>>(path);
  const { key: _k, version: _v, createdAt: _c, createdBy: _b, updatedAt: _u, ...value } = found;
  return { ...value, ...changes };
};

/** A case type of the story's own, an academic concern but for what is said. @returns its key */
export const aCaseType = async (changes: object = {}): Promise<string> => {
  const type = unique('concern-');
  await put(`/v1/case-types/${type}`, await likeness('/v1/case-types/academic-concern', changes));
  return type;
};

/**
 * An alert type of the story's own, attendance but for what is said; no course is needed. @returns
 * its key
 */
export const anAlertType = async (changes: object = {}): Promise<string> => {
  const type = unique('worry-');
  const { defaultReviewer: _none, ...base } = await likeness('/v1/alert-types/attendance', { courseRelated: false });
  await put(`/v1/alert-types/${type}`, { ...base, ...changes });
  return type;
};

const made201 = <T>(answer: ClientResponse<T>): T => {
  expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 201 });
  return answer.body;
};

/** A case raised by a manager, an academic concern unless another type is said. */
export const aCase = async (input: object = {}, by = here().as.manager): Promise<CaseAnswer> =>
  made201(
    await by.send<CaseAnswer>('POST', '/v1/cases', {
      body: { type: 'academic-concern', subject: 'Is falling behind', ...input },
    }),
  );

/** An alert raised by a reviewer, of attendance unless another type is said. */
export const anAlert = async (input: object = {}, by = here().as.manager): Promise<AlertAnswer> =>
  made201(
    await by.send<AlertAnswer>('POST', '/v1/alerts', {
      body: { type: 'attendance', course: { code: 'MATH-101' }, ...input },
    }),
  );

/** What somebody does to a record. */
export const act = <T = CaseAnswer>(by: Client, path: string, body?: object): Promise<ClientResponse<T>> =>
  by.send<T>('POST', path, { ...(body && { body }) });

interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  requestId: string;
  errors?: { pointer: string; code: string; detail: string }[];
}

/** The answer is a refusal of this status and rule, with faults at these pointers. */
export const expectRefused = (
  answer: ClientResponse<unknown>,
  status: number,
  code?: string,
  pointers?: string[],
): void => {
  const problem = answer.body as Problem;
  expect(answer.status, JSON.stringify(problem)).toBe(status);
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(problem).toMatchObject({ status, requestId: answer.headers.get('x-request-id') });
  for (const member of [problem.type, problem.title, problem.detail]) expect(member).toMatch(/./);
  if (code !== undefined) expect(problem.code).toBe(code);
  if (pointers) expect(problem.errors?.map((fault) => fault.pointer).sort()).toEqual([...pointers].sort());
};

/** All of a list, page by page. */
export const everyPage = async <T>(by: Client, path: string, limit = 100): Promise<T[]> => {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const next = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page = await by.get<{ items: T[]; nextCursor?: string }>(
      `${path}${path.includes('?') ? '&' : '?'}limit=${limit}${next}`,
    );
    expect(page.items.length).toBeLessThanOrEqual(limit);
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return items;
};

export const historyOf = async (kind: 'cases' | 'alerts', id: string): Promise<DomainEvent[]> =>
  everyPage(await signIn('ada', 'admins'), `/v1/${kind}/${id}/history`);

/** What the bus carried about a record, in the order of the instants at which it happened. */
export const busEventsOf = (id: string): Promise<BusEvent[]> => here().local.busEvents({ about: id });

export const runsOn = async (recordId: string): Promise<RuleRun[]> =>
  everyPage(await signIn('ada', 'admins'), `/v1/rule-runs?recordId=${recordId}`);

export const notificationOf = (mail: DemoMail): string | undefined => mail.headers?.['x-caseward-notification'];

/**
 * The mails about a record, as `notification → address`, sorted; waits until all that is under way
 * is done.
 */
export const mailsAbout = async (record: { id: string; reference?: string }): Promise<string[]> => {
  await here().local.idle();
  const names = [record.id, ...(record.reference ? [record.reference] : [])];
  return (await here().local.mails({ about: names }))
    .flatMap((mail) => mail.to.map((to) => `${notificationOf(mail)} → ${to}`))
    .sort();
};
