import * as z from 'zod';
import {
  appointmentChangesSchema,
  appointmentEndSchema,
  appointmentSchema,
  newAppointmentSchema,
} from '#shared/casework/appointments/appointment.schema.ts';
import { pageOf, plainPageQuery } from '#shared/core/http/answers.ts';
import { defineRoute } from '#shared/core/http/define-route.ts';

const family = 'work' as const;
const who = 'staff' as const;
const ofCase = z.strictObject({ id: z.string().min(1).max(64) });
const one = ofCase.extend({ appointmentId: z.string().min(1).max(64) });
const command = {
  family,
  who,
  ifMatch: 'optional' as const,
  params: one,
  answer: appointmentSchema,
  findsMoreFaults: true as const,
};
const ending = {
  ...command,
  method: 'POST' as const,
  body: appointmentEndSchema,
  refusals: ['not-found', 'not-allowed', 'in-trash', 'not-scheduled', 'stale'] as const,
};

export const createAppointmentRoute = defineRoute({
  name: 'createAppointment',
  findsMoreFaults: true,
  method: 'POST',
  path: '/v1/cases/{id}/appointments',
  family,
  who,
  summary: 'Make an appointment with the requester, who is invited by mail',
  params: ofCase,
  body: newAppointmentSchema,
  answer: appointmentSchema,
  status: 201,
  refusals: ['not-found', 'not-allowed', 'in-trash', 'already-closed', 'unknown-reference'],
});
export const appointmentsOfCaseRoute = defineRoute({
  name: 'appointmentsOfCase',
  method: 'GET',
  readsOneRecord: true,
  path: '/v1/cases/{id}/appointments',
  family,
  who,
  summary: 'The appointments of a case, in the order in which they were made',
  params: ofCase,
  query: plainPageQuery,
  answer: pageOf(appointmentSchema),
  refusals: ['not-found'],
});
export const getAppointmentRoute = defineRoute({
  name: 'getAppointment',
  method: 'GET',
  readsOneRecord: true,
  path: '/v1/cases/{id}/appointments/{appointmentId}',
  family,
  who,
  summary: 'One appointment',
  params: one,
  answer: appointmentSchema,
  refusals: ['not-found'],
});
export const editAppointmentRoute = defineRoute({
  ...command,
  name: 'editAppointment',
  method: 'PATCH',
  path: '/v1/cases/{id}/appointments/{appointmentId}',
  summary: 'Change an appointment that is still to come; the invitation is sent anew',
  body: appointmentChangesSchema,
  refusals: [...ending.refusals, 'unknown-reference'],
});
export const cancelAppointmentRoute = defineRoute({
  ...ending,
  name: 'cancelAppointment',
  path: '/v1/cases/{id}/appointments/{appointmentId}/cancel',
  summary: 'Cancel an appointment; the invitation is taken back by mail',
});
export const appointmentAttendedRoute = defineRoute({
  ...ending,
  name: 'appointmentAttended',
  path: '/v1/cases/{id}/appointments/{appointmentId}/attended',
  summary: 'An appointment was kept',
});
export const appointmentMissedRoute = defineRoute({
  ...ending,
  name: 'appointmentMissed',
  path: '/v1/cases/{id}/appointments/{appointmentId}/no-show',
  summary: 'Nobody came to an appointment',
});

export const appointmentRoutes = [
  createAppointmentRoute,
  appointmentsOfCaseRoute,
  getAppointmentRoute,
  editAppointmentRoute,
  cancelAppointmentRoute,
  appointmentAttendedRoute,
  appointmentMissedRoute,
];
