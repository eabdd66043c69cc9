import * as z from 'zod';
import { newAlertSchema } from '#shared/casework/alerts/alert.ts';
import { assignSchema } from '#shared/casework/assignment/assign.ts';
import { storyPersonMembers, storyPersonSchema, storyRoles } from '#shared/casework/assignment/story-person.ts';
import { clockKey } from '#shared/casework/cases/case-type.ts';
import { newNoteSchema } from '#shared/casework/notes/note.schema.ts';
import { newTaskSchema } from '#shared/casework/tasks/task.schema.ts';
import { amountSchema, signedAmountSchema } from '#shared/core/calendars/amount.ts';
import { dueInstant, key, longText, statement, subjectText, tag, tags } from '#shared/core/records/primitives.ts';

const person = storyPersonMembers;
const whom = { assign: assignSchema.optional(), ...person };

/** Of some members an action takes one. */
const exactlyOne = (...members: string[]) =>
  [
    (action: object) => members.filter((member) => Reflect.get(action, member) !== undefined).length === 1,
    { message: `takes exactly one of ${members.join(', ')}`, params: { code: 'exactly-one' } },
  ] as const;

const done = z.union([z.literal(true), z.strictObject({})]).optional();

const newCase = z.strictObject({
  type: key,
  subject: subjectText.optional(),
  description: longText.optional(),
  priority: key.optional(),
  subtype: key.optional(),
  stage: key.optional(),
  fields: z.record(z.string(), z.unknown()).optional(),
  tags: tags.optional(),
  assignee: storyPersonSchema.optional(),
  private: z.boolean().optional(),
  template: key.optional(),
});
export type CaseOfAction = z.infer<typeof newCase>;

/** Its contact is that of the record. */
const newAlert = newAlertSchema
  .omit({ contactId: true })
  .extend({ reviewer: storyPersonSchema.optional(), template: key.optional() });
export type AlertOfAction = z.infer<typeof newAlert>;

/**
 * `open-case`: the newest open case of the type that the contact has, and a new one where there is
 * none.
 */
const join = z.enum(['open-case', 'new']).optional();

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

const settled = { outcome: key.optional(), note: statement.optional() };

/** Members that something has of a contact, such as `attributes.stage`; `null` takes it away. */
const property = z
  .string()
  .regex(
    /^((attributes|network)\.[^.]{1,64}|name|phone|kind|language|timeZone)$/,
    'a property is attributes.<name>, network.<role>, name, phone, kind, language or timeZone',
  );

const to = z.union([z.array(storyPersonSchema).min(1).max(20), storyPersonSchema]);

