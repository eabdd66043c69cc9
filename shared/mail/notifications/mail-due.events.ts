import * as z from 'zod';
import { declareEvent } from '#shared/core/events/event-declaration.ts';

export const mailDueEvents = [
  declareEvent({ about: ['person'], type: 'Mail Due', after: { parcel: z.string() }, consumers: ['notify'] }),
] as const;
