import { publicDefinition, somebody } from '#functions/api/public/forms.ts';
import { type StoryRequest, story } from '#functions/api/story.ts';
import { asWritable } from '#functions/api/writable.ts';
import type { Services } from '#functions/services.ts';
import type { Case } from '#shared/cases/case.ts';
import { findCase } from '#shared/cases/cases.ts';
import { askToFollow, confirmFollowing as confirmIt, unsubscribe } from '#shared/cases/people.ts';
import { isOpen } from '#shared/cases/status.ts';
import { newUnconfirmedContact } from '#shared/contacts/put-contact.ts';
import { Refusal } from '#shared/errors.ts';
import type { Intent } from '#shared/events/event.ts';
import { confirmFollowingRoute, endFollowingRoute, followRoute } from '#shared/portal/form.routes.ts';
import { readLink } from '#shared/portal/link.ts';
import { count, perAddress } from '#shared/portal/rate-limit.ts';
import type { Actor } from '#shared/records/primitives.ts';
import { readRecord } from '#shared/records/read.ts';
import { againOnConflict } from '#shared/table/commit.ts';
import type { Decision } from '#shared/table/decision.ts';

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
    const said = { name: wish.name ?? wish.email, email: wish.email };
    const contact = newUnconfirmedContact(said, { id: services.newId(at), by: intent.actor, at });
    const asked = askToFollow(record, { id: contact.after.id, at });
    if (asked) await services.commit(intent, [contact, asked]);
  });

// POST /v1/public/case-types/{key}/subscribe: the answer is the same whether there is such a case or not.
export const followCase = story(followRoute, async (services, { path, body, now, sourceIp, round }) => {
  const { nearby } = (await publicDefinition(services, path.key)).type.publicForm;
  if (!nearby) throw new Refusal('not-found');
  if (round === 1) await count(services.table, perAddress(sourceIp), now);
  return {
    actor: somebody,
    body: { detail: 'If there is such a case, a mail asks at this address whether it is to be followed.' },
    afterwards: (intent) => askFor(services, { type: path.key, wish: body }, intent),
  };
});

/** What whoever has a link decides about what they follow. @throws `link-not-valid` also where there is nothing to follow any more */
const decided = async (
  { table, now }: Services,
  { path }: Pick<StoryRequest<{ token: string }, unknown, unknown>, 'path'>,
  decide: (record: Case, id: string) => Decision<Case>,
) => {
  const opened = await readLink(table, { token: path.token, page: 'subscriptions' }, now());
  const record = opened && (await readRecord<Case>(table, 'case', opened.caseId));
  const id = opened?.link.holder;
  const follows = record?.subscriptions.some((one) => one.id === id);
  if (id === undefined || !record || !follows || record.trashedAt) throw new Refusal('link-not-valid');
  const actor: Actor = { kind: 'requester', id };
  return { actor, decisions: [decide(asWritable(record), id)], body: undefined };
};

// POST /v1/public/subscriptions/{token}/confirm
export const confirmFollowing = story(confirmFollowingRoute, (services, request) =>
  decided(services, request, (record, id) => confirmIt(record, { id, at: request.now })),
);

// DELETE /v1/public/subscriptions/{token}
export const endFollowing = story(endFollowingRoute, (services, request) =>
  decided(services, request, (record, id) => unsubscribe(record, { id, at: request.now })),
);
