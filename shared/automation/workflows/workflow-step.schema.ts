import * as z from 'zod';
import { ruleActionSchema } from '#shared/automation/rules/rule-action.ts';
import { type Delay, delaySchema, needsCalendar } from '#shared/core/calendars/delay.schema.ts';
import { type Condition, conditionSchema } from '#shared/core/conditions/condition.ts';
import { key, shortText } from '#shared/core/records/primitives.ts';

/** More than any journey of a person through an institution has had; its log is one item. */
export const mostSteps = 100;
/** A branch in a branch in a branch: deeper, nobody reads it any more. */
export const deepestBranch = 5;

const waitShape = z.strictObject({
  do: z.literal('wait'),
  /** How long; with `event` and `until`, how long at the most. */
  for: delaySchema.optional(),
  /** An instant, a date, or a text over the contact that gives one. */
  until: shortText.min(1).optional(),
  /** Until this happens to the contact, or to the record that the enrolment is about. */
  event: key.optional(),
  /** When what is waited for is over, until somebody works. */
  at: z.literal('next-working-moment').optional(),
  calendar: key.optional(),
});
type WaitShape = z.infer<typeof waitShape>;

const waitIssues = (step: WaitShape): { path: string[]; code: string; message: string }[] => {
  const isOver = [step.for, step.until, step.event, step.at].some((member) => member !== undefined);
  const works = step.at !== undefined || (step.for !== undefined && needsCalendar(step.for));
  return [
    ...(isOver ? [] : [{ path: [], code: 'endless', message: 'a wait needs one of for, until, event and at' }]),
    ...(step.until !== undefined && step.event !== undefined
      ? [{ path: ['event'], code: 'exactly-one', message: 'waits until an instant or for an event' }]
      : []),
    ...(step.until !== undefined && step.for !== undefined
      ? [{ path: ['for'], code: 'exactly-one', message: 'waits until an instant or for a time' }]
      : []),
    ...(step.event !== undefined && step.at !== undefined
      ? [{ path: ['at'], code: 'exactly-one', message: 'goes with for or until' }]
      : []),
    ...(works && step.calendar === undefined
      ? [{ path: ['calendar'], code: 'required', message: 'working time is that of a calendar' }]
      : []),
  ];
};

const wait = waitShape.superRefine((step, context) => {
  for (const { path, code, message } of waitIssues(step))
    context.addIssue({ code: 'custom', path, message, params: { code } });
});

/** What a workflow step may have of the actions of rules. */
const actionNames = [
  'send-mail',
  'create-alert',
  'create-case',
  'create-task',
  'set-property',
  'add-label',
  'remove-label',
  'enroll',
] as const;
type ActionStepName = (typeof actionNames)[number];
export type ActionStep = Extract<z.infer<typeof ruleActionSchema>, { do: ActionStepName }>;
const isAction = (name: string): name is ActionStepName => (actionNames as readonly string[]).includes(name);

const actions = ruleActionSchema.options.filter((option) => isAction(option.shape.do.value)) as unknown as [
  z.ZodType<ActionStep> & z.core.$ZodTypeDiscriminable,
];

const callWebhook = z.strictObject({ do: z.literal('call-webhook'), webhook: key });
const finish = z.strictObject({ do: z.literal('finish') });

export interface BranchStep {
  do: 'branch';
  if: Condition;
  then: WorkflowStep[];
  else?: WorkflowStep[] | undefined;
}
export type WaitStep = {
  do: 'wait';
  for?: Delay | undefined;
  until?: string | undefined;
  event?: string | undefined;
  at?: 'next-working-moment' | undefined;
  calendar?: string | undefined;
};
/** A step that does something to the world. */
export type EffectStep = ActionStep | z.infer<typeof callWebhook>;
export type WorkflowStep = WaitStep | BranchStep | EffectStep | { do: 'finish' };

const branch = z.strictObject({
  do: z.literal('branch'),
  if: conditionSchema,
  get then() {
    return stepsSchema;
  },
  get else() {
    return stepsSchema.optional();
  },
});

const stepSchema: z.ZodType<WorkflowStep> = z
  .lazy(() => z.discriminatedUnion('do', [wait, branch, callWebhook, finish, ...actions]))
  .meta({ id: 'WorkflowStep' }) as z.ZodType<WorkflowStep>;
export const stepsSchema: z.ZodType<WorkflowStep[]> = z.array(stepSchema).max(mostSteps);
