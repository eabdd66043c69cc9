import { actorOfRequester, loadForRequester, storyBothWays } from '#functions/api/portal/load.ts';
import { type HandlerResult, routeHandler } from '#functions/api/route-handler.ts';
import type { Services } from '#functions/services.ts';
import { contactOf } from '#shared/access/contact-of.ts';
import type { Person } from '#shared/access/person.ts';
import type { Requester } from '#shared/access/requester.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import {
  answerHiddenRequester,
  editHiddenRequester,
  type HiddenRequester,
  readHiddenRequester,
} from '#shared/casework/cases/people/hidden-requester.ts';
import type { Contact, OwnContact, OwnContactChanges } from '#shared/casework/contacts/contact.ts';
import { answerOwnContact, editOwnContact } from '#shared/casework/contacts/put-contact.ts';
import { Refusal } from '#shared/core/errors.ts';
import { type IfMatch, readRecord, requireVersion } from '#shared/core/records/read.ts';
import {
  contactOfCaseRoutes,
  editContactOfCaseRoutes,
  editMyContactRoute,
  getMyContactRoute,
} from '#shared/portal/portal.routes.ts';

/** @throws `no-contact` for a requester who is known by a name alone */
const contactBy = async ({ table }: Services, { id }: Requester): Promise<Contact> => {
  const contact = await readRecord<Contact>(table, 'contact', id);
  if (!contact) throw new Refusal('no-contact');
  return contact;
};

const shown = (contact: Contact): HandlerResult<OwnContact> => ({
  body: answerOwnContact(contact),
  version: contact.version,
});

interface Edit {
  body: OwnContactChanges;
  caller: Person;
  ifMatch?: IfMatch | undefined;
  now: number;
}

const edited = (current: Contact, { body, ifMatch, caller, now }: Edit): HandlerResult<OwnContact> => {
  requireVersion(current, ifMatch);
  const actor = actorOfRequester(current);
  const decision = editOwnContact(current, body, { by: actor, at: now, verifiedEmail: caller.verifiedEmail });
  return { actor, decisions: [decision], ...shown(decision.after) };
};

/** @throws `not-found` for a token that is nobody's contact */
const ownContact = async ({ table }: Services, caller: Person): Promise<Contact> => {
  const contact = await contactOf(table, caller);
  if (!contact) throw new Refusal('not-found');
  return contact;
};

// GET /v1/me/contact
export const getMyContact = routeHandler(getMyContactRoute, async (services, { caller }) =>
  shown(await ownContact(services, caller)),
);

// PATCH /v1/me/contact
export const editMyContact = routeHandler(editMyContactRoute, async (services, request) =>
  edited(await ownContact(services, request.caller), request),
);

/** Who the requester of a case is where staff are not to know. */
const hiddenOf = async ({ table }: Services, { id }: Case): Promise<HiddenRequester> => {
  const hidden = await readHiddenRequester(table, id);
  if (!hidden) throw new Refusal('no-contact');
  return hidden;
};

// GET …/contact
export const contactOfCase = storyBothWays(contactOfCaseRoutes, async (services, request) => {
  const { record, requester } = await loadForRequester(services, request, 'view');
  if (!record.anonymous) return shown(await contactBy(services, requester));
  const body = answerHiddenRequester(record.id, await hiddenOf(services, record));
  return { body, version: body.version };
});

// PATCH …/contact
export const editContactOfCase = storyBothWays(editContactOfCaseRoutes, async (services, request) => {
  const { record, requester } = await loadForRequester(services, request, 'act');
  if (!record.anonymous) return edited(await contactBy(services, requester), request);
  const { body: changes, ifMatch } = request;
  const { after, write } = editHiddenRequester(record.id, await hiddenOf(services, record), { changes, ifMatch });
  return { writes: [write], body: answerHiddenRequester(record.id, after), version: after.version };
});
