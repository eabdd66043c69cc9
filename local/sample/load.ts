import { readFileSync } from 'node:fs';
import type { Client } from '#local/demo/client.ts';
import { sampleContacts } from './contacts.ts';

// The order in which configuration is put: what others refer to comes first.
const order = [
  'priorities',
  'groups',
  'calendars',
  'instances',
  'templates',
  'notification-settings',
  'alert-types',
  'case-types',
  'signal-mappings',
] as const;

interface Institution extends Record<(typeof order)[number], Record<string, object>> {
  rules: object[];
}

/** The sample institution as it is put: a file that anybody may change. */
export const institution = JSON.parse(
  readFileSync(new URL('institution.json', import.meta.url), 'utf8'),
) as Institution;

/**
 * Loads the sample institution through the public API, as anybody would. What is there already stays as it is, so it may be loaded again.
 *
 * @param admin a way into the API with a token of an admin
 * @throws an Error that names what was refused and why
 */
export const loadSample = async (admin: Client): Promise<void> => {
  const put = async (path: string, body: object): Promise<void> => {
    const answer = await admin.send('PUT', path, { body });
    // 428: it is there, from a start that was broken off or because somebody has made it theirs.
    if (answer.status >= 400 && answer.status !== 428)
      throw new Error(`PUT ${path} of the sample institution: ${answer.status} ${JSON.stringify(answer.body)}`);
  };
  for (const kind of order) {
    for (const [key, value] of Object.entries(institution[kind])) await put(`/v1/${kind}/${key}`, value);
  }
  for (const [index, rule] of institution.rules.entries())
    await admin.post('/v1/rules', rule, { 'idempotency-key': `sample-rule-${index}` });
  await Promise.all(sampleContacts.map(({ id, contact }) => put(`/v1/contacts/${id}`, contact)));
};
