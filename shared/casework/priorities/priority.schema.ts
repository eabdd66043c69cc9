import * as z from 'zod';
import { name, shortText } from '#shared/core/records/primitives.ts';

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
export type Priority = z.infer<typeof prioritySchema>;
declare module '#shared/core/definitions/kind.ts' {
  interface KindValues {
    priorities: Priority;
  }
}
