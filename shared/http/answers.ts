import { z } from 'zod';
import { eventSchema } from '#shared/events/event.ts';
import { pageQuery } from '#shared/records/listing.ts';

/** What a list answers. */
export const pageOf = <T extends z.ZodType>(item: T) => z.strictObject({ items: z.array(item), nextCursor: z.string().optional() });

export const plainPageQuery = z.strictObject(pageQuery);
export const historyPage = pageOf(eventSchema);
export const nothing = z.undefined();
