import * as z from 'zod';
import { declareEvent } from '#shared/core/events/event-declaration.ts';

/** Why a contact joined or left: its data changed, time passed, or the segment changed. */
const crossingReasons = ['data', 'time', 'definition'] as const;
export type CrossingReason = (typeof crossingReasons)[number];

const aboutContact = {
  about: ['contact'],
  after: () => ({ segment: z.string(), reason: z.enum(crossingReasons) }),
} as const;

export const segmentEvents = [
  declareEvent({ ...aboutContact, type: 'Segment Joined', triggers: { 'segment-joined': true } }),
  declareEvent({ ...aboutContact, type: 'Segment Left', triggers: { 'segment-left': true } }),
] as const;
