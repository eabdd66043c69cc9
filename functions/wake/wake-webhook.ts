import { logger } from '#functions/logger.ts';
import type { Services } from '#functions/services.ts';
import { byTheClock, ended, type Waker, waiting } from '#functions/wake/woken.ts';
import { eventOfDelivery } from '#functions/webhooks/event-of-delivery.ts';
import { messageOf } from '#functions/webhooks/message.ts';
import { standingOfWebhook } from '#functions/webhooks/standing.ts';
import { NoReply, type WebhookReply } from '#functions/webhooks/webhook-call.ts';
import { signerOf } from '#functions/webhooks/webhook-secrets.ts';
import { failingDecision, switchOffDecision } from '#shared/automation/webhooks/switch-off.ts';
import {
  deliveryItem,
  dueItem,
  failingSteps,
  nextAttempt,
  queuedAt,
  type WebhookDelivery,
  type WebhookStanding,
} from '#shared/automation/webhooks/webhook-delivery.ts';
import { executionName, momentOfSubject, momentWrite, type WakeUp } from '#shared/core/clocks/moments.ts';
import type { Configured } from '#shared/core/definitions/configuration.ts';
import { type Delivery, deliverEach } from '#shared/core/deliveries/deliver-each.ts';
import { Deliveries, type DeliveryOutcome } from '#shared/core/deliveries/deliveries.ts';
import { epoch, iso } from '#shared/core/records/instants.ts';
import { deliveryKey, dueDeliveryPrefix, webhookStandingKey } from '#shared/core/table/automation-keys.ts';
import { CommitConflict } from '#shared/core/table/commit.ts';
import { momentKey, partitionOf } from '#shared/core/table/keys.ts';

// Sends what is due to one webhook, ten side by side, one wake-up at a time. Woken twice it finds
// what is sent; a run that died is taken up again, and may send a message twice under one id.

// What is begun last may take fifteen seconds more, of the thirty that the function has.
const beginsWithin = 10_000;
const atOnce = 10;
// Another run seems to be sending what cannot be claimed.
const lookAgainAfter = 60_000;

type ConfiguredWebhook = Configured<'webhooks'>;

interface Tally {
  succeeded: number;
  failed: number;
  isGone: boolean;
}

/** What became of one attempt, and what is written of it. */
const outcomeOf = (
  delivery: WebhookDelivery,
  { reply, reason, now }: { reply?: WebhookReply; reason?: string; now: number },
): DeliveryOutcome => {
  const attempts = delivery.attempts + 1;
  const isDone = reply !== undefined && reply.status >= 200 && reply.status < 300;
  const isGone = reply?.status === 410;
  const next = isDone || isGone ? undefined : nextAttempt(attempts, now, reply?.retryAfter);
  const after: WebhookDelivery = {
    ...delivery,
    attempts,
    outcome: reason ?? String(reply?.status),
    dueAt: next === undefined ? undefined : iso(next),
  };
  const { pk, sk } = dueItem(delivery);
  return {
    state: isDone ? 'sent' : next === undefined ? 'refused' : 'waiting',
    item: deliveryItem(after),
    writes: [{ delete: { pk, sk } }, ...(next === undefined ? [] : [{ put: dueItem(after) }])],
  };
};

/** One that is sent no more: its event was purged, or its webhook is off. */
const given = (delivery: WebhookDelivery, outcome: string): DeliveryOutcome => {
  const { pk, sk } = dueItem(delivery);
  const { dueAt: _none, ...rest } = delivery;
  return { state: 'refused', item: deliveryItem({ ...rest, outcome }), writes: [{ delete: { pk, sk } }] };
};

