import * as z from 'zod';
import { key, name, personId } from '#shared/core/records/primitives.ts';

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
      .array(
        z.strictObject({
          id: personId,
          email: z.email(),
          name,
          /** When they work: outside of it no rule, route or queue deals them anything. */
          calendar: key.optional(),
          /** How much open work they take at the most, by weight. */
          capacity: z.int().min(0).max(10_000).optional(),
        }),
      )
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
