import * as z from 'zod';
import { dryRunRuleRoute } from '#shared/automation/rules/dry-run.routes.ts';
import { ruleId } from '#shared/automation/rules/rule.ts';
import { faultSchema } from '#shared/core/http/answers.ts';
import { defineRoute } from '#shared/core/http/define-route.ts';

const family = 'automation' as const;

/** Something about a rule, at a pointer where it lies at one place. */
export const findingSchema = faultSchema
  .extend({
    pointer: z.string().optional(),
    /** Values by field for which it happens. */
    example: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: 'RuleFinding' });

export const checkRuleRoute = defineRoute({
  name: 'checkRule',
  method: 'POST',
  path: '/v1/rules/check',
  family,
  who: 'admin',
  summary: 'What is wrong or odd with a rule before it is saved, and how many records it would match now',
  body: z.strictObject({
    /** Anything: what is wrong with its form is part of the answer. */
    rule: z.record(z.string(), z.unknown()),
    /** Which rule it is a draft of, so that it is not held against itself. */
    ruleId: ruleId.optional(),
  }),
  answer: z.strictObject({
    errors: z.array(findingSchema),
    warnings: z.array(findingSchema),
    /** Open records that meet the condition; of a rule with errors 0. */
    matchesNow: z.int(),
    /** There are more records than are counted. */
    atLeast: z.literal(true).optional(),
  }),
  refusals: ['not-allowed'],
});

export const explainRoutes = [checkRuleRoute, dryRunRuleRoute];
