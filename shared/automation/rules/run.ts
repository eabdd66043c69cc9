import * as z from 'zod';
import { instant } from '#shared/core/records/primitives.ts';

const doneSchema = z.strictObject({
  do: z.string(),
  done: z.boolean(),
  changed: z.record(z.string(), z.unknown()).optional(),
  reason: z.string().optional(),
});

/**
 * What came of a rule and an event: which conditions held with which values, and what each action
 * did.
 */
export const runSchema = z
  .strictObject({
    id: z.string(),
    /**
     * Of a routine: its case type and its place or key in it, such as `hazard/0`; of a workflow
     * that time begins: `workflow:` and its key.
     */
    ruleId: z.string(),
    ruleVersion: z.int(),
    eventId: z.string(),
    recordId: z.string(),
    at: instant,
    matched: z.boolean(),
    /**
     * Why a rule was not carried out: what it caused itself, a chain too deep, its limit; or it was
     * delayed, and when its time had come there was no such rule any more.
     */
    skipped: z.enum(['own-effect', 'depth', 'limit', 'dropped']).optional(),
    /**
     * Why nothing of what it decided could be written, or why it could not decide: the code of a
     * refusal, or `internal`.
     */
    failure: z.strictObject({ code: z.string(), reason: z.string() }).optional(),
    explanation: z.unknown(),
    actions: z.array(doneSchema),
  })
  .meta({ id: 'RuleRun' });
export type RuleRun = z.infer<typeof runSchema>;
export type ActionDone = z.infer<typeof doneSchema>;
