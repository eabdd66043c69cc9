import * as z from 'zod';
import { observationKinds } from '#shared/automation/signals/signal-mapping.ts';
import { instant, name } from '#shared/core/records/primitives.ts';

// As long as the code of a course of a contact.
const part = z.string().min(1).max(64);

/** What a SIS or LMS saw of a contact: how it attends, what it achieved, whether it is enrolled. */
export const observationSchema = z
  .strictObject({
    term: part.optional(),
    course: part.optional(),
    value: z.union([name, z.number(), z.boolean()]),
    at: instant,
  })
  .meta({ id: 'Observation' });

/** The same with what it is of, as a signal carries it. */
export const observedSchema = observationSchema.extend({ kind: z.enum(observationKinds) }).meta({ id: 'Observed' });
export type Observed = z.infer<typeof observedSchema>;
