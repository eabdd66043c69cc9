import * as z from 'zod';
import { ruleId } from '#shared/automation/rules/rule.ts';
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
    ruleId,
    ruleVersion: z.int(),
    eventId: z.string(),
    recordId: z.string(),
    at: instant,
    matched: z.boolean(),
    /**
     * Why a rule that could have fired was not asked: what it caused itself, or a chain too deep.
     */
    skipped: z.enum(['own-effect', 'depth']).optional(),
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
