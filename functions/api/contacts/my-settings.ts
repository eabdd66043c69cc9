import { story } from '#functions/api/story.ts';
import { getMySettingsRoute, putMySettingsRoute } from '#shared/notifications/notification.routes.ts';
import { type Preferences, preferencesSchema } from '#shared/notifications/preferences.schema.ts';
import { preferencesKey } from '#shared/table/keys.ts';

// What holds for whoever has said nothing: everything at once.
const unsaid = preferencesSchema.parse({ timeZone: 'UTC' });

// GET /v1/me/notification-settings
export const getMySettings = story(getMySettingsRoute, async ({ table }, { caller }) => {
  const item = await table.get(preferencesKey(caller.id));
  return { body: (item?.preferences as Preferences | undefined) ?? unsaid };
});

// PUT /v1/me/notification-settings: what waits already comes when it was put for; it asks again whether it is wanted.
export const putMySettings = story(putMySettingsRoute, async (_, { caller, body }) => ({
  writes: [{ put: { ...preferencesKey(caller.id), preferences: body } }],
  body,
}));
