import { openCursor, page } from '#functions/api/pages.ts';
import { story } from '#functions/api/story.ts';
import { Refusal } from '#shared/errors.ts';
import { endSuppressionRoute, suppressionsRoute } from '#shared/notifications/notification.routes.ts';
import type { Suppression } from '#shared/notifications/outbox.ts';
import { readPage } from '#shared/records/read.ts';
import { suppressionKey, suppressionPartition } from '#shared/table/keys.ts';

const name = 'suppressed addresses';

// GET /v1/suppressed-addresses
export const suppressions = story(suppressionsRoute, async (services, { query, caller }) => {
  const after = await openCursor(services, caller, name, query);
  const { items, next } = await readPage(services.table, { pk: suppressionPartition, limit: query.limit, after });
  const addresses = items.map(({ suppression }) => suppression as Suppression);
  return { body: await page(services, caller, name, query, { items: addresses, next }) };
});

// DELETE /v1/suppressed-addresses/{address}: the next mail to it is sent; where it bounces again, it is back.
export const mailAgain = story(endSuppressionRoute, async ({ table }, { path }) => {
  const key = suppressionKey(path.address);
  if (!(await table.get(key))) throw new Refusal('not-found');
  return { writes: [{ delete: key }], body: undefined };
});
