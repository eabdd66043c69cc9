import { pageOf } from '#functions/api/pages.ts';
import { routeHandler } from '#functions/api/route-handler.ts';
import { Refusal } from '#shared/core/errors.ts';
import { readPage } from '#shared/core/records/read.ts';
import { setAsidePartition } from '#shared/core/table/mail-keys.ts';
import { setAsideMailRoute, setAsideMailsRoute } from '#shared/mail/replies/set-aside.routes.ts';
import type { KeptAside } from '#shared/mail/replies/set-aside.ts';

// GET /v1/mail/set-aside
export const mailSetAside = routeHandler(setAsideMailsRoute, async (services, request) => ({
  body: await pageOf(services, request, 'mails set aside', async (place) => {
    const { items, next } = await readPage(services.table, { pk: setAsidePartition, descending: true, ...place });
    return { items: items.map((item) => (item as unknown as KeptAside).mail), next };
  }),
}));

// GET /v1/mail/set-aside/{id}
export const oneMailSetAside = routeHandler(setAsideMailRoute, async ({ table, files }, { path, now }) => {
  const item = await table.get({ pk: setAsidePartition, sk: path.id });
  if (!item) throw new Refusal('not-found');
  const { mail, object, isHidden } = item as unknown as KeptAside;
  const file = { name: 'message.eml', contentType: 'message/rfc822' };
  return { body: { ...mail, ...(!isHidden && { download: await files.signDownload(object, file, now) }) } };
});
