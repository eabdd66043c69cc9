import { loadAllowedAlert } from '#functions/api/alerts/load.ts';
import { loadOtherCase } from '#functions/api/cases/load.ts';
import { routeHandler } from '#functions/api/route-handler.ts';
import { alertMailContext, caseMailContext } from '#functions/mail/context.ts';
import { type PreviewRequest, previewEventOfAlert, previewEventOfCase } from '#functions/mail/preview-event.ts';
import { templateFor, writeFor } from '#functions/mail/write.ts';
import type { Services } from '#functions/services.ts';
import { faultsOfConfiguration, refuseFaults } from '#shared/configuration/check.ts';
import { type Fault, Refusal, unknownReference } from '#shared/core/errors.ts';
import type { MailContext } from '#shared/mail/notifications/context.ts';
import { isForRequesters } from '#shared/mail/notifications/mailings.ts';
import { previewTemplateRoute } from '#shared/mail/notifications/notification.routes.ts';
import type { Template } from '#shared/mail/notifications/template.ts';

const ofCase = async (services: Services, id: string, asked: PreviewRequest): Promise<MailContext> => {
  const absent = unknownReference('/caseId', 'case', id);
  const record = await loadOtherCase(services, { id, caller: asked.caller, action: 'view', absent });
  const clock = record.clocks.find(({ dueAt }) => dueAt !== undefined);
  const after = clock ? { clock: clock.key, dueAt: clock.dueAt } : {};
  return caseMailContext(services, previewEventOfCase(record, asked, after), record);
};

const ofAlert = async (services: Services, id: string, asked: PreviewRequest): Promise<MailContext> => {
  const absent = unknownReference('/alertId', 'alert', id);
  const record = await loadAllowedAlert(services, id, { caller: asked.caller, action: 'view', absent });
  return alertMailContext(services, previewEventOfAlert(record, asked), record);
};

/** A text that is still being written, as sound as a saved one has to be. */
const drafted = async (
  { definitions }: Services,
  template: Template,
  { isAdmin }: PreviewRequest['caller'],
): Promise<Template> => {
  if (!isAdmin) throw new Refusal('not-allowed');
  const { inside, missing } = await faultsOfConfiguration(definitions, 'templates', template);
  const below = (fault: Fault) => ({ ...fault, pointer: `/template${fault.pointer}` });
  refuseFaults({ inside: inside.map(below), missing: missing.map(below) });
  return template;
};

// POST /v1/templates/{key}/preview
export const previewTemplate = routeHandler(previewTemplateRoute, async (services, { path, body, caller, now }) => {
  const { language } = body;
  const template = body.template
    ? await drafted(services, body.template, caller)
    : await templateFor(services, path.key, { language });
  if (!template) throw new Refusal('not-found');
  const asked = { caller, now };
  const context =
    'caseId' in body ? await ofCase(services, body.caseId, asked) : await ofAlert(services, body.alertId, asked);
  const audience = body.audience ?? (isForRequesters(path.key) ? 'requester' : 'staff');
  const { name, timeZone } = context.contact ?? {};
  const reader = { audience, name, language, timeZone: audience === 'requester' ? timeZone : undefined };
  return { body: await writeFor(services, { template, context, reader }) };
});
