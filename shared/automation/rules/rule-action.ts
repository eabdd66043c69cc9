import * as z from 'zod';
import { assignSchema } from '#shared/casework/assignment/assign.ts';
import { clockKey } from '#shared/casework/cases/case-type.ts';
import { newNoteSchema } from '#shared/casework/notes/note.schema.ts';
import { newTaskSchema } from '#shared/casework/tasks/task.schema.ts';
import { amountSchema, signedAmountSchema } from '#shared/core/calendars/amount.ts';
import {
  dueInstant,
  groupKey,
  key,
  longText,
  personId,
  personOrGroup,
  subjectText,
  tag,
  tags,
} from '#shared/core/records/primitives.ts';

const whom = {
  assign: assignSchema.optional(),
  user: personId.optional(),
  group: groupKey.optional(),
};

/** Of some members an action takes one. */
const exactlyOne = (...members: string[]) =>
  [
    (action: object) => members.filter((member) => Reflect.get(action, member) !== undefined).length === 1,
    { message: `takes exactly one of ${members.join(', ')}`, params: { code: 'exactly-one' } },
  ] as const;

const done = z.union([z.literal(true), z.strictObject({})]).optional();

const caseTemplate = z.strictObject({
  type: key,
  subject: subjectText.optional(),
  description: longText.optional(),
  priority: key.optional(),
  fields: z.record(z.string(), z.unknown()).optional(),
  tags: tags.optional(),
  assignee: personOrGroup.optional(),
});

/**
 * What is done to a clock: each as the route of that name takes it, the amount of `extend` and the
 * instant of `set` by themselves too.
 */
const clockCommand = {
  extend: z.union([signedAmountSchema, z.strictObject({ by: signedAmountSchema })]).optional(),
  set: z.union([dueInstant, z.strictObject({ to: dueInstant }), z.strictObject({ in: amountSchema })]).optional(),
  clear: done,
  restore: done,
  pause: done,
  resume: done,
};
const clockCommands = Object.keys(clockCommand);

const settled = { outcome: key.optional(), note: longText.min(1).optional() };

/** What a rule does to the alert or case that it is about. */
export const ruleActionSchema = z
  .discriminatedUnion('do', [
    z.strictObject({ do: z.literal('update-reviewer'), ...whom }).refine(...exactlyOne('assign', 'user', 'group')),
    z.strictObject({ do: z.literal('resolve'), ...settled }),
    z.strictObject({ do: z.literal('dismiss'), ...settled }),
    z.strictObject({ do: z.literal('create-case'), case: caseTemplate }),
    z.strictObject({ do: z.literal('update-assignee'), ...whom }).refine(...exactlyOne('assign', 'user', 'group')),
    z.strictObject({ do: z.literal('update-status'), status: key }),
    z.strictObject({ do: z.literal('update-stage'), stage: key }),
    z.strictObject({ do: z.literal('update-type'), type: key, targets: z.enum(['keep', 'restart']) }),
    z
      .strictObject({ do: z.literal('update-target'), clock: clockKey, ...clockCommand })
      .refine(...exactlyOne(...clockCommands)),
    z.strictObject({ do: z.literal('create-task'), task: newTaskSchema }),
    z.strictObject({ do: z.literal('add-subscriber'), user: personId }),
    z.strictObject({ do: z.literal('remove-subscriber'), user: personId }),
    z.strictObject({ do: z.literal('set-private'), private: z.boolean() }),
    z.strictObject({ do: z.literal('escalate'), reason: key }),
    z.strictObject({ do: z.literal('close'), reason: key.optional() }),
    z.strictObject({ do: z.literal('update-priority'), priority: key }),
    z
      .strictObject({ do: z.literal('update-due'), in: amountSchema.optional(), at: dueInstant.optional() })
      .refine(...exactlyOne('in', 'at')),
    z.strictObject({ do: z.literal('add-tag'), tag }),
    z.strictObject({ do: z.literal('remove-tag'), tag }),
    z.strictObject({ do: z.literal('add-note'), note: newNoteSchema }),
  ])
  .meta({ id: 'RuleAction' });
export type RuleAction = z.infer<typeof ruleActionSchema>;
export type ActionName = RuleAction['do'];
export type ActionOf<N extends ActionName> = Extract<RuleAction, { do: N }>;

/** What each action works on. */
export const actionSubjects = {
  'update-reviewer': ['alert'],
  resolve: ['alert'],
  dismiss: ['alert'],
  'create-case': ['alert'],
  'update-assignee': ['case'],
  'update-status': ['case'],
  'update-stage': ['case'],
  'update-type': ['case'],
  'update-target': ['case'],
  'create-task': ['case'],
  'add-subscriber': ['case'],
  'remove-subscriber': ['case'],
  'set-private': ['case'],
  escalate: ['case'],
  close: ['case'],
  'update-priority': ['alert', 'case'],
  'update-due': ['alert', 'case'],
  'add-tag': ['alert', 'case'],
  'remove-tag': ['alert', 'case'],
  'add-note': ['alert', 'case'],
} as const satisfies Record<ActionName, readonly ('alert' | 'case')[]>;

/** The actions that work on a kind of record. */
export type ActionOn<K extends 'alert' | 'case'> = {
  [N in ActionName]: K extends (typeof actionSubjects)[N][number] ? N : never;
}[ActionName];
