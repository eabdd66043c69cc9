import * as z from 'zod';
import { ruleId, ruleSchema } from '#shared/automation/rules/rule.ts';
import { runSchema } from '#shared/automation/rules/run.ts';
import { defineRoute, dryRunQuery } from '#shared/core/http/define-route.ts';
import { pageQuery } from '#shared/core/records/listing.schema.ts';
import { instant } from '#shared/core/records/primitives.ts';

/** `today`: something was taken as it is now, such as a pool or what an action would join. */
const inputsSchema = z.enum(['recorded', 'today']);
/** What a run keeps beside its event and its record; of a draft, what no run of then has asked. */
const todaysInput = z.enum([
  'alerts',
  'closing',
  'enrollments',
  'latest-alerts',
  'open-cases',
  'pools',
  'related',
  'segments',
  'tasks',
]);
export type TodaysInput = z.infer<typeof todaysInput>;

const resultSchema = runSchema
  .pick({
    recordId: true,
    ruleVersion: true,
    matched: true,
    skipped: true,
    failure: true,
    explanation: true,
    actions: true,
  })
  .partial({ ruleVersion: true })
  .extend({
    eventId: z.string().optional(),
    dueAt: instant.optional().meta({
      description: 'When the delay of the rule is over, where its condition held at the event.',
    }),
    /** That lies ahead: the condition was asked at the event, and will be again. */
    waits: z.literal(true).optional(),
    inputs: inputsSchema,
    /** What was taken as it is now. */
    today: z.array(todaysInput).optional(),
    /** What was too large to be kept: this is the run as it was written, and not decided again. */
    cut: z.array(z.string()).optional(),
    /** Rules that hold for the same event and set the same thing otherwise. */
    conflicts: z.array(z.string()).optional(),
  })
  .meta({ id: 'DryRunResult' });
export type DryRunResult = z.infer<typeof resultSchema>;

const summarySchema = z.strictObject({
  /** Events that set the rule off, of the results of this answer. */
  events: z.int(),
  matched: z.int(),
  /** How often each action would have been done. */
  actions: z.record(z.string(), z.int()),
  /** Recipients of its mails. */
  mails: z.int(),
  /** Rules that set the same thing otherwise, and for how many of the events. */
  conflicts: z.array(z.strictObject({ ruleId: z.string(), events: z.int() })),
  inputs: inputsSchema,
  /** What was taken as it is now, of any of the events. */
  today: z.array(todaysInput).optional(),
});
export type DryRunSummary = z.infer<typeof summarySchema>;

const over = z.union([
  z.strictObject({ recordId: z.string().min(1).max(128) }),
  z
    .strictObject({ eventsFrom: instant, eventsTo: instant })
    .refine(({ eventsFrom, eventsTo }) => eventsFrom <= eventsTo, {
      path: ['eventsTo'],
      message: 'lies before the beginning',
      params: { code: 'before-beginning' },
    }),
]);

export const dryRunRuleRoute = defineRoute({
  name: 'dryRunRule',
  method: 'POST',
  path: '/v1/rules/dry-run',
  family: 'automation',
  who: 'admin',
  summary: 'What a rule, saved or not, would do with a record or would have done in a period; nothing is written',
  query: dryRunQuery.extend({
    ...pageQuery,
    replay: z.enum(['recorded']).optional().meta({
      description: 'What came of the rule then: its runs, decided again by its versions and the inputs of then.',
    }),
  }),
  body: z
    .strictObject({ rule: ruleSchema.optional(), ruleId: ruleId.optional(), over })
    .refine(({ rule, ruleId: id }) => (rule === undefined) !== (id === undefined), {
      path: ['rule'],
      message: 'takes exactly one of rule, ruleId',
      params: { code: 'exactly-one' },
    }),
  answer: z.strictObject({
    results: z.array(resultSchema),
    summary: summarySchema,
    /** There are more events in the period: go on with `?cursor=`. */
    nextCursor: z.string().optional(),
  }),
  refusals: ['not-allowed', 'unknown-reference', 'invalid-cursor'],
});