const sendOne = async (
  services: Services,
  {
    delivery,
    webhook,
    sign,
    tally,
  }: {
    delivery: WebhookDelivery;
    webhook: ConfiguredWebhook;
    sign: Awaited<ReturnType<typeof signerOf>>;
    tally: Tally;
  },
): Promise<DeliveryOutcome> => {
  const event = await eventOfDelivery(services, delivery);
  if (!event) return given(delivery, 'purged');
  const body = messageOf(event, webhook.value);
  try {
    const headers = sign(delivery.messageId, services.now(), body);
    const reply = await services.webhooks.call({ url: webhook.value.url, headers, body });
    const outcome = outcomeOf(delivery, { reply, now: services.now() });
    if (outcome.state === 'sent') tally.succeeded++;
    else tally.failed++;
    if (reply.status === 410) tally.isGone = true;
    return outcome;
  } catch (error) {
    if (!(error instanceof NoReply)) throw error;
    tally.failed++;
    return outcomeOf(delivery, { reason: error.reason, now: services.now() });
  }
};

/** The deliveries that are due by now, and when the next one is. */
const dueBy = async (
  { table }: Services,
  webhook: string,
  { now, skipped }: { now: number; skipped: ReadonlySet<string> },
) => {
  const pk = partitionOf({ kind: 'webhook', id: webhook });
  const { items } = await table.query({
    pk,
    prefix: dueDeliveryPrefix,
    limit: atOnce + skipped.size + 1,
    consistent: true,
  });
  const fresh = items.filter(({ delivery }) => !skipped.has(String(delivery)));
  const instantOf = (sk: string) => epoch(sk.slice(dueDeliveryPrefix.length, sk.lastIndexOf('#')));
  const due = fresh.filter(({ sk }) => instantOf(sk) <= now).slice(0, atOnce);
  const found = await table.getMany(
    due.map(({ delivery }) => deliveryKey(webhook, String(delivery))),
    { consistent: true },
  );
  // Of a delivery that is kept no more the place in the queue goes too.
  const there = new Set(found.map(({ delivery }) => (delivery as WebhookDelivery).id));
  await table.deleteAll(due.filter(({ delivery }) => !there.has(String(delivery))));
  const later = fresh.find(({ sk }) => instantOf(sk) > now);
  return { due, found, next: later && instantOf(later.sk) };
};

const standingWrite = (webhook: string, standing: WebhookStanding) => ({
  put: { ...webhookStandingKey(webhook), standing },
});

/** A webhook fails from the first message that failed until one arrives. */
const standingAfter = (before: WebhookStanding, { succeeded, failed }: Tally, now: number): WebhookStanding => {
  if (succeeded > 0) return {};
  return failed > 0 && before.failingSince === undefined ? { failingSince: iso(now) } : before;
};

/** Warns the administrators, or switches the webhook off, where that is due. */
const doWhatIsDue = async (
  services: Services,
  webhook: ConfiguredWebhook,
  { standing, tally, now }: { standing: WebhookStanding; tally: Tally; now: number },
): Promise<WebhookStanding> => {
  const { due } = tally.isGone ? { due: 'gone' as const } : failingSteps(standing, now);
  if (due === undefined) return standing;
  const since = standing.failingSince ?? iso(now);
  const after: WebhookStanding = due === 'warn' ? { ...standing, warnedAt: iso(now) } : {};
  const decision =
    due === 'warn'
      ? failingDecision(webhook.record, { since, at: now })
      : switchOffDecision(webhook.record, { reason: due === 'gone' ? 'gone' : 'failing', since, at: now });
  try {
    await services.commit(byTheClock(now), [decision], [standingWrite(webhook.key, after)]);
  } finally {
    // Where somebody else has changed it meanwhile, all of this is done again with theirs.
    await services.definitions.refresh();
  }
  return after;
};

