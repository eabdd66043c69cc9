import * as z from 'zod';
import { faultsOfSubject, nameOfTarget, ruleActionSchema, targetKinds } from '#shared/automation/rules/rule-action.ts';
import { subjectsOf, triggerEvents } from '#shared/automation/rules/triggers.ts';
import { conditionSchema } from '#shared/core/conditions/condition.ts';
import { longText, name } from '#shared/core/records/primitives.ts';

/** A ULID, or the readable key of a rule that came with an import. */
export const ruleId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/, 'a rule has 1 to 64 of A-Z, a-z, 0-9 and -');

/** A rule: when something happens to an alert or a case and a condition holds, do this. */
export const ruleSchema = z
  .strictObject({
    title: name,
    description: longText.optional(),
    for: z.enum(targetKinds),
    trigger: z.strictObject({ event: z.enum(triggerEvents) }),
    order: z.int().default(0),
    stopOnMatch: z.boolean().default(false),
    enabled: z.boolean().default(true),
    condition: conditionSchema.optional(),
    actions: z.array(ruleActionSchema).min(1).max(20),
  })
  .superRefine((rule, context) => {
    if (!subjectsOf(rule.trigger.event).includes(rule.for))
      context.addIssue({
        code: 'custom',
        path: ['trigger', 'event'],
        message: `never happens to ${nameOfTarget[rule.for]}`,
        params: { code: 'wrong-subject' },
      });
    rule.actions.forEach((action, index) => {
      for (const { path, code, message } of faultsOfSubject(action, rule.for))
        context.addIssue({ code: 'custom', path: ['actions', index, ...path], message, params: { code } });
    });
  })
  .meta({ id: 'Rule' });
export type Rule = z.infer<typeof ruleSchema>;
declare module '#shared/core/definitions/kind.ts' {
  interface KindValues {
    rules: Rule;
  }
}
