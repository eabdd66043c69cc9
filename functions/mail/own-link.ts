import type { Services } from '#functions/services.ts';
import { type LinkPage, linkAskedFor, newLink, tokenBytes, withLink } from '#shared/access/portal-link.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { requesterIdOf } from '#shared/casework/cases/people/requester.ts';
import { byHand } from '#shared/core/events/event.ts';
import { readRecord } from '#shared/core/records/read.ts';
import type { Mail } from '#shared/mail/notifications/mime.ts';
import type { Rendered } from '#shared/mail/notifications/template.ts';

// A requester's link without a login has a stand-in for its token wherever the mail is written,
// kept and shown; the token is made when the mail is sent: docs/decisions/0030.

const parts = ['subject', 'text', 'html'] as const satisfies (keyof Rendered)[];

const mapped = (content: Rendered, change: (text: string) => string): Rendered => ({
  ...content,
  ...Object.fromEntries(parts.map((part) => [part, change(content[part])])),
});

/** Whom a link in a mail is for; undefined for a reader who gets none. */
const holderOf = (page: LinkPage, { to }: Mail, record: Case): string | undefined => {
  if (page === 'links') return to.audience === 'requester' ? requesterIdOf(record) : undefined;
  return to.audience === 'follower' ? to.id : undefined;
};

/**
 * A mail with a link of its own where it asks for one. Other readers of the same words are led to
 * the portal.
 */
export const withOwnLink = async (services: Services, portalUrl: string, mail: Mail): Promise<Mail> => {
  const { about, content } = mail;
  const page = linkAskedFor(portalUrl, parts.map((part) => content[part]).join('\n'));
  if (!page) return mail;
  const record = about.kind === 'case' ? await readRecord<Case>(services.table, 'case', about.id) : undefined;
  const type = record && (await services.definitions.one('case-types', record.type));
  const holder = record && holderOf(page, mail, record);
  const linked = (token: string | undefined): Mail => ({
    ...mail,
    content: mapped(content, (text) => withLink(portalUrl, text, { page, token })),
  });
  if (!record || !type || holder === undefined) return linked(undefined);
  const at = services.now();
  const random = services.random(tokenBytes);
  const lastsFor = type.value.linksExpireAfter;
  const { token, write } = newLink(record, { page, holder, via: 'mail', random, lastsFor, at });
  await services.commit({ actor: { kind: 'system', id: 'mail' }, at, cause: byHand }, [], [write]);
  return linked(token);
};
