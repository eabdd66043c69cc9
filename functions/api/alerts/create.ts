import { changed } from '#functions/api/alerts/load.ts';
import { requireReferences } from '#functions/api/references.ts';
import { type FaultsOfType, story } from '#functions/api/story.ts';
import { actorOf } from '#shared/access/person.ts';
import { mayOnAlert } from '#shared/access/policy.ts';
import { createAlertRoute } from '#shared/alerts/alert.routes.ts';
import { newAlertSchema } from '#shared/alerts/alert.ts';
import { alertDefinitionForNew } from '#shared/alerts/alerts.ts';
import { checkNewAlert, raiseAlert } from '#shared/alerts/raise-alert.ts';
import { Refusal, unknownReference } from '#shared/errors.ts';
import { soundMembers } from '#shared/http/faults.ts';
import { contactsIn } from '#shared/records/fields.ts';

const faultsOfType: FaultsOfType<unknown> = async ({ definitions, now }, { json, caller }) => {
  const sound = soundMembers(newAlertSchema, json);
  const definition = sound.type === undefined ? undefined : await alertDefinitionForNew(definitions, sound.type);
  return definition && mayOnAlert(caller, 'raise', definition.type)
    ? checkNewAlert(sound, definition, now()).faults
    : [];
};

// POST /v1/alerts
export const createAlert = story(
  createAlertRoute,
  async (services, { body, caller, now }) => {
    const definition = await alertDefinitionForNew(services.definitions, body.type);
    if (!definition) throw unknownReference('/type', 'there is no such alert type');
    if (!mayOnAlert(caller, 'raise', definition.type)) throw new Refusal('not-allowed');
    await requireReferences(services, {
      contactId: body.contactId,
      owner: { value: body.reviewer, pointer: '/reviewer' },
      more: contactsIn(definition.type.fields, body.fields),
    });
    return changed(raiseAlert({ id: services.newId(now), input: body, by: actorOf(caller), at: now }, definition));
  },
  faultsOfType,
);
