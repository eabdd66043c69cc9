import * as z from 'zod';
import { timeZone } from '#shared/core/calendars/calendar.ts';
import { isNotificationKey } from '#shared/mail/notifications/all-notifications.ts';
import { languageTag } from '#shared/mail/notifications/template.ts';

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day is HH:MM, from 00:00 to 23:59');
const timing = z.enum(['immediate', 'digest', 'off']);
export type Timing = z.infer<typeof timing>;

export const preferencesSchema = z
  .strictObject({
    timeZone,
    /** When the digest of a day is sent. */
    digestAt: timeOfDay.default('07:00'),
    /** Nothing is sent between the two; over midnight where `to` is the earlier one. */
    quietHours: z
      .strictObject({ from: timeOfDay, to: timeOfDay })
      .refine(({ from, to }) => from !== to, { message: 'begin and end at the same time', path: ['to'] })
      .optional(),
    default: timing.default('immediate'),
    /** By notification; `default` holds for those not named. */
    events: z
      .record(z.string().max(64), timing)
      .superRefine((events, context) => {
        for (const notification of Object.keys(events).filter((one) => !isNotificationKey(one)))
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
