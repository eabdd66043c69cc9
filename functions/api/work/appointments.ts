import { loadCase } from '#functions/api/cases/load.ts';
import { pageOf } from '#functions/api/pages.ts';
import { requireReferences } from '#functions/api/references.ts';
import { type HandlerResult, type RouteRequest, routeHandler } from '#functions/api/route-handler.ts';
import type { Services } from '#functions/services.ts';
import { actorOf } from '#shared/access/person.ts';
import {
  appointmentAttendedRoute,
  appointmentMissedRoute,
  appointmentsOfCaseRoute,
  cancelAppointmentRoute,
  createAppointmentRoute,
  editAppointmentRoute,
  getAppointmentRoute,
} from '#shared/casework/appointments/appointment.routes.ts';
import {
  type Appointment,
  type AppointmentDecided,
  createAppointment as create,
  editAppointment as edit,
  endAppointment,
} from '#shared/casework/appointments/appointment.ts';
import { Refusal } from '#shared/core/errors.ts';
import { childrenOf, readChild, requireVersion } from '#shared/core/records/read.ts';

const answered = ({ appointment, decision }: AppointmentDecided): HandlerResult<Appointment> => ({
  decisions: [decision],
  body: appointment,
  version: appointment.version,
});

const group = (value: string | null | undefined) => ({
  owner: { value: value ? { group: value } : undefined, pointer: '' },
});

type OfAppointment = Pick<
  RouteRequest<{ id: string; appointmentId: string }, unknown, unknown>,
  'path' | 'caller' | 'ifMatch'
>;

/**
 * @throws `not-found` also where the caller may not see the case, `not-allowed`, `in-trash`,
 * `stale`
 */
const loadAppointment = async (
  services: Services,
  { path, caller, ifMatch }: OfAppointment,
  action: 'view' | 'appoint',
) => {
  const within = await loadCase(services, { path, caller }, action);
  const child = { kind: 'appointment' as const, id: path.appointmentId };
  const appointment = await readChild<Appointment>(services.table, within.record.id, child);
  if (!appointment) throw new Refusal('not-found', 'There is no such appointment');
  requireVersion(appointment, ifMatch);
  return { within, appointment };
};

// POST /v1/cases/{id}/appointments
export const createAppointment = routeHandler(createAppointmentRoute, async (services, request) => {
  const { body: input, caller, now } = request;
  const within = await loadCase(services, request, 'appoint');
  await requireReferences(services, group(input.group));
  return answered(create(within, { id: services.newId(now), input, by: actorOf(caller), at: now }));
});

// GET /v1/cases/{id}/appointments
export const appointmentsOfCase = routeHandler(appointmentsOfCaseRoute, async (services, request) => {
  const { record } = await loadCase(services, request, 'view');
  const body = await pageOf(services, request, `appointments of ${record.id}`, (place) =>
    childrenOf<Appointment>(services.table, record.id, { kind: 'appointment', ...place }),
  );
  return { body };
});

// GET /v1/cases/{id}/appointments/{appointmentId}
export const getAppointment = routeHandler(getAppointmentRoute, async (services, request) => {
  const { appointment } = await loadAppointment(services, request, 'view');
  return { body: appointment, version: appointment.version };
});

// PATCH /v1/cases/{id}/appointments/{appointmentId}
export const editAppointment = routeHandler(editAppointmentRoute, async (services, request) => {
  const { body: changes, now } = request;
  const { within, appointment } = await loadAppointment(services, request, 'appoint');
  await requireReferences(services, group(changes.group));
  return answered(edit(within, appointment, { changes, at: now }));
});

type EndAppointmentRequest = RouteRequest<
  { id: string; appointmentId: string },
  unknown,
  { note?: string | undefined } | undefined
>;

const ended = async (
  services: Services,
  request: EndAppointmentRequest,
  as: Parameters<typeof endAppointment>[2]['as'],
) => {
  const { body, caller, now } = request;
  const { within, appointment } = await loadAppointment(services, request, 'appoint');
  return answered(endAppointment(within, appointment, { as, note: body?.note, by: actorOf(caller), at: now }));
};

// POST /v1/cases/{id}/appointments/{appointmentId}/cancel
export const cancelAppointment = routeHandler(cancelAppointmentRoute, (services, request) =>
  ended(services, request, 'cancelled'),
);

// POST /v1/cases/{id}/appointments/{appointmentId}/attended
export const appointmentAttended = routeHandler(appointmentAttendedRoute, (services, request) =>
  ended(services, request, 'attended'),
);

// POST /v1/cases/{id}/appointments/{appointmentId}/no-show
export const appointmentMissed = routeHandler(appointmentMissedRoute, (services, request) =>
  ended(services, request, 'no-show'),
);
