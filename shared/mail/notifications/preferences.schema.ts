import * as z from 'zod';
import { timeZone } from '#shared/core/calendars/calendar.ts';
import { quietHoursSchema, timeOfDay } from '#shared/core/calendars/quiet-hours.schema.ts';
import { isNotificationKey } from '#shared/mail/notifications/all-notifications.ts';
import { automated } from '#shared/mail/notifications/notification.ts';
import { languageTag } from '#shared/mail/notifications/template.ts';

const timing = z.enum(['immediate', 'digest', 'off']);

export const preferencesSchema = z
  .strictObject({
    timeZone,
    /** When the digest of a day is sent. */
    digestAt: timeOfDay.default('07:00'),
    quietHours: quietHoursSchema.optional(),
    default: timing.default('immediate'),
    /** By notification; `default` holds for those not named. */
    events: z
      .record(z.string().max(64), timing)
      .superRefine((events, context) => {
        for (const notification of Object.keys(events).filter((one) => one !== automated && !isNotificationKey(one)))
          context.addIssue({
            code: 'custom',
            path: [notification],
            message: 'there is no such notification',
            params: { code: 'unknown-notification' },
          });
      })
      .optional(),
    /** In which language mails are wanted, where there are templates in it. */
    language: languageTag.optional(),
  })
  .meta({ id: 'MyNotificationSettings' });
export type Preferences = z.infer<typeof preferencesSchema>;
