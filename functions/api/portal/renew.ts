import { routeHandler } from '#functions/api/route-handler.ts';
import type { Services } from '#functions/services.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { findCase } from '#shared/casework/cases/cases.ts';
import { changeCase } from '#shared/casework/cases/change-case.ts';
import { contactIdOf } from '#shared/casework/cases/people/requester.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import { Refusal } from '#shared/core/errors.ts';
import type { Intent } from '#shared/core/events/event.ts';
import { isSameAddress } from '#shared/core/records/address.ts';
import { strangerId } from '#shared/core/records/primitives.ts';
import { readRecord } from '#shared/core/records/read.ts';
import { againOnConflict } from '#shared/core/table/commit.ts';
import { renewLinkRoute } from '#shared/portal/portal-link.routes.ts';
import { count, linksPerCase, perAddress } from '#shared/portal/rate-limit.ts';

// What the answer takes at least, in milliseconds: longer than finding a case and writing its
// event. So the time tells nobody whether there is one.
const answerTakes = 400;

/** Where the requester of a case is written to. */
const addressOf = async ({ table }: Services, record: Case): Promise<string | undefined> => {
  const id = contactIdOf(record);
  if (id !== undefined) return (await readRecord<Contact>(table, 'contact', id))?.email;
  return record.onBehalfOf && 'name' in record.onBehalfOf ? record.onBehalfOf.email : undefined;
};

/**
 * Whether a link to a case may be mailed for this address. Of a hidden requester any will do, or
 * staff who guess would see on the case that they guessed right; their link goes to them.
 */
const mayBeAskedFor = async (services: Services, record: Case, email: string): Promise<boolean> =>
  record.anonymous === true || isSameAddress(email, await addressOf(services, record));

/** The case by this reference, where its requester has this address and has not asked too often. */
const caseToRenew = async (
  services: Services,
  { reference, email }: { reference: string; email: string },
): Promise<Case | undefined> => {
  const record = await findCase(services.table, reference);
  if (!record || record.trashedAt || !(await mayBeAskedFor(services, record, email))) return undefined;
  try {
    await count(services.table, linksPerCase(record.id), services.now());
    return record;
  } catch (error) {
    // The caller is not told: it would reveal that there is such a case.
    if (error instanceof Refusal) return undefined;
    throw error;
  }
};

/**
 * Records on the case that a link is asked for; the mail with it goes to the requester of the case.
 */
const askFor = (services: Services, wanted: { reference: string; email: string }, intent: Intent): Promise<void> =>
  againOnConflict(async () => {
    const record = await caseToRenew(services, wanted);
    if (!record) return;
    const asked = changeCase(record, record, { type: 'Portal Link Requested', at: intent.at, detail: {} });
    await services.commit(intent, [asked]);
  });

// POST /v1/public/links/renew: what is done comes after the answer is decided, so that neither it
// nor a dry run says anything of the case.
export const renewLink = routeHandler(renewLinkRoute, async (services, { body, now, sourceIp, round }) => {
  if (round === 1) await count(services.table, perAddress(sourceIp), now);
  return {
    actor: { kind: 'requester', id: strangerId },
    body: { detail: 'If this is the reference of a case and the address of whoever raised it, a link is on its way.' },
    afterwards: async (intent) => {
      const time = new Promise((resolve) => setTimeout(resolve, answerTakes));
      await Promise.all([askFor(services, body, intent), time]);
    },
  };
});
