import * as z from 'zod';
import { timeZone } from '#shared/core/calendars/calendar.ts';
import {
  actorSchema,
  groupKey,
  instant,
  longText,
  recordBase,
  shortText,
  subjectText,
  ulidSchema,
} from '#shared/core/records/primitives.ts';

const appointmentStatuses = ['scheduled', 'cancelled', 'attended', 'no-show'] as const;

/** A meeting of staff with the requester of a case. */
export const appointmentSchema = z
  .strictObject({
    ...recordBase.shape,
    id: ulidSchema,
    caseId: ulidSchema,
    title: subjectText,
    startsAt: instant,
    endsAt: instant,
    location: shortText.optional(),
    /** The team whose appointment it is. */
    group: groupKey.optional(),
    /** For staff: no requester reads them. */
    notes: longText.optional(),
    status: z.enum(appointmentStatuses),
    /** How often it was changed: what calendars know an older invitation by. */
    sequence: z.int().min(0),
    /** When it was cancelled, kept or missed, by whom, and why. */
    over: z.strictObject({ at: instant, by: actorSchema, note: longText.optional() }).optional(),
  })
  .meta({ id: 'Appointment' });

/** An appointment as the requester sees it. */
export const appointmentForRequesterSchema = appointmentSchema
  .pick({
    id: true,
    createdAt: true,
    updatedAt: true,
    title: true,
    startsAt: true,
    endsAt: true,
    location: true,
    status: true,
  })
  .meta({ id: 'AppointmentForRequester' });

/**
 * An instant, or what the clock on the wall shows (`2027-03-14T09:30`) in the zone that is named
 * beside it, else in that of the type's calendar.
 */
const when = z.iso
  .datetime({
    local: true,
    offset: true,
    message: 'a time is an instant with its offset from UTC, or local, such as 2027-03-14T09:30',
  })
  .meta({ id: 'InstantOrLocalTime' });

const zoned = { timeZone: timeZone.optional() };

export const newAppointmentSchema = z
  .strictObject({
    title: subjectText,
    startsAt: when,
    endsAt: when,
    ...zoned,
    location: shortText.optional(),
    group: groupKey.optional(),
    notes: longText.optional(),
  })
  .meta({ id: 'NewAppointment' });

/** What PATCH takes; `null` clears what may be absent. */
export const appointmentChangesSchema = z
  .strictObject({
    title: subjectText.optional(),
    startsAt: when.optional(),
    endsAt: when.optional(),
    ...zoned,
    location: shortText.nullable().optional(),
    group: groupKey.nullable().optional(),
    notes: longText.nullable().optional(),
  })
  .meta({ id: 'AppointmentChanges' });

export const appointmentEndSchema = z.strictObject({ note: longText.optional() }).optional();
