import { loadAlert } from '#functions/api/alerts/load.ts';
import { routeHandler } from '#functions/api/route-handler.ts';
import { whyOf } from '#functions/api/why.ts';
import { whyAlertRoute } from '#shared/automation/why/why.routes.ts';
import { alertAnswerSchema } from '#shared/casework/alerts/alert.ts';
import { answerAlert } from '#shared/casework/alerts/answer-alert.ts';

// GET /v1/alerts/{id}/why
export const whyAlert = routeHandler(whyAlertRoute, async (services, request) => {
  const { alert, definition } = await loadAlert(services, request, 'view');
  const body = await whyOf(services, {
    subject: { kind: 'alert', id: alert.id },
    shown: answerAlert(alert),
    members: Object.keys(alertAnswerSchema.shape),
    below: { fields: definition.type.fields.map(({ key }) => key) },
    field: request.query.field,
    caller: request.caller,
  });
  return { body };
});
