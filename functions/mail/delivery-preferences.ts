import type { Services } from '#functions/services.ts';
import { hiddenAddress } from '#shared/casework/cases/people/hidden-requester.ts';
import { preferencesKey, suppressionKey } from '#shared/core/table/mail-keys.ts';
import type { Recipient } from '#shared/mail/notifications/context.ts';
import type { Draft } from '#shared/mail/notifications/deliver.ts';
import type { Preferences } from '#shared/mail/notifications/preferences.schema.ts';
import { courseOf } from '#shared/mail/notifications/preferences.ts';

/**
 * What is known of recipients: their delivery preferences, and whether their address is mailed at
 * all.
 */
export interface DeliveryPreferences {
  preferencesOf: (recipient: Pick<Recipient, 'id' | 'address'>) => Preferences | undefined;
  isSuppressed: (address: string) => boolean;
}

/**
 * The id that a recipient's preferences are kept by. A hidden requester has none: a contact may
 * have the id that is used for them.
 */
const settingsIdOf = ({ id, address }: Pick<Recipient, 'id' | 'address'>): string | undefined =>
  address === hiddenAddress ? undefined : id;

/** Reads it for all of them at once: half a read unit for each of the two. */
export const deliveryPreferencesOf = async (
  { table }: Pick<Services, 'table'>,
  recipients: Pick<Recipient, 'id' | 'address'>[],
): Promise<DeliveryPreferences> => {
  const wanted = recipients.flatMap((one) => {
    const id = settingsIdOf(one);
    return [suppressionKey(one.address), ...(id === undefined ? [] : [preferencesKey(id)])];
  });
  const keys = [...new Map(wanted.map((key) => [`${key.pk} ${key.sk}`, key])).values()];
  const items = await table.getMany(keys);
  const found = new Map<string, unknown>(items.map((item) => [`${item.pk} ${item.sk}`, item.preferences ?? true]));
  const at = ({ pk, sk }: { pk: string; sk: string }) => found.get(`${pk} ${sk}`);
  return {
    preferencesOf: (one) => {
      const id = settingsIdOf(one);
      return id === undefined ? undefined : (at(preferencesKey(id)) as Preferences | undefined);
    },
    isSuppressed: (address) => at(suppressionKey(address)) !== undefined,
  };
};

/**
 * A recipient as they are written to: their own language and zone come before those of the record.
 */
export const withPreferences = (recipient: Recipient, deliveryPreferences: DeliveryPreferences): Recipient => {
  const { language, timeZone } = deliveryPreferences.preferencesOf(recipient) ?? {};
  return { ...recipient, language: language ?? recipient.language, timeZone: timeZone ?? recipient.timeZone };
};

/** What is done with a notification to somebody at an instant (epoch milliseconds). */
export const courseFor = (
  deliveryPreferences: DeliveryPreferences,
  recipient: Recipient,
  { notification, at }: { notification: string; at: number },
): Draft['course'] =>
  deliveryPreferences.isSuppressed(recipient.address)
    ? { how: 'suppressed' }
    : courseOf(deliveryPreferences.preferencesOf(recipient), notification, at);