/** What an automation does to the alert, case or contact that it is about. */
export const ruleActionSchema = z
  .discriminatedUnion('do', [
    z.strictObject({ do: z.literal('update-reviewer'), ...whom }).refine(...exactlyOne('assign', ...storyRoles)),
    z.strictObject({ do: z.literal('resolve'), ...settled }),
    z.strictObject({ do: z.literal('dismiss'), ...settled }),
    z.strictObject({ do: z.literal('unlink') }),
    z.strictObject({ do: z.literal('update-assignee'), ...whom }).refine(...exactlyOne('assign', ...storyRoles)),
    z.strictObject({ do: z.literal('update-status'), status: key }),
    z.strictObject({ do: z.literal('update-stage'), stage: key }),
    z.strictObject({ do: z.literal('update-type'), type: key, targets: z.enum(['keep', 'restart']) }),
    z
      .strictObject({ do: z.literal('update-target'), clock: clockKey, ...clockCommand })
      .refine(...exactlyOne(...clockCommands)),
    z.strictObject({
      do: z.literal('create-task'),
      task: newTaskSchema.extend({ assignee: storyPersonSchema.optional() }),
    }),
    z.strictObject({ do: z.literal('add-subscriber'), ...person }).refine(...exactlyOne(...storyRoles)),
    z.strictObject({ do: z.literal('remove-subscriber'), ...person }).refine(...exactlyOne(...storyRoles)),
    z.strictObject({ do: z.literal('set-private'), private: z.boolean() }),
    // Of a case with the reason, of an alert with its case.
    z
      .strictObject({ do: z.literal('escalate'), reason: key.optional(), join, case: newCase.optional() })
      .refine(...exactlyOne('reason', 'case')),
    z.strictObject({ do: z.literal('close'), reason: key.optional() }),
    z.strictObject({ do: z.literal('update-priority'), priority: key }),
    z
      .strictObject({ do: z.literal('update-due'), in: amountSchema.optional(), at: dueInstant.optional() })
      .refine(...exactlyOne('in', 'at')),
    z.strictObject({ do: z.literal('add-tag'), tag }),
    z.strictObject({ do: z.literal('remove-tag'), tag }),
    z.strictObject({ do: z.literal('add-note'), note: newNoteSchema }),
    z.strictObject({ do: z.literal('add-label'), label: tag }),
    z.strictObject({ do: z.literal('remove-label'), label: tag }),
    z.strictObject({
      do: z.literal('set-property'),
      property,
      value: z.union([z.string(), z.number(), z.boolean(), z.null()]),
    }),
    z.strictObject({ do: z.literal('create-case'), case: newCase, join }),
    z.strictObject({ do: z.literal('create-alert'), alert: newAlert }),
    z.strictObject({ do: z.literal('enroll'), workflow: key }),
    z.strictObject({ do: z.literal('send-mail'), template: key, to }),
  ])
  .meta({ id: 'RuleAction' });
export type RuleAction = z.infer<typeof ruleActionSchema>;
export type ActionName = RuleAction['do'];
export type ActionOf<N extends ActionName> = Extract<RuleAction, { do: N }>;

/** What a rule, and each of its actions, may be about. */
export const targetKinds = ['alert', 'case', 'contact'] as const;
export type TargetKind = (typeof targetKinds)[number];

/** What each is called in a refusal. */
export const nameOfTarget: Readonly<Record<TargetKind, string>> = {
  alert: 'an alert',
  case: 'a case',
  contact: 'a contact',
};

/** What each action works on. */
export const actionSubjects = {
  'update-reviewer': ['alert'],
  resolve: ['alert'],
  dismiss: ['alert'],
  unlink: ['alert'],
  'update-assignee': ['case'],
  'update-status': ['case'],
  'update-stage': ['case'],
  'update-type': ['case'],
  'update-target': ['case'],
  'create-task': ['case'],
  'add-subscriber': ['case'],
  'remove-subscriber': ['case'],
  'set-private': ['case'],
  close: ['case'],
  escalate: ['alert', 'case'],
  'update-priority': ['alert', 'case'],
  'update-due': ['alert', 'case'],
  'add-tag': ['alert', 'case'],
  'remove-tag': ['alert', 'case'],
  'add-note': ['alert', 'case'],
  'add-label': ['contact'],
  'remove-label': ['contact'],
  'set-property': ['contact'],
  'create-case': targetKinds,
  'create-alert': targetKinds,
  enroll: targetKinds,
  'send-mail': targetKinds,
} as const satisfies Record<ActionName, readonly TargetKind[]>;

/** The actions that work on a kind of record. */
export type ActionOn<K extends TargetKind> = {
  [N in ActionName]: K extends (typeof actionSubjects)[N][number] ? N : never;
}[ActionName];

/** What is wrong with an action for what it is about, below its place. */
export const faultsOfSubject = (
  action: RuleAction,
  kind: TargetKind,
): { path: string[]; code: string; message: string }[] => {
  const subjects: readonly TargetKind[] = actionSubjects[action.do];
  const wrong = (member: string) => ({
    path: [member],
    code: 'wrong-subject',
    message: `does not work on ${nameOfTarget[kind]}`,
  });
  if (!subjects.includes(kind)) return [wrong('do')];
  if (action.do !== 'escalate') return [];
  if (kind === 'alert') return action.case ? [] : [wrong('reason')];
  return [...(action.case ? [wrong('case')] : []), ...(action.join ? [wrong('join')] : [])];
};