/** Sends what is due, some at a time, until nothing is or the time for it is over. */
const sendDue = async (services: Services, wakeUp: WakeUp) => {
  const { table, now, definitions } = services;
  const { id: key } = wakeUp;
  const deliveries = new Deliveries(table, now);
  const until = now() + beginsWithin;
  const skipped = new Set<string>();
  const { offAt = '', ...kept } = await standingOfWebhook(services, key);
  let standing: WebhookStanding = kept;
  for (;;) {
    const webhook = await definitions.one('webhooks', key);
    const { due, found, next } = await dueBy(services, key, { now: now(), skipped });
    const isOn = webhook?.value.enabled === true;
    if (due.length === 0) {
      if (isOn)
        standing = await doWhatIsDue(services, webhook, {
          standing,
          tally: { succeeded: 0, failed: 0, isGone: false },
          now: now(),
        });
      const ofStanding = isOn ? failingSteps(standing, now()).next : undefined;
      const instants = [next, ofStanding, skipped.size > 0 ? now() + lookAgainAfter : undefined];
      return { isLeft: false, skipped, next: Math.min(...instants.map((one) => one ?? Number.POSITIVE_INFINITY)) };
    }
    if (now() > until) return { isLeft: true, skipped, next: now() };
    const tally: Tally = { succeeded: 0, failed: 0, isGone: false };
    const sign = isOn ? await signerOf(services, key) : undefined;
    const sending = found.map((item): Delivery => {
      const delivery = item.delivery as WebhookDelivery;
      return {
        item,
        send: async () =>
          webhook && sign && queuedAt(delivery) > offAt
            ? sendOne(services, { delivery, webhook, sign, tally })
            : given(delivery, 'switched-off'),
        report: (what, error) =>
          logger.warn('a message to a webhook did not go its way', {
            what,
            webhook: key,
            delivery: delivery.id,
            error: error as Error,
          }),
      };
    });
    await deliverEach(deliveries, executionName(wakeUp), sending);
    for (const { delivery } of due) skipped.add(String(delivery));
    const after = standingAfter(standing, tally, now());
    if (after !== standing) await table.put(standingWrite(key, after).put);
    standing = after;
    if (isOn && (tally.isGone || tally.failed > 0))
      standing = await doWhatIsDue(services, webhook, { standing, tally, now: now() });
    // What was sent or put off is not due any more; what still is could not be claimed.
    const left = await dueBy(services, key, { now: now(), skipped: new Set() });
    const still = new Set(left.due.map(({ delivery }) => String(delivery)));
    for (const id of skipped) if (!still.has(id)) skipped.delete(id);
  }
};

// A moment that nothing waits for keeps its generation: an execution's name is used once.
const never = '9999-12-31T23:59:59.999Z';

/** Moves the moment of a webhook. @returns false where somebody else has moved it since */
const moveMoment = async (
  services: Services,
  { kind, id, generation }: WakeUp,
  { at, isNew }: { at: number; isNew: boolean },
): Promise<boolean> => {
  const subject = { kind, id };
  const isAwaited = Number.isFinite(at);
  const next = { subject, at: isAwaited ? iso(at) : never, generation: generation + (isNew ? 1 : 0) };
  const { put } = momentWrite(next, isNew ? 'waiting' : 'armed');
  const { gsi4pk: _nowhere, gsi4sk: _never, ...idle } = put;
  const item = isAwaited ? put : { ...momentKey(subject), ...idle };
  try {
    await services.commit(byTheClock(services.now()), [], [{ put: item, when: { holds: { generation } } }]);
    return true;
  } catch (error) {
    if (error instanceof CommitConflict) return false;
    throw error;
  }
};

export const wakeTheWebhook: Waker = async (services, wakeUp, horizon) => {
  const { table, now } = services;
  const moment = await momentOfSubject(table, { kind: wakeUp.kind, id: wakeUp.id });
  if (moment?.generation !== wakeUp.generation || moment.at === never) return ended(wakeUp);
  if (epoch(moment.at) > now()) return waiting(wakeUp, epoch(moment.at));
  for (;;) {
    const { isLeft, next, skipped } = await sendDue(services, wakeUp);
    if (isLeft) return waiting(wakeUp, next);
    const isAwaited = Number.isFinite(next);
    const isFar = isAwaited && next > horizon;
    if (!(await moveMoment(services, wakeUp, { at: next, isNew: isFar }))) return ended(wakeUp);
    // What was added since nobody else sees to: functions/webhooks/wake-soon.ts.
    const { due } = await dueBy(services, wakeUp.id, { now: now(), skipped });
    if (due.length === 0 || isFar) return isAwaited && !isFar ? waiting(wakeUp, next) : ended(wakeUp);
    if (!(await moveMoment(services, wakeUp, { at: now(), isNew: false }))) return ended(wakeUp);
  }
};
