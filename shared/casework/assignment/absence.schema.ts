import * as z from 'zod';
import { date, dueInstant, longText, personId } from '#shared/core/records/primitives.ts';

// A date is that day where the person works: `from` its beginning, `to` its end.
const when = z.union([date, dueInstant]).meta({ id: 'DateOrInstant' });

/** When somebody is away. */
export const absenceSchema = z
  .strictObject({
    from: when,
    to: when,
    /** The person who gets what a rule means for them. */
    substitute: z.union([personId, z.strictObject({ user: personId })]).optional(),
    note: longText.optional(),
  })
  .meta({ id: 'Absence' });
export type Absence = z.infer<typeof absenceSchema>;
