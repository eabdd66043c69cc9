import { everyPage, here, signIn } from './world.ts';

export interface RuleAnswer {
  id: string;
  version: number;
  [member: string]: unknown;
}

const made: RuleAnswer[] = [];

/** A rule of the story's own. */
export const aRule = async (body: object): Promise<RuleAnswer> => {
  const rule = await here().as.admin.post<RuleAnswer>('/v1/rules', { title: 'A rule', ...body });
  made.push(rule);
  return rule;
};

/** Every rule is asked about every record, so a story leaves none behind. */
export const removeRules = async (): Promise<void> => {
  const admin = await signIn('ada', 'admins');
  for (const { id, version } of made.splice(0))
    await admin.send('DELETE', `/v1/rules/${id}`, { headers: { 'if-match': `"${version}"` } });
};

export const note = (text: string) => ({ do: 'add-note', note: { text } });
export const is = (field: string, value: unknown) => ({ field, op: 'is', value });

export const notesOn = async (kind: string, id: string): Promise<string[]> => {
  await here().local.idle();
  return (await everyPage<{ text: string }>(here().as.admin, `/v1/${kind}/${id}/notes`)).map(({ text }) => text);
};
