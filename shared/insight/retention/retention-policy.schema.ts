import * as z from 'zod';
import { key, name } from '#shared/core/records/primitives.ts';

/** What lies below a case or an alert and may be kept when that is anonymised. */
const keptKinds = ['notes', 'messages', 'files', 'tasks', 'activities', 'appointments', 'questions'] as const;
export type KeptKind = (typeof keptKinds)[number];

export const retentionModes = ['anonymise', 'delete'] as const;
export type RetentionMode = (typeof retentionModes)[number];

// Years, months, weeks and days of a duration.
const parts = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?$/;
const mostYears = 100;
const isReasonable = (duration: string): boolean => {
  const [years = 0, months = 0, weeks = 0, days = 0] = (parts.exec(duration)?.slice(1) ?? []).map((part) =>
    Number(part ?? 0),
  );
  const inDays = years * 365 + months * 30 + weeks * 7 + days;
  return inDays >= 1 && inDays <= mostYears * 366;
};

/**
 * How long closed records of a type are kept, and what is done with them then. The time counts from
 * closing, by the calendar of UTC.
 */
export const retentionPolicySchema = z
  .strictObject({
    name,
    enabled: z.boolean().default(true),
    for: z.strictObject({ kind: z.enum(['case', 'alert']), type: key }),
    /** An ISO 8601 duration of whole days: `P2Y`. */
    after: z
      .string()
      .max(32)
      .refine(isReasonable, 'a time to keep is a duration of days, such as P2Y, a hundred years at the most'),
    keep: z.array(z.enum(keptKinds)).max(keptKinds.length).default([]),
    mode: z.enum(retentionModes),
  })
  .meta({ id: 'RetentionPolicy' });
export type RetentionPolicy = z.infer<typeof retentionPolicySchema>;
declare module '#shared/core/definitions/kind.ts' {
  interface KindValues {
    'retention-policies': RetentionPolicy;
  }
}
