import { loadCase } from '#functions/api/cases/load.ts';
import { routeHandler } from '#functions/api/route-handler.ts';
import { whyOf } from '#functions/api/why.ts';
import { whyCaseRoute } from '#shared/automation/why/why.routes.ts';
import { answerCase } from '#shared/casework/cases/answer-case.ts';
import { caseAnswerSchema } from '#shared/casework/cases/case.ts';

// GET /v1/cases/{id}/why
export const whyCase = routeHandler(whyCaseRoute, async (services, request) => {
  const { record, definition } = await loadCase(services, request, 'view');
  const { fields, sections } = definition.type;
  const body = await whyOf(services, {
    subject: { kind: 'case', id: record.id },
    shown: answerCase(record, definition, request.now),
    members: Object.keys(caseAnswerSchema.shape),
    below: {
      fields: fields.map(({ key }) => key),
      details: sections.flatMap((section) => section.fields.map(({ key }) => `${section.key}.${key}`)),
    },
    field: request.query.field,
    caller: request.caller,
  });
  return { body };
});
