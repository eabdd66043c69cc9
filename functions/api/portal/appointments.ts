import { pageOf } from '#functions/api/pages.ts';
import { loadForRequester, storyBothWays } from '#functions/api/portal/load.ts';
import { type Appointment, appointmentForRequester } from '#shared/casework/appointments/appointment.ts';
import { childrenOf } from '#shared/core/records/read.ts';
import { myAppointmentsRoutes } from '#shared/portal/portal.routes.ts';

// GET …/appointments
export const myAppointments = storyBothWays(myAppointmentsRoutes, async (services, request) => {
  const { record } = await loadForRequester(services, request, 'view');
  const body = await pageOf(services, request, `appointments of ${record.id}`, async (place) => {
    const found = await childrenOf<Appointment>(services.table, record.id, { kind: 'appointment', ...place });
    return { ...found, items: found.items.map(appointmentForRequester) };
  });
  return { body };
});
