import { pageOf } from '#functions/api/pages.ts';
import { routeHandler } from '#functions/api/route-handler.ts';
import { Refusal } from '#shared/core/errors.ts';
import { readPage } from '#shared/core/records/read.ts';
import { suppressionKey, suppressionPartition } from '#shared/core/table/mail-keys.ts';
import { endSuppressionRoute, suppressionsRoute } from '#shared/mail/notifications/notification.routes.ts';
import type { Suppression } from '#shared/mail/notifications/outbox.ts';

// GET /v1/suppressed-addresses
export const suppressions = routeHandler(suppressionsRoute, async (services, request) => ({
  body: await pageOf(services, request, 'suppressed addresses', async (place) => {
    const { items, next } = await readPage(services.table, { pk: suppressionPartition, ...place });
    return { items: items.map(({ suppression }) => suppression as Suppression), next };
  }),
}));

// DELETE /v1/suppressed-addresses/{address}: the next mail to it is sent; where it bounces again,
// it is back.
export const mailAgain = routeHandler(endSuppressionRoute, async ({ table }, { path }) => {
  const key = suppressionKey(path.address.trim());
  if (!(await table.get(key))) throw new Refusal('not-found');
  return { writes: [{ delete: key }], body: undefined };
});
