import * as z from 'zod';
import { amountSchema } from '#shared/core/calendars/amount.ts';

// As many as before a target.
const reminders = z.array(z.strictObject({ before: amountSchema })).max(20);

/** When what is planned reminds of itself; one day before where a type says nothing. */
export const reminderRules = z
  .strictObject({ appointment: reminders.optional(), activity: reminders.optional() })
  .meta({ id: 'ReminderRules' });
