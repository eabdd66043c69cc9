import { routeHandler } from '#functions/api/route-handler.ts';
import type { Services } from '#functions/services.ts';
import { Refusal } from '#shared/core/errors.ts';
import { iso } from '#shared/core/records/instants.ts';
import { optOutKey } from '#shared/core/table/mail-keys.ts';
import { Secret } from '#shared/core/table/secret.ts';
import { getOptOutRoute, optOutRoute } from '#shared/mail/notifications/opt-out.routes.ts';
import { optOutOf } from '#shared/mail/notifications/opt-out.ts';

/** @throws `link-not-valid` */
const opened = async ({ table }: Services, token: string) => {
  const optOut = optOutOf(await new Secret(table, 'opt-outs').load(), token);
  if (!optOut) throw new Refusal('link-not-valid');
  return optOut;
};

// POST /v1/public/opt-outs/{token}: RFC 8058 asks for it at once, without a page or a question.
export const optOut = routeHandler(optOutRoute, async (services, { path, now }) => {
  const { contactId, kind } = await opened(services, path.token);
  const actor = { kind: 'requester' as const, id: contactId };
  return { actor, writes: [{ put: { ...optOutKey(contactId, kind), at: iso(now) } }], body: { kind, optedOut: true } };
});

// GET /v1/public/opt-outs/{token}: scanners of mail follow every link, so it ends nothing.
export const getOptOut = routeHandler(getOptOutRoute, async (services, { path }) => {
  const { contactId, kind } = await opened(services, path.token);
  return { body: { kind, optedOut: (await services.table.get(optOutKey(contactId, kind))) !== undefined } };
});
