import { routeHandler } from '#functions/api/route-handler.ts';
import type { Services } from '#functions/services.ts';
import { contactOf } from '#shared/access/contact-of.ts';
import type { Person } from '#shared/access/person.ts';
import { preferencesKey } from '#shared/core/table/mail-keys.ts';
import { getMySettingsRoute, putMySettingsRoute } from '#shared/mail/notifications/notification.routes.ts';
import { type Preferences, preferencesSchema } from '#shared/mail/notifications/preferences.schema.ts';

/** Whom mails go to: staff as the directory has them, a requester as the contact that they are. */
const readerOf = async ({ table }: Services, caller: Person): Promise<string> =>
  caller.isStaff ? caller.id : ((await contactOf(table, caller))?.id ?? caller.id);

// The preferences of a person who set none: every mail at once.
const unsaid = preferencesSchema.parse({ timeZone: 'UTC' });

// GET /v1/me/notification-settings
export const getMySettings = routeHandler(getMySettingsRoute, async (services, { caller }) => {
  const item = await services.table.get(preferencesKey(await readerOf(services, caller)));
  return { body: (item?.preferences as Preferences | undefined) ?? unsaid };
});

// PUT /v1/me/notification-settings: what waits already comes when it was put for; it asks again
// whether it is wanted.
export const putMySettings = routeHandler(putMySettingsRoute, async (services, { caller, body }) => ({
  writes: [{ put: { ...preferencesKey(await readerOf(services, caller)), preferences: body } }],
  body,
}));
