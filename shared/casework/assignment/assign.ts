import * as z from 'zod';
import { storyPersonSchema } from '#shared/casework/assignment/story-person.ts';

/**
 * How something is given to somebody. `selected`: the first entry of the pool that yields anybody;
 * `rotational`: its people in turn; `balanced`: the one with the least open work.
 */
export const assignSchema = z
  .strictObject({
    behaviour: z.enum(['selected', 'rotational', 'balanced']),
    pool: z.array(storyPersonSchema).min(1).max(20),
  })
  .meta({ id: 'Assign' });
export type AssignRule = z.infer<typeof assignSchema>;
