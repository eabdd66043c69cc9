import * as z from 'zod';

export const notificationSettingsSchema = z
  .strictObject({ groupMail: z.boolean().default(true) })
  .meta({ id: 'NotificationSettings' });
type NotificationSettings = z.infer<typeof notificationSettingsSchema>;
declare module '#shared/core/definitions/kind.ts' {
  interface KindValues {
    'notification-settings': NotificationSettings;
  }
}
