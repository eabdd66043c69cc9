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
import { followRequestKey } from '#shared/core/table/casework-keys.ts';
import { againOnConflict } from '#shared/core/table/commit.ts';
import type { Write } from '#shared/core/table/decision.ts';
import { followRequestWrite, newFollowRequest, readFollowRequest } from '#shared/portal/follow-request.ts';
import { confirmFollowingRoute, endFollowingRoute, followRoute } from '#shared/portal/form.routes.ts';
import { admits, count, followRequests, perAddress } from '#shared/portal/rate-limit.ts';

interface Follower {
  reference: string;
  email: string;
  name?: string | undefined;
}

/** Keeps the request beside a case that strangers are offered; its mail asks if it was them. */
const askFor = (
  services: Services,
  { type, follower }: { type: string; follower: Follower },
  intent: Intent,
): Promise<void> =>
  againOnConflict(async () => {
    const record = await findCase(services.table, follower.reference);
    const isOffered =
      record?.type === type && record.location && isOpen(record) && !record.private && !record.trashedAt;
    if (!record || !isOffered) return;
    const { at } = intent;
    const wanted = newFollowRequest(record.id, follower, at);
    if (!(await admits(services.table, followRequests(record.id), { id: `${wanted.id} ${at}`, now: at }))) return;
    const asked = askToFollow(record, { id: wanted.id, at, items: [followRequestWrite(record.id, wanted)] });
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
    afterwards: (intent) => askFor(services, { type: path.key, follower: body }, intent),
  };
});

/**
 * What a link of a follower leads to: their subscription, or the request for one.
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
  const pending = follows ? undefined : await readFollowRequest(table, { caseId: record.id, id }, now());
  if (!follows && !pending) throw new Refusal('link-not-valid');
  const actor: Actor = { kind: 'requester', id };
  const withoutPending: Write[] = pending ? [{ delete: followRequestKey(record.id, id) }] : [];
  return { record: asWritable(record), id, pending, actor, writes: withoutPending };
};

// POST /v1/public/subscriptions/{token}/confirm: only now is there a contact.
export const confirmFollowing = routeHandler(confirmFollowingRoute, async (services, request) => {
  const { record, id, pending, actor, writes } = await opened(services, request);
  const { now: at } = request;
  const isNew = pending && !(await readRecord(services.table, 'contact', id));
  const contact = isNew ? [newUnconfirmedContact(pending, { id, by: somebody, at })] : [];
  return {
    actor,
    decisions: [...contact, ...(pending ? [confirmIt(record, { id, at })] : [])],
    writes,
    body: undefined,
  };
});

// DELETE /v1/public/subscriptions/{token}
export const endFollowing = routeHandler(endFollowingRoute, async (services, request) => {
  const { record, id, pending, actor, writes } = await opened(services, request);
  return { actor, decisions: pending ? [] : [unsubscribe(record, { id, at: request.now })], writes, body: undefined };
});
