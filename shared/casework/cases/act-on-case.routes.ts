import * as z from 'zod';
import { caseAnswerSchema } from '#shared/casework/cases/case.ts';

/** A ULID or a reference as somebody typed it. */
export const oneCase = z.strictObject({ id: z.string().min(1).max(64) });

/** What all routes have in common by which staff do something to a case, and get it back. */
export const actOnCase = {
  family: 'cases' as const,
  who: 'staff' as const,
  ifMatch: 'optional' as const,
  params: oneCase,
  answer: caseAnswerSchema,
  findsMoreFaults: true as const,
};
