import { actorOfRequester, loadForRequester, requesterOf, storyBothWays } from '#functions/api/portal/load.ts';
import { type Outcome, story } from '#functions/api/story.ts';
import type { Services } from '#functions/services.ts';
import type { Requester } from '#shared/access/requester.ts';
import type { Case } from '#shared/cases/case.ts';
import type { Contact, OwnContact, OwnContactChanges } from '#shared/contacts/contact.ts';
import { answerOwnContact, editOwnContact } from '#shared/contacts/put-contact.ts';
import { Refusal, type RefusalCode } from '#shared/errors.ts';
import {
  answerHiddenRequester,
  editHiddenRequester,
  type HiddenRequester,
  readHiddenRequester,
} from '#shared/portal/hidden-requester.ts';
import {
  contactOfCaseRoutes,
  editContactOfCaseRoutes,
  editMyContactRoute,
  getMyContactRoute,
} from '#shared/portal/portal.routes.ts';
import { type IfMatch, readRecord, requireVersion } from '#shared/records/read.ts';

const contactBy = async (
  { table }: Services,
  requester: Requester | undefined,
  missing: RefusalCode,
): Promise<Contact> => {
  const contact = requester && (await readRecord<Contact>(table, 'contact', requester.id));
  if (!contact) throw new Refusal(missing);
  return contact;
};

const shown = (contact: Contact): Outcome<OwnContact> => ({
  body: answerOwnContact(contact),
  version: contact.version,
});

interface Edit {
  body: OwnContactChanges;
  ifMatch?: IfMatch | undefined;
  now: number;
}

const edited = (
  current: Contact,
  { requester, verifiedEmail }: { requester: Requester; verifiedEmail?: string | undefined },
  { body, ifMatch, now }: Edit,
): Outcome<OwnContact> => {
  requireVersion(current, ifMatch);
  const actor = actorOfRequester(requester);
  const decision = editOwnContact(current, body, { by: actor, at: now, verifiedEmail });
  return { actor, decisions: [decision], ...shown(decision.after) };
};

// GET /v1/me/contact
export const getMyContact = story(getMyContactRoute, async (services, { caller }) =>
  shown(await contactBy(services, await requesterOf(services, caller), 'not-found')),
);

// PATCH /v1/me/contact
export const editMyContact = story(editMyContactRoute, async (services, request) => {
  const requester = await requesterOf(services, request.caller);
  const contact = await contactBy(services, requester, 'not-found');
  if (!requester) throw new Refusal('not-found');
  return edited(contact, { requester, verifiedEmail: request.caller.verifiedEmail }, request);
});

/** Who the requester of a case is where staff are not to know. */
const hiddenOf = async ({ table }: Services, { id }: Case): Promise<HiddenRequester> => {
  const hidden = await readHiddenRequester(table, id);
  if (!hidden) throw new Refusal('no-contact');
  return hidden;
};

// GET …/contact
export const contactOfCase = storyBothWays(contactOfCaseRoutes, async (services, request) => {
  const { record, requester } = await loadForRequester(services, request, 'view');
  if (!record.anonymous) return shown(await contactBy(services, requester, 'no-contact'));
  const body = answerHiddenRequester(record.id, await hiddenOf(services, record));
  return { body, version: body.version };
});

// PATCH …/contact
export const editContactOfCase = storyBothWays(editContactOfCaseRoutes, async (services, request) => {
  const { record, requester } = await loadForRequester(services, request, 'act');
  const { body: changes, ifMatch, caller } = request;
  if (!record.anonymous) {
    const contact = await contactBy(services, requester, 'no-contact');
    return edited(contact, { requester, verifiedEmail: caller.verifiedEmail }, request);
  }
  const { after, write } = editHiddenRequester(record.id, await hiddenOf(services, record), { changes, ifMatch });
  return { writes: [write], body: answerHiddenRequester(record.id, after), version: after.version };
});
