import { changed } from '#functions/api/alerts/load.ts';
import { requireReferences } from '#functions/api/references.ts';
import { story } from '#functions/api/story.ts';
import { actorOf } from '#shared/access/person.ts';
import { mayOnAlert } from '#shared/access/policy.ts';
import { createAlertRoute } from '#shared/alerts/alert.routes.ts';
import { alertDefinitionForNew } from '#shared/alerts/alerts.ts';
import { raiseAlert } from '#shared/alerts/raise-alert.ts';
import { Refusal, unknownReference } from '#shared/errors.ts';

// POST /v1/alerts
export const createAlert = story(createAlertRoute, async (services, { body, caller, now }) => {
  const definition = await alertDefinitionForNew(services.definitions, body.type);
  if (!definition) throw unknownReference('/type', 'there is no such alert type');
  if (!mayOnAlert(caller, 'raise', definition.type)) throw new Refusal('not-allowed');
  await requireReferences(services, {
    contactId: body.contactId,
    owner: { value: body.reviewer, pointer: '/reviewer' },
  });
  return changed(raiseAlert({ id: services.newId(now), input: body, by: actorOf(caller), at: now }, definition));
});
