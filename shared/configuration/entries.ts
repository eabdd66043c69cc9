import * as z from 'zod';
import { name, personId, shortText } from '#shared/core/records/primitives.ts';

// The kinds of configuration that are no more than their shape. Types of alerts and cases, calendars, templates and signal mappings have files of their own.

export const instanceSchema = z
  .strictObject({
    name,
    enabled: z.boolean().default(true),
    labels: z.record(z.string(), shortText).optional(),
    features: z.array(z.string().max(64)).max(50).optional(),
  })
  .meta({ id: 'Instance' });

export const prioritySchema = z
  .strictObject({
    name,
    colour: z
      .string()
      .regex(/^#[0-9a-fA-F]{6}$/, 'a colour is written like #d4351c')
      .optional(),
    icon: shortText.optional(),
    order: z.int().default(0),
    enabled: z.boolean().default(true),
  })
  .meta({ id: 'Priority' });

/** A group of the directory: whom to mail and to whom work is dealt. What a group may do is written in the types. */
export const groupSchema = z
  .strictObject({
    name,
    staff: z.boolean().default(true),
    members: z
      .array(z.strictObject({ id: personId, email: z.email(), name }))
      .max(500)
      .default([]),
  })
  .meta({ id: 'Group' });
export type Group = z.infer<typeof groupSchema>;

export const notificationSettingsSchema = z
  .strictObject({ groupMail: z.boolean().default(true) })
  .meta({ id: 'NotificationSettings' });
