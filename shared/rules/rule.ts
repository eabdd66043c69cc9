import * as z from 'zod';
import { assignSchema } from '#shared/assignment/assign.ts';
import { conditionSchema } from '#shared/conditions/condition.ts';
import {
  groupKey,
  key,
  longText,
  name,
  personId,
  personOrGroup,
  subjectText,
  tags,
} from '#shared/records/primitives.ts';

/** Which events a rule may wait for, by the name a rule uses. `rules/triggers.ts` says which event of the bus each one is. */
export const triggerEvents = [
  'alert-created',
  'alert-updated',
  'alert-status-changed',
  'alert-reviewer-changed',
  'alert-priority-changed',
  'alert-escalated',
  'alert-closed',
  'case-created',
  'case-updated',
  'case-status-changed',
  'case-stage-changed',
  'case-assignee-changed',
  'case-priority-changed',
  'case-escalated',
  'case-closed',
  'case-reopened',
  'target-reminder-due',
  'target-breached',
  'note-added',
] as const;
export type TriggerEvent = (typeof triggerEvents)[number];

/** What a trigger happens to. */
export const subjectsOf = (event: TriggerEvent): readonly ('alert' | 'case')[] => {
  if (event === 'note-added') return ['alert', 'case'];
  return event.startsWith('alert-') ? ['alert'] : ['case'];
};

const whom = {
  assign: assignSchema.optional(),
  user: personId.optional(),
  group: groupKey.optional(),
};
const exactlyOne = (action: { assign?: unknown; user?: unknown; group?: unknown }) =>
  [action.assign, action.user, action.group].filter((one) => one !== undefined).length === 1;
const oneOfThem = { message: 'takes exactly one of assign, user and group', params: { code: 'exactly-one' } };

const caseTemplate = z.strictObject({
  type: key,
  subject: subjectText.optional(),
  description: longText.optional(),
  priority: key.optional(),
  fields: z.record(z.string(), z.unknown()).optional(),
  tags: tags.optional(),
  assignee: personOrGroup.optional(),
});

export const ruleActionSchema = z
  .discriminatedUnion('do', [
    z.strictObject({ do: z.literal('update-reviewer'), ...whom }).refine(exactlyOne, oneOfThem),
    z.strictObject({ do: z.literal('update-assignee'), ...whom }).refine(exactlyOne, oneOfThem),
    z.strictObject({ do: z.literal('update-priority'), priority: key }),
    z.strictObject({ do: z.literal('create-case'), case: caseTemplate }),
    z.strictObject({
      do: z.literal('add-note'),
      note: z.strictObject({ text: longText.min(1), public: z.boolean().default(false) }),
    }),
  ])
  .meta({ id: 'RuleAction' });
export type RuleAction = z.infer<typeof ruleActionSchema>;

/** What each action works on. */
export const actionSubjects: Record<RuleAction['do'], readonly ('alert' | 'case')[]> = {
  'update-reviewer': ['alert'],
  'update-assignee': ['case'],
  'update-priority': ['alert', 'case'],
  'create-case': ['alert'],
  'add-note': ['alert', 'case'],
};

/** A ULID, or the readable key of a rule that came with an import. */
export const ruleId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/, 'a rule has 1 to 64 of A-Z, a-z, 0-9 and -');

/** A rule: when something happens to an alert or a case and a condition holds, do this. */
export const ruleSchema = z
  .strictObject({
    title: name,
    description: longText.optional(),
    for: z.enum(['alert', 'case']),
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
        message: `never happens to ${rule.for === 'alert' ? 'an alert' : 'a case'}`,
        params: { code: 'wrong-subject' },
      });
    rule.actions.forEach((action, index) => {
      if (!actionSubjects[action.do].includes(rule.for))
        context.addIssue({
          code: 'custom',
          path: ['actions', index, 'do'],
          message: `does not work on ${rule.for === 'alert' ? 'an alert' : 'a case'}`,
          params: { code: 'wrong-subject' },
        });
    });
  })
  .meta({ id: 'Rule' });
export type Rule = z.infer<typeof ruleSchema>;
