import type * as z from 'zod';
import type {
  appointmentChangesSchema,
  appointmentForRequesterSchema,
  appointmentSchema,
  newAppointmentSchema,
} from '#shared/casework/appointments/appointment.schema.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { DefinedCase } from '#shared/casework/cases/case-definition.ts';
import { type CaseDefinition, calendarOfType } from '#shared/casework/cases/case-definition.ts';
import { changeCase } from '#shared/casework/cases/change-case.ts';
import { isOpen } from '#shared/casework/cases/status.ts';
import type { CaseEventType } from '#shared/casework/casework.events.ts';
import { instantOfLocal } from '#shared/core/calendars/local-time.ts';
import { type Fault, invalid, Refusal } from '#shared/core/errors.ts';
import { changeEvent } from '#shared/core/events/event.ts';
import { epoch, iso, mayBeDue } from '#shared/core/records/instants.ts';
import type { Attribution } from '#shared/core/records/primitives.ts';
import { type Decision, unchanged } from '#shared/core/table/decision.ts';
import { childKey } from '#shared/core/table/keys.ts';

// Appointments lie below their case. Its changes are mailed to the requester and to those who look
// after the case, with an invitation for their calendars.

export type Appointment = z.infer<typeof appointmentSchema>;
export type AppointmentForRequester = z.infer<typeof appointmentForRequesterSchema>;
export type NewAppointment = z.infer<typeof newAppointmentSchema>;
export type AppointmentChanges = z.infer<typeof appointmentChangesSchema>;

export interface AppointmentDecided {
  appointment: Appointment;
  decision: Decision<Case>;
}

type Times = Pick<AppointmentChanges, 'startsAt' | 'endsAt' | 'timeZone'>;

/** When something said as an instant or as local time is, or what is wrong with it. */
const instantOf = (said: string, pointer: string, timeZone: string | undefined): { at: number } | { fault: Fault } => {
  const fault = (code: string, detail: string) => ({ fault: { pointer, code, detail } });
  const isInstant = /(Z|[+-]\d\d:\d\d)$/.test(said);
  if (!isInstant && timeZone === undefined)
    return fault('no-time-zone', 'is local time, and neither the request nor the type says of which zone');
  const at = isInstant ? epoch(said) : instantOfLocal(said, timeZone ?? 'UTC');
  if (at === undefined)
    return fault('no-such-time', `does not exist in ${timeZone}: the clocks are put forward over it`);
  return mayBeDue(at) ? { at } : fault('out-of-range', 'has to lie in the years 2000 to 2100');
};

/**
 * @throws 400 with every fault of the two: a local time of no zone, or one that its zone skips,
 * years that are far away, an end that is not after the beginning
 */
const timesOf = (
  { startsAt, endsAt, timeZone }: Times,
  definition: CaseDefinition,
  before?: Pick<Appointment, 'startsAt' | 'endsAt'>,
): Pick<Appointment, 'startsAt' | 'endsAt'> => {
  const zone = timeZone ?? calendarOfType(definition)?.timeZone;
  const starts = instantOf(startsAt ?? before?.startsAt ?? '', '/startsAt', zone);
  const ends = instantOf(endsAt ?? before?.endsAt ?? '', '/endsAt', zone);
  const faults = [starts, ends].flatMap((one) => ('fault' in one ? [one.fault] : []));
  if ('fault' in starts || 'fault' in ends) throw invalid(faults);
  if (ends.at <= starts.at)
    throw invalid([{ pointer: '/endsAt', code: 'inverted', detail: 'has to be after the beginning' }]);
  return { startsAt: iso(starts.at), endsAt: iso(ends.at) };
};

/** @throws 400 for a team whose appointments are not of this type of cases */
const refuseGroup = (group: string | null | undefined, { type: { groups } }: CaseDefinition): void => {
  if (!group || groups.appointment.length === 0 || groups.appointment.includes(group)) return;
  const detail = `appointments of this type are with ${groups.appointment.join(', ')}`;
  throw invalid([{ pointer: '/group', code: 'wrong-group', detail }]);
};

type AppointmentEvent = Extract<CaseEventType, `Appointment ${string}`>;

