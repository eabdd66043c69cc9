import { createHash } from 'node:crypto';
import type { portalLinkVias } from '#shared/access/portal-link.schema.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { requesterIdOf } from '#shared/casework/cases/people/requester.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import { edgeOf, wantedMoment } from '#shared/core/conditions/moments.ts';
import { epoch, iso } from '#shared/core/records/instants.ts';
import { portalLinkKey } from '#shared/core/table/casework-keys.ts';
import type { Write } from '#shared/core/table/decision.ts';
import type { Key } from '#shared/core/table/keys.ts';
import type { Table } from '#shared/core/table/table.ts';

// A link opens one case to its requester without a login. Only a hash of its token is kept, so that
// nobody who reads the table can open a case: docs/decisions/0030.

/** What a link opens, as its address in the portal says it. */
export type LinkPage = 'links' | 'subscriptions';
const linkPages: readonly LinkPage[] = ['links', 'subscriptions'];

/** A link as it is kept. Its id is the hash of its token. */
export interface PortalLink {
  id: string;
  /** What it opens: the case to its requester, or a follower's subscription. */
  page: LinkPage;
  /**
   * The requester that it was made for; when the case has another one, it opens nothing any more.
   * Or who follows it.
   */
  holder: string;
  /** Where it was handed out. */
  via: (typeof portalLinkVias)[number];
  createdAt: string;
  expiresAt: string;
}

/** How many random bytes a token takes. */
export const tokenBytes = 32;
/**
 * What a token is made of: characters, and how many of them. The first two are the case's id, the
 * last are the random bytes.
 */
export const tokenShape = [
  ['[0-7]', 1],
  ['[0-9A-HJKMNP-TV-Z]', 25],
  ['-', 1],
  ['[A-Za-z0-9_-]', 43],
] as const;
const [first, others, hyphen, random] = tokenShape.map(([characters, times]) => `${characters}{${times}}`);
const tokenForm = new RegExp(`^(${first}${others})${hyphen}${random}$`);

const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url');

/**
 * Where a token's link lies, and whose case it is said to open; undefined for what cannot be a
 * token.
 */
export const placeOfToken = (token: string): { caseId: string; key: Key } | undefined => {
  const caseId = tokenForm.exec(token)?.[1];
  return caseId === undefined ? undefined : { caseId, key: portalLinkKey(caseId, hashOf(token)) };
};

interface NewLink {
  page?: LinkPage;
  /** The requester of the case, where nothing is said. */
  holder?: string;
  via: PortalLink['via'];
  /** 32 bytes. */
  random: Uint8Array;
  /** ISO 8601 duration. */
  lastsFor: string;
  /** Epoch milliseconds. */
  at: number;
}

/** A new link to a case. */
export const newLink = (
  record: Pick<Case, 'id' | 'contactId' | 'onBehalfOf' | 'anonymous'>,
  { page = 'links', holder = requesterIdOf(record), via, random, lastsFor, at }: NewLink,
): { token: string; write: Write } => {
  const token = `${record.id}-${Buffer.from(random).toString('base64url')}`;
  const moment = wantedMoment({ ahead: lastsFor });
  const ends = moment ? edgeOf(moment, 'first', at) : at;
  const id = hashOf(token);
  const link: PortalLink = { id, page, holder, via, createdAt: iso(at), expiresAt: iso(ends) };
  return {
    token,
    write: { put: { ...portalLinkKey(record.id, id), link, expiresAt: Math.ceil(ends / 1000) }, when: 'new' },
  };
};

/**
 * The link that a token opens a page by, and its case's id; undefined for one that was made up,
 * taken back, for another page, or that has run out.
 */
export const readLink = async (
  table: Pick<Table, 'get'>,
  { token, page }: { token: string; page: LinkPage },
  now: number,
): Promise<{ link: PortalLink; caseId: string } | undefined> => {
  const place = placeOfToken(token);
  const link = place && ((await table.get(place.key))?.link as PortalLink | undefined);
  return place && link?.page === page && isValid(link, now) ? { link, caseId: place.caseId } : undefined;
};

/**
 * Whether a link still opens what it is for (`now` in epoch milliseconds). DynamoDB deletes late
 * what has run out.
 */
export const isValid = ({ expiresAt }: PortalLink, now: number): boolean => epoch(expiresAt) > now;

/**
 * What stands for the token where a mail is written, kept and previewed; the token takes its place
 * when the mail is sent.
 */
const tokenToCome = 'your-own-link';

/** The address that a token has. */
export const addressOfLink = (portalUrl: string, token: string, page: LinkPage = 'links'): string =>
  `${portalUrl}/${page}/${token}`;
const toCome = (portalUrl: string, page: LinkPage): string => addressOfLink(portalUrl, tokenToCome, page);

/**
 * Whether a contact signs in: one that the institution knows does, one from a public form does not.
 */
const signsIn = (contact: Contact | undefined): boolean =>
  contact !== undefined && (!contact.unconfirmed || contact.unconfirmed.signInEmail !== undefined);

/**
 * The page of the portal that shows a case to its requester: by its id to a contact who signs in,
 * else by a link of the mail's own.
 */
export const portalPageOf = (
  portalUrl: string,
  { record, contact }: { record: Pick<Case, 'id'>; contact: Contact | undefined },
): string => (signsIn(contact) ? `${portalUrl}/cases/${record.id}` : toCome(portalUrl, 'links'));

/** The page on which somebody who follows a case confirms it, or hears no more of it. */
export const subscriptionPageOf = (portalUrl: string): string => toCome(portalUrl, 'subscriptions');

/** For which page a text asks for a link of its own. */
export const linkAskedFor = (portalUrl: string, text: string): LinkPage | undefined =>
  linkPages.find((page) => text.includes(toCome(portalUrl, page)));

/** A text with a token where it asks for one; without a token, with the portal's own page. */
export const withLink = (
  portalUrl: string,
  text: string,
  { page, token }: { page: LinkPage; token: string | undefined },
): string =>
  text.replaceAll(toCome(portalUrl, page), token === undefined ? portalUrl : addressOfLink(portalUrl, token, page));
