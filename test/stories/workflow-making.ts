import { expect } from 'vitest';
import type { EnrolmentAnswer } from '#shared/automation/workflows/enrolment.schema.ts';
import { everyPage, here, signIn, unique } from './world.ts';

export interface WorkflowAnswer {
  id: string;
  version: number;
  published?: number;
  [member: string]: unknown;
}

export const minutes = (amount: number) => ({ amount, unit: 'minutes', time: 'calendar' });
export const label = (name: string) => ({ do: 'add-label', label: name });
export const wait = (more: object) => ({ do: 'wait', ...more });
export const byHand = { event: 'by-hand' };

/** An administrator with a token of the current instant. */
export const admin = () => signIn('ada', 'admins');

/** A workflow of the story's own, published at once. */
export const aWorkflow = async (body: object): Promise<WorkflowAnswer> =>
  (await admin()).post<WorkflowAnswer>('/v1/workflows', { title: 'A workflow', trigger: byHand, ...body });

/** A draft under a key. @returns how the API answered it */
export const aDraft = async (body: object, key = unique('flow-')): Promise<WorkflowAnswer> => {
  const path = `/v1/workflows/${key}`;
  const before = await (await admin()).send('GET', path);
  const headers: Record<string, string> = before.status === 200 ? { 'if-match': before.headers.get('etag') ?? '' } : {};
  const answer = await (await admin()).send<WorkflowAnswer>('PUT', path, {
    body: { title: 'A workflow', trigger: byHand, ...body },
    headers,
  });
  expect([200, 201], JSON.stringify(answer.body)).toContain(answer.status);
  return answer.body;
};

interface Preview {
  impact: { perStep: Record<string, number>; empty: boolean };
  token: string;
}
export const impactOf = async (id: string): Promise<Preview> =>
  (await admin()).post<Preview>(`/v1/workflows/${id}/publish`, {});

/** Publishes the draft, whomever that touches. */
export const publish = async (id: string, running: 'keep' | 'move' | 'end' = 'keep'): Promise<WorkflowAnswer> => {
  const { token } = await impactOf(id);
  return (await admin()).post<WorkflowAnswer>(`/v1/workflows/${id}/publish`, { running, token });
};

export const enrol = async (id: string, contactId: string, context?: object): Promise<EnrolmentAnswer> =>
  (await admin()).post<EnrolmentAnswer>(`/v1/workflows/${id}/enrollments`, { contactId, ...(context && { context }) });

/** Everybody in a workflow, newest first, when all is quiet. */
export const enrolments = async (id: string, query = ''): Promise<EnrolmentAnswer[]> => {
  await here().local.idle();
  return everyPage(await admin(), `/v1/workflows/${id}/enrollments?${query}`);
};

export const theOne = async (id: string): Promise<EnrolmentAnswer> => {
  const [one, ...others] = await enrolments(id);
  expect(others).toEqual([]);
  if (!one) throw new Error('nobody is enrolled');
  return one;
};

/** What an enrolment did, as `path do outcome`. */
export const logOf = ({ log }: EnrolmentAnswer): string[] =>
  log.map((entry) => `${entry.path} ${entry.do} ${entry.outcome}`);

export const labelsOf = async (contactId: string): Promise<string[]> =>
  (await (await admin()).get<{ labels: string[] }>(`/v1/contacts/${contactId}`)).labels;

/** The instant of the clock. */
export const now = async (): Promise<string> => await here().local.now();
