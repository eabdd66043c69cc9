import * as z from 'zod';
import { name, personId } from '#shared/core/records/primitives.ts';

// Groups that come with Caseward: they are in tokens, never in the directory.
export const builtInGroups = ['admins', 'view-all', 'anonymous'] as const;

/**
 * A group of the directory: whom to mail and to whom work is dealt. What a group may do is written
 * in the types.
 */
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
declare module '#shared/core/definitions/kind.ts' {
  interface KindValues {
    groups: Group;
  }
}
