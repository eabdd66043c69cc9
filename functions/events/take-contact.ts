import type { Envelope } from '#functions/events/consumer.ts';
import type { Services } from '#functions/services.ts';
import { type Contact, contactInputSchema } from '#shared/contacts/contact.ts';
import { putContact } from '#shared/contacts/put-contact.ts';
import { byHand } from '#shared/events/event.ts';
import { faultsFrom } from '#shared/http/faults.ts';
import { contactId } from '#shared/records/primitives.ts';
import { readRecord } from '#shared/records/read.ts';
import { againOnConflict } from '#shared/table/commit.ts';

const upsertedSchema = contactInputSchema.extend({ id: contactId });

/** `Contact Upserted`: how a SIS keeps contacts. Putting the same contact again changes nothing. */
export const takeContact = async (
  services: Services,
  envelope: Envelope,
  setAside: (reason: string) => Promise<void>,
): Promise<void> => {
  const parsed = upsertedSchema.safeParse(envelope.detail);
  if (!parsed.success)
    return setAside(
      faultsFrom(parsed.error, envelope.detail)
        .map((fault) => `${fault.pointer}: ${fault.detail}`)
        .join('; '),
    );
  const { id, ...input } = parsed.data;
  const by = { kind: 'signal' as const, id: envelope.source };
  await againOnConflict(async () => {
    const at = services.now();
    const decision = putContact(await readRecord<Contact>(services.table, 'contact', id), { id, input, by, at });
    await services.commit({ actor: by, at, cause: byHand }, [decision]);
  });
};
