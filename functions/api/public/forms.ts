import { type FaultsOfType, routeHandler } from '#functions/api/route-handler.ts';
import { namedFor } from '#functions/named-people.ts';
import type { Services } from '#functions/services.ts';
import { mayRaiseUnknown } from '#shared/access/policy.ts';
import { addressOfLink, newLink, tokenBytes } from '#shared/access/portal-link.ts';
import type { Case, NewCase } from '#shared/casework/cases/case.ts';
import { type CaseDefinition, refuseDisabledType } from '#shared/casework/cases/case-definition.ts';
import { definitionForNew, definitionOf } from '#shared/casework/cases/cases.ts';
import { checkNewCase, raiseCase } from '#shared/casework/cases/life/raise.ts';
import { openCasesNear } from '#shared/casework/cases/links/open-cases-near.ts';
import { hiddenRequesterItem } from '#shared/casework/cases/people/hidden-requester.ts';
import { referenceFrom } from '#shared/casework/cases/reference.ts';
import { newUnconfirmedContact } from '#shared/casework/contacts/put-contact.ts';
import { invalid, Refusal } from '#shared/core/errors.ts';
import { soundMembers } from '#shared/core/http/faults.ts';
import { type Actor, strangerId } from '#shared/core/records/primitives.ts';
import { formRoute, publicFormsRoute, publicNearRoute, submitFormRoute } from '#shared/portal/form.routes.ts';
import { publicCaseSchema } from '#shared/portal/form.schema.ts';
import { formOf, withPublicFields } from '#shared/portal/form.ts';
import { count, perAddress, perType } from '#shared/portal/rate-limit.ts';
import { answerNearbyCase } from '#shared/portal/show.ts';

// A stranger fills in a form: their identity is not verified, also where they state one.
export const somebody: Actor = { kind: 'requester', id: strangerId };

/**
 * What a case of this type is raised by from its public form.
 * @throws `not-found` where strangers raise none, `disabled`
 */
export const publicDefinition = async ({ definitions }: Services, key: string): Promise<CaseDefinition> => {
  const definition = await definitionForNew(definitions, key);
  if (!definition || !mayRaiseUnknown(definition.type)) throw new Refusal('not-found');
  refuseDisabledType(definition);
  return { ...definition, type: withPublicFields(definition.type) };
};

// GET /v1/public/case-types
export const publicForms = routeHandler(publicFormsRoute, async ({ definitions }) => {
  const types = await definitions.all('case-types');
  const open = [...types].filter(([, { value }]) => value.enabled && mayRaiseUnknown(value));
  const items = open.map(
    ([
      key,
      {
        value: { name, description },
      },
    ]) => ({ key, name, description }),
  );
  return { body: { items: items.toSorted((one, other) => one.name.localeCompare(other.name)) } };
});

// GET /v1/public/case-types/{key}/form
export const form = routeHandler(formRoute, async (services, { path }) => ({
  body: formOf(path.key, (await publicDefinition(services, path.key)).type),
}));

const faultsOfType: FaultsOfType<{ key: string }> = async (services, { path, json }) => {
  const definition = await publicDefinition(services, path.key);
  const { contact: _who, onBehalfOf: _whom, ...sound } = soundMembers(publicCaseSchema, json);
  return checkNewCase(definition, sound, { by: 'requester', at: services.now() }).faults;
};

// POST /v1/public/case-types/{key}/cases
export const submitForm = routeHandler(
  submitFormRoute,
  async (services, { path, body, now, sourceIp, round }) => {
    const { contact: said, ...rest } = body;
    const definition = await publicDefinition(services, path.key);
    const { type } = definition;
    if (round === 1) {
      await count(services.table, perAddress(sourceIp), now);
      await count(services.table, perType(path.key, type.publicForm.perMinute), now);
    }
    if (rest.onBehalfOf && !type.onBehalfOf)
      throw invalid([{ pointer: '/onBehalfOf', code: 'unknown-field', detail: 'the form has no such field' }]);
    const isAnonymous = type.publicForm.identity === 'hidden';
    const contact = newUnconfirmedContact(said, { id: services.newId(now), by: somebody, at: now });
    const input: NewCase = { type: path.key, ...rest, ...(!isAnonymous && { contactId: contact.after.id }) };
    const reference = referenceFrom(services.random(5));
    const raised = raiseCase(
      {
        id: services.newId(now),
        reference,
        input,
        isAnonymous,
        by: somebody,
        at: now,
        newId: () => services.newId(now),
        named: await namedFor(services, definition, now),
      },
      definition,
    );
    const hidden = hiddenRequesterItem(raised.after.id, { ...said, version: 1 });
    const made = {
      random: services.random(tokenBytes),
      via: 'form',
      lastsFor: type.linksExpireAfter,
      at: now,
    } as const;
    const { token, write } = newLink(raised.after, made);
    return {
      actor: somebody,
      decisions: isAnonymous ? [raised] : [contact, raised],
      writes: [write, ...(isAnonymous ? [{ put: hidden }] : [])],
      body: { reference, link: addressOfLink(services.pages.PORTAL_URL, token) },
    };
  },
  faultsOfType,
);

// As many as a person compares with what they are about to report.
const mostNear = 10;

// GET /v1/public/case-types/{key}/near
export const casesNear = routeHandler(publicNearRoute, async (services, { path, query }) => {
  const { nearby } = (await publicDefinition(services, path.key)).type.publicForm;
  if (!nearby) return { body: { items: [] } };
  const { lat, lon, meters = nearby.meters } = query;
  const reach = Math.min(meters, nearby.meters);
  const accept = ({ location }: Case) => location !== undefined;
  const search = { types: [path.key], point: { lat, lon }, meters: reach, most: mostNear, accept };
  const near = await openCasesNear(services.table, search);
  const items = await Promise.all(
    near.map(async ({ record, distance }) =>
      answerNearbyCase(record, await definitionOf(services.definitions, record), {
        distance,
        showsSubject: nearby.subject,
      }),
    ),
  );
  return { body: { items: items.flatMap((item) => item ?? []) } };
});
