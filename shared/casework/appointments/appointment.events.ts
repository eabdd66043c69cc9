import { declareCaseEvent, ofCase } from '#shared/casework/cases/declare-case-event.ts';

const appointment = async () => ({
  appointment: (await import('#shared/casework/appointments/appointment.schema.ts')).appointmentSchema,
});

export const appointmentEvents = [
  declareCaseEvent({
    ...ofCase,
    type: 'Appointment Created',
    after: appointment,
    publicity: 'public',
    line: ({ after }) => `Appointment: ${after.appointment?.title}`,
    movesClocks: true,
    movesInvitations: true,
    consumers: ['clocks', 'notify'],
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'Appointment Updated',
    before: appointment,
    after: appointment,
    publicity: 'public',
    line: ({ after }) => `Appointment changed: ${after.appointment?.title}`,
    movesInvitations: true,
    consumers: ['clocks'],
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'Appointment Cancelled',
    before: appointment,
    after: appointment,
    publicity: 'public',
    line: ({ after }) => `Appointment cancelled: ${after.appointment?.title}`,
    movesInvitations: true,
    consumers: ['clocks'],
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'Appointment Attended',
    before: appointment,
    after: appointment,
    publicity: 'public',
    line: ({ after }) => `Appointment kept: ${after.appointment?.title}`,
    consumers: ['clocks'],
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'Appointment Missed',
    before: appointment,
    after: appointment,
    publicity: 'public',
    line: ({ after }) => `Nobody came to the appointment: ${after.appointment?.title}`,
    consumers: ['clocks'],
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'Appointment Reminder Due',
    after: appointment,
    publicity: 'public',
    line: ({ after }) => `Reminder of an appointment: ${after.appointment?.title}`,
    movesClocks: true,
    consumers: ['notify'],
  }),
] as const;
