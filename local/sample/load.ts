import { readFileSync } from 'node:fs';
import type { Client } from '#local/demo/client.ts';
import { sampleContacts } from '#local/sample/contacts.ts';

/**
 * The sample institution: a configuration as it is exported and imported, that anybody may change.
 */
export const institution: Record<string, Record<string, object>> = JSON.parse(
  readFileSync(new URL('institution.json', import.meta.url), 'utf8'),
);

/**
 * One after the other, and so by one worker: thirty at once make the machine start several, which
 * takes longer than to serve them.
 */
const putContacts = async (admin: Client): Promise<void> => {
  for (const { id, contact } of sampleContacts) {
    const path = `/v1/contacts/${id}`;
    const answer = await admin.send('PUT', path, { body: contact });
    // 428: it is there, from a start that was broken off or because somebody has made it theirs.
    if (answer.status >= 400 && answer.status !== 428)
      throw new Error(`PUT ${path} of the sample institution: ${answer.status} ${JSON.stringify(answer.body)}`);
  }
};

/**
 * Loads the sample institution through the public API as an admin; what is there already stays.
 * @throws an Error that names what was refused and why
 */
export const loadSample = async (admin: Client): Promise<void> => {
  await Promise.all([admin.post('/v1/configuration/import?existing=keep', institution), putContacts(admin)]);
};
