import * as z from 'zod';
import { contactId, instant, key } from '#shared/core/records/primitives.ts';

export const flag = z.enum(['true', 'false']).transform((value) => value === 'true');
const sortFields = ['createdAt', 'updatedAt', 'dueAt', 'priority'] as const;

/** Query parameters of every list. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(200).default(25),
  cursor: z.string().max(2000).optional(),
};

/** Query parameters of what happened to a record, or was said about it, from either end. */
export const logQuery = { ...pageQuery, sort: z.enum(['createdAt', '-createdAt']).default('createdAt') };

/**
 * Query parameters of a list that is short by its nature: all of it, unless the caller asks for
 * pages.
 */
export const shortListQuery = { ...pageQuery, limit: pageQuery.limit.unwrap().optional() };

/** What a page of a list cost, where an administrator asks for it. */
export const listExplanation = z
  .object({
    index: z.string().meta({ description: 'The index that it was read from' }),
    queries: z.int(),
    read: z.int().meta({ description: 'How many rows were looked at' }),
    units: z.number().meta({ description: 'Read units of all that was read' }),
  })
  .meta({ id: 'ListExplanation' });
/** Query parameter of lists that explain what they cost. */
export const explainQuery = { explain: flag.optional() };

/** Query parameters that lists of alerts and of cases share. */
export const listQuery = {
  ...pageQuery,
  ...explainQuery,
  /** That of the view where one is asked for, else newest first. */
  sort: z.enum([...sortFields, ...sortFields.map((field) => `-${field}` as const)]).optional(),
  /** A view by its key: its condition is asked beside everything else. */
  view: key.optional(),
  type: key.optional(),
  priority: key.optional(),
  group: z.string().min(1).max(64).optional(),
  contactId: contactId.optional(),
  tag: z.string().min(1).max(64).optional(),
  overdue: flag.optional(),
  createdFrom: instant.optional(),
  createdTo: instant.optional(),
};
