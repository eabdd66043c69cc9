import type { Services } from '#functions/services.ts';
import { byTheClock } from '#functions/wake/woken.ts';
import type { WebhookStanding } from '#shared/automation/webhooks/webhook-delivery.ts';
import type { DomainEvent } from '#shared/core/events/event.ts';
import { webhookOffKey, webhookStandingKey } from '#shared/core/table/automation-keys.ts';
import { againOnConflict } from '#shared/core/table/commit.ts';

// When a webhook was off last divides its life: what waited then is not sent when it is on again,
// or made again under its key, and what failed before does not count against it.

/** How a webhook stands since it is on, and until when it was off, if it ever was. */
export const standingOfWebhook = async (
  { table }: Pick<Services, 'table'>,
  webhook: string,
): Promise<WebhookStanding & { offAt?: string | undefined }> => {
  const keys = [webhookStandingKey(webhook), webhookOffKey(webhook)];
  const items = await table.getMany(keys, { consistent: true });
  const found = new Map(items.map((item) => [item.sk, item]));
  const standing = found.get('standing')?.standing as WebhookStanding | undefined;
  const offAt = found.get('off')?.at as string | undefined;
  const isOver = offAt !== undefined && standing?.failingSince !== undefined && standing.failingSince <= offAt;
  return { ...(isOver ? {} : standing), offAt };
};

/** Whether an event of a webhook's configuration switched it off, or deleted it. */
export const isSwitchingOff = ({ changed, after }: DomainEvent): boolean =>
  changed.includes('enabled') && after.enabled !== true;

/** Keeps when a webhook was switched off; an earlier time that comes late changes nothing. */
export const keepSwitchedOff = ({ table, commit, now }: Services, webhook: string, at: string): Promise<void> =>
  againOnConflict(async () => {
    const key = webhookOffKey(webhook);
    const before = await table.get(key);
    if (before && String(before.at) >= at) return;
    const when = before ? { holds: { at: before.at } } : ('new' as const);
    await commit(byTheClock(now()), [], [{ put: { ...key, at }, when }]);
  });
