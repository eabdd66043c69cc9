import * as z from 'zod';
import { declareEvent } from '#shared/core/events/event-declaration.ts';

/** Somebody asked for a job. What starts it hears that. */
export const jobQueued = declareEvent({
  type: 'Job Queued',
  about: ['person'],
  after: () => ({ jobId: z.string(), kind: z.string() }),
  consumers: ['clocks'],
});

export const jobEvents = [jobQueued] as const;
