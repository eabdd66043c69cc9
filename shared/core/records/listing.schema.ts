import * as z from 'zod';
import { contactId, instant, key } from '#shared/core/records/primitives.ts';

export const flag = z.enum(['true', 'false']).transform((value) => value === 'true');
const sortFields = ['createdAt', 'updatedAt', 'dueAt', 'priority'] as const;

/** Query parameters of every list. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(200).default(25),
  cursor: z.string().max(2000).optional(),
};

/**
 * Query parameters of a list that is short by its nature: all of it, unless the caller asks for
 * pages.
 */
export const shortListQuery = { ...pageQuery, limit: pageQuery.limit.unwrap().optional() };

/** Query parameters that lists of alerts and of cases share. */
export const listQuery = {
  ...pageQuery,
  sort: z.enum([...sortFields, ...sortFields.map((field) => `-${field}` as const)]).default('-createdAt'),
  type: key.optional(),
  priority: key.optional(),
  group: z.string().max(64).optional(),
  contactId: contactId.optional(),
  tag: z.string().max(64).optional(),
  overdue: flag.optional(),
  createdFrom: instant.optional(),
  createdTo: instant.optional(),
};
