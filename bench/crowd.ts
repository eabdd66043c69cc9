import { layouts } from '#functions/services.ts';
import { type Client, type LocalControls, localControls } from '#local/demo/client.ts';
import { loadSample } from '#local/sample/load.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import { putContact } from '#shared/casework/contacts/put-contact.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { recordKey } from '#shared/core/table/keys.ts';
import { House } from '#test/house/house.ts';

// An institution in this process, and as many contacts as a bench wants.

export const by = { kind: 'user', id: 'bench' } as const;
export const idOf = (index: number): string => `C${index.toString().padStart(6, '0')}`;

export interface Institution {
  house: House;
  local: LocalControls;
  admin: Client;
}

export const institution = async (): Promise<Institution> => {
  const house = await House.open();
  const local = localControls(house.url, house.fetch);
  const admin = await local.as({ sub: 'ada', groups: ['admins'] });
  await loadSample(admin);
  await local.idle();
  return { house, local, admin };
};

/** Contacts as the product keeps them, without the events of their making. */
export const crowd = function* (count: number, at: number): Generator<Item> {
  for (let index = 0; index < count; index++) {
    const input = { name: `Contact ${index}`, labels: index % 3 === 0 ? ['a'] : ['b'], attributes: {}, network: {} };
    const { after } = putContact(undefined, { id: idOf(index), input: { courses: [], ...input } as never, by, at });
    const key = recordKey({ kind: 'contact', id: after.id });
    const indexes = (layouts.contact as { indexes(contact: Contact): Record<string, string> }).indexes(after);
    yield { ...key, ...indexes, record: after };
  }
};
