import { readFileSync } from 'node:fs';
import { sampleContacts } from './contacts.ts';

// The order in which configuration is put: what others refer to comes first.
const order = [
  'priorities', 'groups', 'calendars', 'instances', 'templates', 'notification-settings', 'alert-types', 'case-types', 'signal-mappings',
] as const;

interface Institution extends Record<(typeof order)[number], Record<string, object>> {
  rules: object[];
}

/** The sample institution as it is put: a file that anybody may change. */
export const institution = JSON.parse(readFileSync(new URL('institution.json', import.meta.url), 'utf8')) as Institution;

/**
 * Loads the sample institution through the public API, as anybody would.
 *
 * @param url of the API
 * @param token of an admin
 * @throws an Error that names what was refused and why
 */
export const loadSample = async ({ url, token }: { url: string; token: string }): Promise<void> => {
  const send = async (method: 'PUT' | 'POST', path: string, body: object, key?: string): Promise<void> => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...(key && { 'idempotency-key': key }) };
    const response = await fetch(`${url}${path}`, { method, headers, body: JSON.stringify(body) });
    // 428: it is there, from a start that was broken off or because somebody has made it theirs.
    if (!response.ok && response.status !== 428) throw new Error(`${method} ${path} of the sample institution: ${response.status} ${await response.text()}`);
  };
  for (const kind of order) {
    for (const [key, value] of Object.entries(institution[kind])) await send('PUT', `/v1/${kind}/${key}`, value);
  }
  for (const [index, rule] of institution.rules.entries()) await send('POST', '/v1/rules', rule, `sample-rule-${index}`);
  await Promise.all(sampleContacts.map(({ id, contact }) => send('PUT', `/v1/contacts/${id}`, contact)));
};
