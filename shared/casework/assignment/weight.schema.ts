import * as z from 'zod';

/** How much open work something is, in the unit of capacities. */
export const workWeight = z.int().min(0).max(1000);
