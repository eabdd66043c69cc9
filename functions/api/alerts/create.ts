import type * as z from 'zod';
import { changed } from '#functions/api/alerts/load.ts';
import { filledIn, missingRequired } from '#functions/api/from-template.ts';
import { requireReferences } from '#functions/api/references.ts';
import { type FaultsOfType, routeHandler } from '#functions/api/route-handler.ts';
import { asWritable } from '#functions/api/writable.ts';
import { raiseOrRepeat } from '#functions/raise-or-repeat.ts';
import type { Services } from '#functions/services.ts';
import { actorOf, type Person } from '#shared/access/person.ts';
import { mayOnAlert } from '#shared/access/policy.ts';
import { createAlertRoute } from '#shared/casework/alerts/alert.routes.ts';
import {
  type Alert,
  type AlertAnswer,
  type newAlertBodySchema,
  newAlertSchema,
} from '#shared/casework/alerts/alert.ts';
import { alertDefinitionForNew } from '#shared/casework/alerts/alerts.ts';
import { checkNewAlert } from '#shared/casework/alerts/raise-alert.ts';
import { dueBy } from '#shared/casework/record-templates/record-template.ts';
import { Refusal, unknownReference } from '#shared/core/errors.ts';
import { soundMembers } from '#shared/core/http/faults.ts';
import { namedInFields } from '#shared/core/records/fields.ts';

const faultsOfType: FaultsOfType<unknown> = async ({ definitions, now }, { json, caller }) => {
  const sound = soundMembers(newAlertSchema, json);
  const definition = sound.type === undefined ? undefined : await alertDefinitionForNew(definitions, sound.type);
  const faults =
    definition && mayOnAlert(caller, 'raise', definition.type) ? checkNewAlert(sound, definition, now()).faults : [];
  return [...missingRequired(json, ['type']), ...faults];
};

/** What becomes of an alert that somebody raises. @throws everything that the route names */
export const newAlertFrom = async (
  services: Services,
  { body, caller, now }: { body: z.output<typeof newAlertBodySchema>; caller: Person; now: number },
) => {
  const { input, template } = await filledIn(services, { for: 'alert', schema: newAlertSchema, body });
  const definition = await alertDefinitionForNew(services.definitions, input.type);
  if (!definition) throw unknownReference('/type', 'alert type', input.type);
  if (!mayOnAlert(caller, 'raise', definition.type)) throw new Refusal('not-allowed');
  await requireReferences(services, {
    contactId: input.contactId,
    owner: { value: input.reviewer, pointer: '/reviewer' },
    more: namedInFields(definition.type.fields, input.fields),
  });
  const dueAt = input.dueAt ?? dueBy(template, now, definition.calendar);
  const sees = (alert: Alert) => mayOnAlert(caller, 'view', definition.type, alert);
  // A private alert is repeated by those who may see it; to anybody else it is not there.
  const knowsOf = (alert: Alert) => !alert.private || sees(alert);
  const raise = { input: { ...input, dueAt }, by: actorOf(caller), at: now, knowsOf };
  const { decision, ...rest } = await raiseOrRepeat(services, raise, definition);
  // A caller who may raise an alert may repeat it: that it came again is all that a repeat writes
  // to the one that is there.
  if (decision.before) asWritable(decision.before);
  return { decision, ...rest, isSeen: sees(decision.after) };
};

/**
 * Of an alert that somebody repeats and may not see they learn that it is there, and that theirs
 * was counted.
 */
const glimpseOf = (alert: AlertAnswer): AlertAnswer => {
  const {
    description: _d,
    reviewer: _r,
    course: _c,
    source: _s,
    dueAt: _due,
    caseId: _case,
    outcome: _o,
    ...rest
  } = alert;
  return { ...rest, tags: [], fields: {} };
};

// POST /v1/alerts: a repeat answers 200 with the open alert that it repeats.
export const createAlert = routeHandler(
  createAlertRoute,
  async (services, { body, caller, now }) => {
    const { decision, writes, repeated, isSeen } = await newAlertFrom(services, { body, caller, now });
    const { body: alert, ...outcome } = changed(decision);
    const shown = repeated && !isSeen ? glimpseOf(alert) : alert;
    return { ...outcome, body: shown, writes, ...(repeated && { status: 200 }) };
  },
  faultsOfType,
);
