import * as z from 'zod';
import { targetKinds } from '#shared/automation/rules/rule-action.ts';
import { triggerSchema as ruleTrigger } from '#shared/automation/rules/trigger.schema.ts';
import { isOfTime } from '#shared/automation/rules/triggers.ts';
import { depthOf, everyStep } from '#shared/automation/workflows/step-path.ts';
import {
  deepestBranch,
  mostSteps,
  stepsSchema,
  type WorkflowStep,
} from '#shared/automation/workflows/workflow-step.schema.ts';
import { quietHoursSchema } from '#shared/core/calendars/quiet-hours.schema.ts';
import { conditionSchema } from '#shared/core/conditions/condition.ts';
import { groupKey, key, longText, name } from '#shared/core/records/primitives.ts';
import { refineSound } from '#shared/core/records/refine-sound.ts';

const triggerSchema = z.discriminatedUnion('event', [
  z.strictObject({ event: z.literal('by-hand') }),
  z.strictObject({ event: z.literal('form-submitted'), caseType: key }),
  ...ruleTrigger.options,
]);

/** What the mail of a workflow minds that is not about anybody's own case. */
const respectSchema = z.strictObject({
  /** In the zone of the contact, else UTC. */
  quietHours: quietHoursSchema.optional(),
  /** Mails of workflows in a day of the contact, all of them together. */
  perContactPerDay: z.int().min(1).max(100).optional(),
  /** The kind of mail that a contact can be rid of by the link in each. */
  optOut: key.optional(),
});

const sizeIssues = (steps: readonly WorkflowStep[]): { code: string; most: number; message: string }[] => [
  ...(everyStep(steps).length > mostSteps
    ? [
        {
          code: 'too-many-steps',
          most: mostSteps,
          message: `a workflow has at most ${mostSteps} steps, those in branches counted`,
        },
      ]
    : []),
  ...(depthOf(steps) > deepestBranch
    ? [{ code: 'too-deep', most: deepestBranch, message: `at most ${deepestBranch} branches lie in each other` }]
    : []),
];

/** A journey of a person: what begins it, and what is done and waited for, step by step. */
export const workflowSchema = refineSound(
  z.strictObject({
    title: name,
    description: longText.optional(),
    enabled: z.boolean().default(true),
    trigger: triggerSchema,
    /** What time begins it for: each contact, or the contact of each alert or case. */
    for: z.enum(targetKinds).optional(),
    condition: conditionSchema.optional(),
    /** `once`: each person, and of each record that it is about, one time ever. */
    repeat: z.enum(['once', 'always']).default('once'),
    /** Asked before every step: where it holds, the enrolment is finished. */
    exit: conditionSchema.optional(),
    limits: z.strictObject({ perHour: z.int().min(1).max(1_000_000) }).optional(),
    respect: respectSchema.optional(),
    /** Teams of staff who may enrol people, see who is where, and abort; admins always may. */
    groups: z.array(groupKey).max(20).optional(),
    steps: stepsSchema.superRefine((steps, context) => {
      if (steps.length === 0)
        context.addIssue({ code: 'custom', message: 'a workflow has a step', params: { code: 'too-small' } });
      for (const { message, ...params } of sizeIssues(steps)) context.addIssue({ code: 'custom', message, params });
    }),
  }),
  ({ trigger, for: kind }, { fault }) => {
    if (kind !== undefined && trigger && !isOfTime(trigger.event))
      fault(['for'], 'not-allowed', 'an event says itself what it happens to');
  },
).meta({ id: 'Workflow' });
export type Workflow = z.infer<typeof workflowSchema>;
export type WorkflowTrigger = Workflow['trigger'];

/** Which version of a workflow people are enrolled in, and what becomes of those in older ones. */
export const publicationSchema = z
  .strictObject({ version: z.int().min(1), running: z.enum(['keep', 'move', 'end']) })
  .meta({ id: 'WorkflowPublication' });
export type Publication = z.infer<typeof publicationSchema>;

declare module '#shared/core/definitions/kind.ts' {
  interface KindValues {
    workflows: Workflow;
    'workflow-publications': Publication;
  }
}
