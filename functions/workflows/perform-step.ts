import type { Services } from '#functions/services.ts';
import { type Perform, performerOf, type StepToDo } from '#functions/workflows/perform.ts';
import { countMail, heldBy, mailsOfDay } from '#shared/automation/workflows/respect.ts';
import { webhookCall } from '#shared/automation/workflows/webhook-call.ts';
import type { ActionStep, EffectStep } from '#shared/automation/workflows/workflow-step.schema.ts';
import { disabled, unknownReference } from '#shared/core/errors.ts';
import { optOutKey } from '#shared/core/table/mail-keys.ts';

type MailStep = Extract<ActionStep, { do: 'send-mail' }>;

const isToContact = ({ to }: MailStep): boolean => [to].flat().some((one) => 'contact' in one);

/**
 * A mail to the contact of a workflow that minds when they are written to, and how often: it waits
 * until it may be sent, and is counted with that.
 */
const respectfulPerformer = async (services: Services, step: MailStep, todo: StepToDo): Promise<Perform> => {
  const { table } = services;
  const { workflow, world, at } = todo;
  const { respect } = workflow;
  const { contact } = world;
  if (!respect || !isToContact(step)) return performerOf(services, step, todo);
  const time = { timeZone: contact.timeZone ?? 'UTC', at };
  const { optOut } = respect;
  const [counted, optedOut] = await Promise.all([
    table.get(mailsOfDay(contact.id, time)),
    optOut === undefined ? undefined : table.get(optOutKey(contact.id, optOut)),
  ]);
  const kind = optOut === undefined ? undefined : { kind: optOut, contacts: new Set(optedOut ? [contact.id] : []) };
  const perform = await performerOf(services, step, { ...todo, optOut: kind });
  const sent = Number(counted?.count ?? 0);
  return (action) => {
    const held = optedOut ? undefined : heldBy(respect, sent, time);
    if (held) return held;
    const done = perform(action);
    if ('heldUntil' in done || done.outcome !== 'done' || optedOut) return done;
    return { ...done, writes: [...done.writes, countMail(contact.id, sent, time)] };
  };
};

/** Calls a webhook about the contact, by an event that is delivered like every other one. */
const webhookPerformer = async (
  { definitions, newId }: Services,
  webhook: string,
  { enrolment, world, at }: StepToDo,
): Promise<Perform> => {
  const found = await definitions.one('webhooks', webhook);
  return () => {
    if (!found) throw unknownReference('/webhook', 'webhook', webhook);
    if (!found.value.enabled) throw disabled('webhook', webhook);
    const eventId = newId(at);
    return {
      outcome: 'done',
      made: { webhook, deliveryId: eventId },
      decisions: [],
      writes: [webhookCall(enrolment, world.contact, { webhook, eventId, at })],
      places: [],
    };
  };
};

/** Reads what the effect of a step needs. @returns how it is decided */
export const stepPerformer = (services: Services, step: EffectStep, todo: StepToDo): Promise<Perform> => {
  if (step.do === 'call-webhook') return webhookPerformer(services, step.webhook, todo);
  return step.do === 'send-mail' ? respectfulPerformer(services, step, todo) : performerOf(services, step, todo);
};
