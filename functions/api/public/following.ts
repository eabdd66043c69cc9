import { publicDefinition, somebody } from '#functions/api/public/forms.ts';
import { type RouteRequest, routeHandler } from '#functions/api/route-handler.ts';
import { asWritable } from '#functions/api/writable.ts';
import type { Services } from '#functions/services.ts';
import { readLink } from '#shared/access/portal-link.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { findCase } from '#shared/casework/cases/cases.ts';
import { askToFollow, confirmFollowing as confirmIt, unsubscribe } from '#shared/casework/cases/people/people.ts';
import { isOpen } from '#shared/casework/cases/status.ts';
import { newUnconfirmedContact } from '#shared/casework/contacts/put-contact.ts';
import { Refusal } from '#shared/core/errors.ts';
import type { Intent } from '#shared/core/events/event.ts';
import type { Actor } from '#shared/core/records/primitives.ts';
import { readRecord } from '#shared/core/records/read.ts';
import { againOnConflict } from '#shared/core/table/commit.ts';
import type { Write } from '#shared/core/table/decision.ts';
import { followingWishKey } from '#shared/core/table/keys.ts';
import { newFollowingWish, readWish, wishWrite } from '#shared/portal/following-wish.ts';
import { confirmFollowingRoute, endFollowingRoute, followRoute } from '#shared/portal/form.routes.ts';
import { admits, count, perAddress, wishesToFollow } from '#shared/portal/rate-limit.ts';

interface Wish {
  reference: string;
  email: string;
  name?: string | undefined;
}

/** Puts the wish on a case that strangers are offered; the mail of it asks whether it was them. */
const askFor = (services: Services, { type, wish }: { type: string; wish: Wish }, intent: Intent): Promise<void> =>
  againOnConflict(async () => {
    const record = await findCase(services.table, wish.reference);
    const isOffered =
      record?.type === type && record.location && isOpen(record) && !record.private && !record.trashedAt;
    if (!record || !isOffered) return;
    const { at } = intent;
    const wanted = newFollowingWish(record.id, wish, at);
    if (!(await admits(services.table, wishesToFollow(record.id), { id: `${wanted.id} ${at}`, now: at }))) return;
    const asked = askToFollow(record, { id: wanted.id, at, items: [wishWrite(record.id, wanted)] });
    if (asked) await services.commit(intent, [asked]);
  });

// POST /v1/public/case-types/{key}/subscribe: the answer is the same whether there is such a case
// or not.
export const followCase = routeHandler(followRoute, async (services, { path, body, now, sourceIp, round }) => {
  const { nearby } = (await publicDefinition(services, path.key)).type.publicForm;
  if (!nearby) throw new Refusal('not-found');
  if (round === 1) await count(services.table, perAddress(sourceIp), now);
  return {
    actor: somebody,
    body: { detail: 'If there is such a case, a mail asks at this address whether it is to be followed.' },
    afterwards: (intent) => askFor(services, { type: path.key, wish: body }, intent),
  };
});

/**
 * What a link of a follower leads to: their subscription, or the wish for one.
 * @throws `link-not-valid` where there is neither any more
 */
const opened = async (
  { table, now }: Services,
  { path }: Pick<RouteRequest<{ token: string }, unknown, unknown>, 'path'>,
) => {
  const link = await readLink(table, { token: path.token, page: 'subscriptions' }, now());
  const record = link && (await readRecord<Case>(table, 'case', link.caseId));
  const id = link?.link.holder;
  if (id === undefined || !record || record.trashedAt) throw new Refusal('link-not-valid');
  const follows = record.subscriptions.some((one) => one.id === id);
  const wish = follows ? undefined : await readWish(table, { caseId: record.id, id }, now());
  if (!follows && !wish) throw new Refusal('link-not-valid');
  const actor: Actor = { kind: 'requester', id };
  const withoutWish: Write[] = wish ? [{ delete: followingWishKey(record.id, id) }] : [];
  return { record: asWritable(record), id, wish, actor, writes: withoutWish };
};

// POST /v1/public/subscriptions/{token}/confirm: only now is there a contact.
export const confirmFollowing = routeHandler(confirmFollowingRoute, async (services, request) => {
  const { record, id, wish, actor, writes } = await opened(services, request);
  const { now: at } = request;
  const isNew = wish && !(await readRecord(services.table, 'contact', id));
  const contact = isNew ? [newUnconfirmedContact(wish, { id, by: somebody, at })] : [];
  return { actor, decisions: [...contact, ...(wish ? [confirmIt(record, { id, at })] : [])], writes, body: undefined };
});

// DELETE /v1/public/subscriptions/{token}
export const endFollowing = routeHandler(endFollowingRoute, async (services, request) => {
  const { record, id, wish, actor, writes } = await opened(services, request);
  return { actor, decisions: wish ? [] : [unsubscribe(record, { id, at: request.now })], writes, body: undefined };
});
