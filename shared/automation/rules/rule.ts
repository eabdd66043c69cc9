import * as z from 'zod';
import {
  faultsOfSubject,
  nameOfTarget,
  type RuleAction,
  ruleActionSchema,
  type TargetKind,
  targetKinds,
} from '#shared/automation/rules/rule-action.ts';
import { type Length, lengthSchema } from '#shared/automation/rules/time/time-triggers.schema.ts';
import { type Trigger, triggerSchema } from '#shared/automation/rules/trigger.schema.ts';
import { isOfTime, subjectsOf } from '#shared/automation/rules/triggers.ts';
import { conditionSchema } from '#shared/core/conditions/condition.ts';
import { key, longText, name } from '#shared/core/records/primitives.ts';

/** A ULID, or the readable key of a rule that came with an import. */
export const ruleId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/, 'a rule has 1 to 64 of A-Z, a-z, 0-9 and -');

const members = {
  title: name,
  description: longText.optional(),
  trigger: triggerSchema,
  order: z.int().default(0),
  stopOnMatch: z.boolean().default(false),
  enabled: z.boolean().default(true),
  condition: conditionSchema.optional(),
  actions: z.array(ruleActionSchema).min(1).max(20),
  /** How often it is carried out within an hour of the clock; then it rests until that is over. */
  limits: z.strictObject({ perHour: z.int().min(1).max(100_000) }).optional(),
  /** How long after its event it runs, if its condition holds then too. */
  after: lengthSchema.optional(),
};

interface SubjectsOfRule {
  for: TargetKind;
  trigger: Trigger;
  actions: RuleAction[];
  after?: Length | undefined;
}

/** What never happens to what a rule is about, or does not work on it, as far as is known. */
export const faultsOfSubjects = ({
  for: about,
  trigger,
  actions = [],
  after,
}: Partial<SubjectsOfRule>): { path: (string | number)[]; code: string; message: string }[] => {
  if (about === undefined) return [];
  const event = trigger && !subjectsOf(trigger.event).includes(about);
  return [
    ...(event
      ? [{ path: ['trigger', 'event'], code: 'wrong-subject', message: `never happens to ${nameOfTarget[about]}` }]
      : []),
    ...(after !== undefined && trigger && isOfTime(trigger.event)
      ? [{ path: ['after'], code: 'not-allowed', message: `${trigger.event} has an instant of its own` }]
      : []),
    ...actions.flatMap((action, index) =>
      faultsOfSubject(action, about).map(({ path, ...fault }) => ({ path: ['actions', index, ...path], ...fault })),
    ),
  ];
};

const checkSubjects = (rule: SubjectsOfRule, context: { addIssue: (issue: z.core.$ZodRawIssue) => void }): void => {
  for (const { path, code, message } of faultsOfSubjects(rule))
    context.addIssue({ code: 'custom', input: rule, path, message, params: { code } });
};

/** A rule: when something happens to a record and a condition holds, do this. */
export const ruleSchema = z
  .strictObject({ for: z.enum(targetKinds), ...members })
  .superRefine(checkSubjects)
  .meta({ id: 'Rule' });
export type Rule = z.infer<typeof ruleSchema>;

/** A rule inside a case type, about its cases. It has no key unless it is given one. */
export const routineSchema = z
  .strictObject({
    for: z.literal('case').default('case'),
    key: key.optional(),
    ...members,
    title: name.default('Routine'),
  })
  .superRefine(checkSubjects)
  .refine(({ trigger }) => trigger.event !== 'schedule', {
    path: ['trigger', 'event'],
    message: 'a schedule is over all records, so it is a rule of its own',
    params: { code: 'not-allowed' },
  })
  .meta({ id: 'Routine' });
export type Routine = z.infer<typeof routineSchema>;
declare module '#shared/core/definitions/kind.ts' {
  interface KindValues {
    rules: Rule;
  }
}
