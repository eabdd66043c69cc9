import * as z from 'zod';
import { ruleActionSchema } from '#shared/automation/rules/rule-action.ts';
import { conditionSchema } from '#shared/core/conditions/condition.ts';

/** What a job over more rows has to be confirmed by. */
export const mostWithoutToken = 1_000;
/** Ids lie in one item of the table, and in a body of 256 KB. */
const mostIds = 5_000;

/** Of which kind the rows are; both spellings, as rules and as views have them. */
const rowKind = z.enum(['case', 'alert', 'cases', 'alerts']);

export const bulkSchema = z
  .strictObject({
    for: rowKind.optional(),
    condition: conditionSchema.optional(),
    ids: z.array(z.string().min(1).max(64)).min(1).max(mostIds).optional(),
    action: ruleActionSchema,
    dryRun: z.boolean().optional(),
    /** Of the dry run of the same, by the same caller. */
    token: z.string().max(128).optional(),
  })
  .refine(({ condition, ids }) => (condition === undefined) !== (ids === undefined), {
    message: 'takes exactly one of condition, ids',
    params: { code: 'exactly-one' },
  })
  .refine(({ dryRun, token }) => !dryRun || token === undefined, {
    path: ['token'],
    message: 'a dry run takes no token',
    params: { code: 'unexpected' },
  })
  .meta({ id: 'BulkRequest' });
export type BulkRequest = z.infer<typeof bulkSchema>;
