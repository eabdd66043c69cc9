import type { Services } from '#functions/services.ts';
import type { Case } from '#shared/cases/case.ts';
import type { Mail } from '#shared/notifications/mime.ts';
import type { Rendered } from '#shared/notifications/template.ts';
import { asksForLink, newLink, tokenBytes, withLink } from '#shared/portal/link.ts';
import { readRecord } from '#shared/records/read.ts';

// Where a mail to the requester links to their case without a login, it is written, kept and shown to staff with something in the token's place. The token is
// made when the mail is sent, so that it lies nowhere on the way: docs/decisions/0063.

const parts = ['subject', 'text', 'html'] as const satisfies (keyof Rendered)[];

const mapped = (content: Rendered, change: (text: string) => string): Rendered => ({
  ...content,
  ...Object.fromEntries(parts.map((part) => [part, change(content[part])])),
});

/** A mail with a link of its own where it asks for one. Whoever else reads the same words is led to the portal. */
export const withOwnLink = async (services: Services, portalUrl: string, mail: Mail): Promise<Mail> => {
  const { about, content, to } = mail;
  if (!parts.some((part) => asksForLink(portalUrl, content[part]))) return mail;
  const record = about.kind === 'case' ? await readRecord<Case>(services.table, 'case', about.id) : undefined;
  const type = record && (await services.definitions.one('case-types', record.type));
  if (!record || !type || to.audience !== 'requester')
    return { ...mail, content: mapped(content, (text) => withLink(portalUrl, text, undefined)) };
  const at = services.now();
  const made = { random: services.random(tokenBytes), via: 'mail', lastsFor: type.value.linksExpireAfter, at } as const;
  const { token, write } = newLink(record, made);
  await services.commit({ actor: { kind: 'system', id: 'mail' }, at, cause: { depth: 0 } }, [], [write]);
  return { ...mail, content: mapped(content, (text) => withLink(portalUrl, text, token)) };
};
