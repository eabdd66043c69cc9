import * as z from 'zod';
import { contextSchema, logEntrySchema, waitingSchema } from '#shared/automation/workflows/enrolment.schema.ts';
import { workflowSchema } from '#shared/automation/workflows/workflow.schema.ts';
import { contactId, instant, key } from '#shared/core/records/primitives.ts';

export const simulationInputSchema = z
  .strictObject({
    workflow: z
      .union([key, workflowSchema])
      .meta({ description: 'The key of a workflow, as it was saved last, or a body that need not be saved.' }),
    contactId,
    context: contextSchema.optional(),
    /** What happens to the contact meanwhile, by the names of triggers. */
    events: z
      .array(z.strictObject({ at: instant, event: z.string().min(1).max(64) }))
      .max(100)
      .default([]),
    /** When they would be enrolled; now where it is left out. */
    from: instant.optional(),
  })
  .meta({ id: 'NewSimulation' });

const simulatedStepSchema = logEntrySchema.extend({
  mail: z.strictObject({ to: z.array(z.string()), subject: z.string(), text: z.string(), html: z.string() }).optional(),
});
export type SimulatedStep = z.infer<typeof simulatedStepSchema>;

export const simulationSchema = z
  .strictObject({
    steps: z.array(simulatedStepSchema),
    status: z.enum(['running', 'finished', 'failed', 'aborted']),
    /** Where it stands at the end, and what it waits for there. */
    step: z.string().optional(),
    waitingFor: waitingSchema.optional(),
    /** Whether its own condition holds for the contact, and why. */
    condition: z.strictObject({ held: z.boolean(), explanation: z.unknown() }).optional(),
  })
  .meta({ id: 'Simulation' });
