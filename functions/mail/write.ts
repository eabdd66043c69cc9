import type { Services } from '#functions/services.ts';
import type { MailContext, Recipient } from '#shared/mail/notifications/context.ts';
import { templateIn } from '#shared/mail/notifications/languages.ts';
import { withoutForeignLinks, withoutForeignWords } from '#shared/mail/notifications/strangers-words.ts';
import type { Rendered, Template } from '#shared/mail/notifications/template.ts';
import { timeZoneFor, valuesOf } from '#shared/mail/notifications/values-of.ts';

/** Who reads it decides what it may say, where its links lead, in which language and zone. */
export type MailReader = Pick<Recipient, 'audience' | 'name' | 'language' | 'timeZone' | 'isUnconfirmed' | 'isFormer'>;

/** The template under a key in the language of a reader, if there is one under the key at all. */
export const templateFor = async (
  { definitions }: Services,
  key: string,
  reader: Pick<MailReader, 'language'>,
): Promise<Template | undefined> => templateIn(await definitions.all('templates'), key, reader.language)?.value;

const hasWriting = (values: object): boolean => 'note' in values && values.note !== undefined;

/** Whether the words that an event brings are those of staff. A mail may be forged. */
const isByStaff = ({ event }: MailContext): boolean => {
  const note = event.type === 'Note Added' ? event.after.note : undefined;
  return note ? note.createdBy.kind === 'user' && note.via !== 'mail' : event.actor.kind !== 'requester';
};

/** How words in Markdown are shown. */
const markdownOf = async (context: MailContext) => {
  const { htmlOfForeignMarkdown, htmlOfMarkdown } = await import('#shared/mail/notifications/markdown.ts');
  return isByStaff(context) ? htmlOfMarkdown : htmlOfForeignMarkdown;
};

/** Writes a mail about a context for one reader. */
export const writeFor = async (
  { definitions, pages }: Services,
  { template, context, reader }: { template: Template; context: MailContext; reader: MailReader },
): Promise<Rendered> => {
  const { renderTemplate } = await import('#shared/mail/notifications/render.ts');
  const priorities = await definitions.all('priorities');
  const letterhead = {
    portalUrl: pages.PORTAL_URL,
    staffUrl: pages.STAFF_URL,
    priorityName: (key: string) => priorities.get(key)?.value.name,
  };
  const plain = valuesOf(context, reader, letterhead);
  const isForeign = reader.isUnconfirmed || reader.audience === 'follower';
  const values = isForeign ? withoutForeignLinks(plain) : plain;
  return renderTemplate(template, values, {
    ...(reader.isUnconfirmed && { inSubject: withoutForeignWords(plain) }),
    timeZone: timeZoneFor(context, reader),
    // Most mails show nothing that somebody wrote.
    markdown: hasWriting(values) ? await markdownOf(context) : undefined,
  });
};
