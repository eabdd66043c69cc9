import { expect } from 'vitest';
import { everyPage, here, put, signIn, unique } from './world.ts';

export interface RuleAnswer {
  id: string;
  version: number;
  [member: string]: unknown;
}

const made: RuleAnswer[] = [];

/** A rule of the story's own. */
export const aRule = async (body: object): Promise<RuleAnswer> => {
  const rule = await (await signIn('ada', 'admins')).post<RuleAnswer>('/v1/rules', { title: 'A rule', ...body });
  made.push(rule);
  return rule;
};

/** Every rule is asked about every record, so a story leaves none behind. */
export const removeRules = async (): Promise<void> => {
  const admin = await signIn('ada', 'admins');
  for (const { id } of made.splice(0)) await admin.send('DELETE', `/v1/rules/${id}`, { headers: { 'if-match': '*' } });
};

export const note = (text: string) => ({ do: 'add-note', note: { text } });
export const is = (field: string, value: unknown) => ({ field, op: 'is' as const, value });

export const notesOn = async (kind: string, id: string): Promise<string[]> => {
  await here().local.idle();
  return (await everyPage<{ text: string }>(await signIn('ada', 'admins'), `/v1/${kind}/${id}/notes`)).map(
    ({ text }) => text,
  );
};

/** A template of the story's own. */
export const aTemplate = async (text: string): Promise<string> => {
  const key = unique('words-');
  await put(`/v1/templates/${key}`, { name: 'Words', subject: `From a rule ${key}`, text });
  return key;
};

/** The texts of the mails from a template, by address. */
export const mailsFrom = async (template: string, to: string): Promise<string[]> => {
  const { local } = here();
  await local.idle();
  const all = await local.mails({ to });
  return all.filter(({ subject }) => subject === `From a rule ${template}`).map(({ text }) => text.trim());
};

/** Changes some of a rule. */
export const changeRule = async ({ id, version }: RuleAnswer, changes: object): Promise<void> => {
  const admin = await signIn('ada', 'admins');
  const {
    id: _i,
    version: _v,
    createdAt: _c,
    createdBy: _b,
    updatedAt: _u,
    ...body
  } = await admin.get<RuleAnswer>(`/v1/rules/${id}`);
  const headers = { 'if-match': `"${version}"` };
  const answer = await admin.send('PUT', `/v1/rules/${id}`, { body: { ...body, ...changes }, headers });
  expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 200 });
};