const decisionOf = (
  { record, definition }: DefinedCase,
  { appointment, was }: { appointment: Appointment; was?: Appointment },
  { type, at }: { type: AppointmentEvent; at: number },
): AppointmentDecided => ({
  appointment,
  decision: changeCase(record, record, {
    type,
    at,
    definition,
    detail: { appointment },
    ...(was && { was: { appointment: was } }),
    items: [{ put: { ...childKey(record.id, { kind: 'appointment', id: appointment.id }), record: appointment } }],
  }),
});

const nextOf = (before: Appointment, after: Appointment, at: number): Appointment => ({
  ...after,
  version: before.version + 1,
  updatedAt: iso(Math.max(at, epoch(before.updatedAt))),
});

/**
 * Makes an appointment with the requester of an open case, which answers them.
 * @throws `already-closed`; 400 for its times and its team
 */
export const createAppointment = (
  within: DefinedCase,
  { id, input, by, at }: Attribution & { id: string; input: NewAppointment },
): AppointmentDecided => {
  const { record, definition } = within;
  const { startsAt, endsAt, timeZone, ...said } = input;
  refuseGroup(said.group, definition);
  const times = timesOf({ startsAt, endsAt, timeZone }, definition);
  if (!isOpen(record)) throw new Refusal('already-closed');
  const appointment: Appointment = {
    id,
    version: 1,
    createdAt: iso(at),
    createdBy: by,
    updatedAt: iso(at),
    caseId: record.id,
    ...said,
    ...times,
    status: 'scheduled',
    sequence: 0,
  };
  return decisionOf(within, { appointment }, { type: 'Appointment Created', at });
};

/** @throws `not-scheduled` */
const refuseOver = ({ status }: Appointment): void => {
  if (status !== 'scheduled') throw new Refusal('not-scheduled');
};

/**
 * Changes an appointment that is still to come.
 * @throws `not-scheduled`; 400 for its times and its team
 */
export const editAppointment = (
  within: DefinedCase,
  before: Appointment,
  { changes, at }: { changes: AppointmentChanges; at: number },
): AppointmentDecided => {
  refuseOver(before);
  const { startsAt, endsAt, timeZone, ...said } = changes;
  refuseGroup(said.group, within.definition);
  const times = timesOf({ startsAt, endsAt, timeZone }, within.definition, before);
  const given = Object.entries(said).filter(([, value]) => value !== undefined);
  const kept = Object.entries({ ...before, ...Object.fromEntries(given), ...times }).filter(
    ([, value]) => value !== null,
  );
  const after = Object.fromEntries(kept) as Appointment;
  if (changeEvent('Appointment Updated', before, after).changed.length === 0)
    return { appointment: before, decision: unchanged('case', within.record) };
  const appointment = nextOf(before, { ...after, sequence: before.sequence + 1 }, at);
  return decisionOf(within, { appointment, was: before }, { type: 'Appointment Updated', at });
};

const endings = {
  cancelled: 'Appointment Cancelled',
  attended: 'Appointment Attended',
  'no-show': 'Appointment Missed',
} as const;

/**
 * Ends an appointment: it was cancelled, kept, or nobody came.
 * @throws `not-scheduled` where that was said already
 */
export const endAppointment = (
  within: DefinedCase,
  before: Appointment,
  { as, note, by, at }: Attribution & { as: keyof typeof endings; note?: string | undefined },
): AppointmentDecided => {
  refuseOver(before);
  const ended: Appointment = {
    ...before,
    status: as,
    // Calendars get a cancellation, and nothing that happens after the appointment itself.
    sequence: before.sequence + (as === 'cancelled' ? 1 : 0),
    over: { at: iso(at), by, ...(note !== undefined && { note }) },
  };
  return decisionOf(within, { appointment: nextOf(before, ended, at), was: before }, { type: endings[as], at });
};

/** What of an appointment is for its requester too. */
export const appointmentForRequester = ({
  id,
  createdAt,
  updatedAt,
  title,
  startsAt,
  endsAt,
  location,
  status,
}: Appointment): AppointmentForRequester => ({
  id,
  createdAt,
  updatedAt,
  title,
  startsAt,
  endsAt,
  ...(location !== undefined && { location }),
  status,
});
