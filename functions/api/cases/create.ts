import { loadAllowedAlert } from '#functions/api/alerts/load.ts';
import { filledIn, missingRequired } from '#functions/api/from-template.ts';
import { requireReferences } from '#functions/api/references.ts';
import { type FaultsOfType, routeHandler } from '#functions/api/route-handler.ts';
import { namedFor } from '#functions/named-people.ts';
import type { Services } from '#functions/services.ts';
import { contactOf } from '#shared/access/contact-of.ts';
import { actorOf, type Person } from '#shared/access/person.ts';
import { mayOnCase } from '#shared/access/policy.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import { linkAlertToCase } from '#shared/casework/alerts/escalate-alert.ts';
import { answerCase, answerCaseForRequester } from '#shared/casework/cases/answer-case.ts';
import { createCaseRoute } from '#shared/casework/cases/case.routes.ts';
import { type NewCase, newCaseSchema } from '#shared/casework/cases/case.ts';
import { definitionForNew } from '#shared/casework/cases/cases.ts';
import { calendarOf, checkNewCase, raiseCase } from '#shared/casework/cases/life/raise.ts';
import { referenceFrom } from '#shared/casework/cases/reference.ts';
import { dueBy } from '#shared/casework/record-templates/record-template.ts';
import { Refusal, unknownReference } from '#shared/core/errors.ts';
import { soundMembers } from '#shared/core/http/faults.ts';
import { namedInFields } from '#shared/core/records/fields.ts';
import type { Decision } from '#shared/core/table/decision.ts';

// What somebody who is not staff may say of a case when raising it. The rest is for those who work
// on it.
const requesterSays = new Set(['type', 'subject', 'description', 'contactId', 'fields', 'location', 'onBehalfOf']);

/**
 * A requester raises for themselves: about their own contact, without what is for staff.
 * @throws `not-allowed`
 */
const requireOwn = (input: Partial<NewCase>, ownContactId: string): void => {
  if (input.contactId !== undefined && input.contactId !== ownContactId)
    throw new Refusal('not-allowed', 'You may raise a case for yourself only');
  if (Object.keys(input).some((member) => !requesterSays.has(member)))
    throw new Refusal('not-allowed', 'This is for staff to say');
};

/** The alerts a new case takes up: each has to be there, and the caller's to work on. */
const alertsOf = async (services: Services, caller: Person, ids: readonly string[]): Promise<Alert[]> =>
  Promise.all(
    ids.map((id, index) => {
      const absent = unknownReference(`/alertIds/${index}`, 'alert', id);
      return loadAllowedAlert(services, id, { caller, action: 'work', absent });
    }),
  );

const faultsOfType: FaultsOfType<unknown> = async ({ definitions, now }, { json, caller }) => {
  const sound = soundMembers(newCaseSchema, json);
  const definition = sound.type === undefined ? undefined : await definitionForNew(definitions, sound.type);
  const faults =
    definition && mayOnCase(caller, 'raise', definition.type)
      ? checkNewCase(definition, sound, { by: actorOf(caller).kind, at: now() }).faults
      : [];
  return [...missingRequired(json, ['type', 'subject']), ...faults];
};

// POST /v1/cases
export const createCase = routeHandler(
  createCaseRoute,
  async (services, { body: given, caller, now }) => {
    const { input: body, template } = await filledIn(services, { for: 'case', schema: newCaseSchema, body: given });
    const definition = await definitionForNew(services.definitions, body.type);
    if (!definition) throw unknownReference('/type', 'case type', body.type);
    if (!mayOnCase(caller, 'raise', definition.type)) throw new Refusal('not-allowed');
    const ownContactId = caller.isStaff ? undefined : ((await contactOf(services.table, caller))?.id ?? caller.id);
    if (ownContactId !== undefined) requireOwn(given, ownContactId);
    if (ownContactId !== undefined && given.onBehalfOf && !definition.type.onBehalfOf)
      throw new Refusal('not-allowed', 'Cases of this type are raised for oneself only');
    const own = ownContactId === undefined ? body : { ...body, contactId: body.contactId ?? ownContactId };
    const alertIds = [...new Set(own.alertIds)];
    const alerts = await alertsOf(services, caller, alertIds);
    // Whom its alerts are about the case is about, unless somebody is named.
    const contactId = own.contactId ?? alerts[0]?.contactId;
    if (alerts.some((alert) => alert.contactId !== contactId))
      throw new Refusal('other-contact', 'An alert belongs to another contact');
    const input = { ...own, alertIds, ...(contactId !== undefined && { contactId }) };
    await requireReferences(services, {
      contactId: input.contactId,
      owner: { value: input.assignee, pointer: '/assignee' },
      onBehalfOf: input.onBehalfOf,
      more: namedInFields(definition.type.fields, input.fields),
      caller,
    });
    const raised = raiseCase(
      {
        id: services.newId(now),
        reference: referenceFrom(services.random(5)),
        input,
        dueAt: dueBy(template, now, calendarOf(definition)),
        by: actorOf(caller),
        at: now,
        newId: () => services.newId(now),
        named: await namedFor(services, definition, now),
      },
      definition,
    );
    const linked: Decision<Alert>[] = alerts.map((alert) =>
      linkAlertToCase(alert, { caseId: raised.after.id, at: now }),
    );
    const answer = caller.isStaff
      ? answerCase(raised.after, definition, now)
      : answerCaseForRequester(raised.after, definition);
    return { decisions: [raised, ...linked], body: answer, version: raised.after.version };
  },
  faultsOfType,
);
