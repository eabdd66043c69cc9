import * as z from 'zod';
import { conditionSchema } from '#shared/core/conditions/condition.ts';
import { key, longText, name } from '#shared/core/records/primitives.ts';
import { refineSound } from '#shared/core/records/refine-sound.ts';

const liquid = z.string().min(1).max(2000);
const liquidOrValue = z.union([liquid, z.number(), z.boolean()]);

/** The kinds of observations that a mapping makes. */
export const observationKinds = ['attendance', 'grade', 'enrolment'] as const;
export type ObservationKind = (typeof observationKinds)[number];

/** Without `at`: when the event says that it happened, else when it was sent. */
const observedSchema = z.strictObject({
  term: liquid.optional(),
  course: liquid.optional(),
  value: liquidOrValue,
  at: liquid.optional(),
});

const observeSchema = z
  .strictObject({
    attendance: observedSchema.optional(),
    grade: observedSchema.optional(),
    enrolment: observedSchema.optional(),
  } satisfies Record<ObservationKind, z.ZodType>)
  .refine((observe) => Object.keys(observe).length > 0, {
    message: `names one of ${observationKinds.join(', ')}`,
    params: { code: 'required' },
  });

const alertOfMapping = z.strictObject({
  type: key,
  priority: key.optional(),
  description: longText.optional(),
  course: z.strictObject({ code: liquid, section: liquid.optional() }).optional(),
  source: liquid.optional(),
  tags: z.array(liquid).max(20).optional(),
  fields: z.record(z.string(), liquidOrValue).optional(),
});

/**
 * How an event of a SIS or LMS becomes an alert, an observation or both: which events, whom it
 * concerns, what makes two of them the same, what the alert says, what is observed.
 */
export const signalMappingSchema = refineSound(
  z.strictObject({
    name,
    enabled: z.boolean().default(true),
    match: conditionSchema,
    contactId: liquid.optional(),
    dedupeKey: liquid.optional(),
    alert: alertOfMapping.optional(),
    observe: observeSchema.optional(),
  }),
  ({ alert, observe }, { fault, isFaulty }) => {
    if (alert === undefined && observe === undefined && !isFaulty('alert') && !isFaulty('observe'))
      fault(['alert'], 'required', 'a mapping makes an alert, observes something, or both');
  },
).meta({ id: 'SignalMapping' });
export type SignalMapping = z.infer<typeof signalMappingSchema>;
declare module '#shared/core/definitions/kind.ts' {
  interface KindValues {
    'signal-mappings': SignalMapping;
  }
}
