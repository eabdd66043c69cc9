import { declareCaseEvent, ofCase } from '#shared/casework/cases/declare-case-event.ts';

const appointment = async () => ({
  appointment: (await import('#shared/casework/appointments/appointment.schema.ts')).appointmentSchema,
});

const title = ({ after }: { after: { appointment?: { title: string } | undefined } }) => after.appointment?.title;

export const appointmentEvents = [
  declareCaseEvent({
    ...ofCase,
    type: 'Appointment Created',
    after: appointment,
    triggers: { 'appointment-created': true },
    publicity: 'public',
    line: (event) => `Appointment: ${title(event)}`,
    named: (event) => title(event),
    movesClocks: true,
    movesInvitations: true,
    consumers: ['clocks', 'notify'],
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'Appointment Updated',
    before: appointment,
    after: appointment,
    triggers: { 'appointment-updated': true },
    publicity: 'public',
    line: (event) => `Appointment changed: ${title(event)}`,
    named: (event) => title(event),
    movesInvitations: true,
    consumers: ['clocks'],
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'Appointment Cancelled',
    before: appointment,
    after: appointment,
    triggers: { 'appointment-cancelled': true },
    publicity: 'public',
    line: (event) => `Appointment cancelled: ${title(event)}`,
    named: (event) => title(event),
    movesInvitations: true,
    consumers: ['clocks'],
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'Appointment Attended',
    before: appointment,
    after: appointment,
    triggers: { 'appointment-attended': true },
    publicity: 'public',
    line: (event) => `Appointment kept: ${title(event)}`,
    named: (event) => title(event),
    consumers: ['clocks'],
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'Appointment Missed',
    before: appointment,
    after: appointment,
    triggers: { 'appointment-missed': true },
    publicity: 'public',
    line: (event) => `Nobody came to the appointment: ${title(event)}`,
    lineForRequester: (event) => `Appointment missed: ${title(event)}`,
    named: (event) => title(event),
    consumers: ['clocks'],
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'Appointment Reminder Due',
    after: appointment,
    publicity: 'public',
    line: (event) => `Reminder of an appointment: ${title(event)}`,
    named: (event) => title(event),
    movesClocks: true,
    consumers: ['notify'],
  }),
] as const;
