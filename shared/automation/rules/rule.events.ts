import * as z from 'zod';
import { declareEvent } from '#shared/core/events/event-declaration.ts';

export const ruleEvents = [
  /** A rule that runs wild was stopped, for it reached its limit or the end of a chain. */
  declareEvent({
    type: 'Rule Stopped',
    about: ['configuration'],
    after: () => ({ ruleId: z.string(), reason: z.enum(['limit', 'depth']) }),
    consumers: ['notify'],
  }),
] as const;
