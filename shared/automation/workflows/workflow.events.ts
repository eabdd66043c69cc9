import * as z from 'zod';
import { declareEvent } from '#shared/core/events/event-declaration.ts';

const ofEnrolment = async () => ({
  enrollmentId: z.string(),
  workflow: z.string(),
  workflowVersion: z.int(),
  context: (await import('#shared/automation/workflows/enrolment.schema.ts')).contextSchema.optional(),
});

export const workflowEvents = [
  /** Somebody was enrolled. It is also what their first steps are done on. */
  declareEvent({
    type: 'Workflow Started',
    about: ['contact'],
    after: ofEnrolment,
    consumers: ['automation'],
  }),
  declareEvent({
    type: 'Workflow Finished',
    about: ['contact'],
    after: async () => ({
      ...(await ofEnrolment()),
      status: z.enum(['finished', 'aborted', 'failed']),
      reason: z.string().optional(),
    }),
  }),
  /**
   * People are enrolled in another version from then on, and those under way kept, moved or ended.
   */
  declareEvent({
    type: 'Workflow Published',
    about: ['configuration'],
    after: () => ({ workflow: z.string(), version: z.int(), running: z.enum(['keep', 'move', 'end']) }),
    consumers: ['automation'],
  }),
] as const;
