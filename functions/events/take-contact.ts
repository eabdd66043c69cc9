import { contactToPut } from '#functions/contact-to-put.ts';
import { isForGood } from '#functions/decide-signal.ts';
import { CannotHandle } from '#functions/events/dead-letters.ts';
import type { Services } from '#functions/services.ts';
import { upsertedContactSchema } from '#shared/casework/contacts/contact.ts';
import { putContact } from '#shared/casework/contacts/put-contact.ts';
import type { Fault } from '#shared/core/errors.ts';
import { byHand } from '#shared/core/events/event.ts';
import { checkBody } from '#shared/core/http/check-body.ts';
import { againOnConflict } from '#shared/core/table/commit.ts';

const inWords = (faults: readonly Fault[]): string =>
  faults.map(({ pointer, detail }) => `${pointer}: ${detail}`).join('; ');

/**
 * `Contact Upserted`: how a SIS keeps contacts, by JSON as a caller of the API would send it; the
 * same contact again changes nothing. @throws CannotHandle with every fault in words
 */
export const takeContact = async (services: Services, source: string, detail: unknown): Promise<void> => {
  const { data, faults } = checkBody(upsertedContactSchema, detail);
  if (!data) throw new CannotHandle(inWords(faults));
  const { id, ...input } = data;
  const by = { kind: 'signal' as const, id: source };
  await againOnConflict(async () => {
    const at = services.now();
    const { current, nextVersion } = await contactToPut(services.table, id);
    const decision = putContact(current, { id, input, by, at, nextVersion });
    await services.commit({ actor: by, at, cause: byHand }, [decision]);
  }).catch((error: unknown) => {
    throw isForGood(error) ? new CannotHandle(`contact ${id}: ${error.message}`) : error;
  });
};
