import { createHash } from 'node:crypto';
import type { Email } from 'postal-mime';
import type { MailHead } from '#shared/replies/mail-head.ts';
import { type Attachment, type ReceivedMail, readMail } from '#shared/replies/read-reply.ts';
import { type Hidden, takeOut } from '#shared/replies/take-out.ts';

// The whole mail, as it is kept with its case. It is the very mail that came in, unless that quotes a link of ours that opens the case, or its sender is not to
// be known to staff: then it is composed anew of the same parts, without these.

/** A mail in a mail in a mail: deeper than this nobody forwards one. */
const mostMails = 8;

export class TooManyMailsInside extends Error {
  override name = 'TooManyMailsInside';
}

/** Every byte is a character, so that what is not taken out comes back as it was. */
const cleanBytes = (content: Uint8Array, hidden: Hidden | undefined): Uint8Array => {
  const text = Buffer.from(content).toString('latin1');
  const clean = takeOut(text, hidden);
  return clean === text ? content : Buffer.from(clean, 'latin1');
};

const nobody: MailHead = {
  from: [],
  isVerified: false,
  to: [],
  subject: '',
  messageId: undefined,
  date: undefined,
  isAutomatic: false,
  isSuspicious: false,
};

/** What came with a mail without what may not be kept: mails and texts are looked through, other formats are what their sender attached. */
export const cleanAttachment = async (
  attachment: Attachment,
  hidden: Hidden | undefined,
  depth = 1,
): Promise<Attachment> => {
  const { name, contentType, content } = attachment;
  const cleanName = takeOut(name, hidden);
  const clean =
    contentType === 'message/rfc822'
      ? await keptMail(await readMail(content, nobody), hidden, depth + 1)
      : contentType.startsWith('text/')
        ? cleanBytes(content, hidden)
        : content;
  return clean === content && cleanName === name ? attachment : { name: cleanName, contentType, content: clean };
};

const namesFor = ({ from, to, cc, messageId, inReplyTo, references }: Email) => ({
  from: from?.address ? { name: from.name, address: from.address } : undefined,
  to: (to ?? []).flatMap(({ name, address }) => (address ? [{ name, address }] : [])),
  cc: (cc ?? []).flatMap(({ name, address }) => (address ? [{ name, address }] : [])),
  messageId,
  inReplyTo,
  references,
});

const compose = async (
  { raw, email }: ReceivedMail,
  { attachments, hidden }: { attachments: readonly Attachment[]; hidden: Hidden | undefined },
): Promise<Uint8Array> => {
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer');
  // Composed again it is the same, byte for byte.
  const hash = createHash('sha256').update(raw).digest('hex');
  const sent = email.date === undefined ? Number.NaN : Date.parse(email.date);
  return new MailComposer({
    messageId: `<${hash}@caseward.invalid>`,
    ...(!hidden && namesFor(email)),
    baseBoundary: hash.slice(0, 32),
    date: new Date(Number.isNaN(sent) ? 0 : sent),
    subject: takeOut(email.subject ?? '', hidden),
    ...(email.text !== undefined && { text: takeOut(email.text, hidden) }),
    ...(email.html !== undefined && { html: takeOut(email.html, hidden) }),
    attachments: attachments.map(({ name, contentType, content }, index) => ({
      filename: name,
      contentType,
      content: Buffer.from(content),
      cid: email.attachments[index]?.contentId,
    })),
    disableFileAccess: true,
    disableUrlAccess: true,
  } as ConstructorParameters<typeof MailComposer>[0])
    .compile()
    .build();
};

/**
 * A mail as it is kept with a case.
 *
 * @throws where mails lie in each other deeper than anybody forwards one
 */
export const keptMail = async (mail: ReceivedMail, hidden?: Hidden | undefined, depth = 1): Promise<Uint8Array> => {
  if (depth > mostMails) throw new TooManyMailsInside('a mail in a mail, too many times');
  const { raw, email } = mail;
  const attachments: Attachment[] = [];
  for (const attachment of mail.attachments) attachments.push(await cleanAttachment(attachment, hidden, depth));
  const isClean = (text: string | undefined) => text === undefined || takeOut(text, hidden) === text;
  const isUntouched =
    !hidden &&
    [email.subject, email.text, email.html].every(isClean) &&
    attachments.every((one, index) => one === mail.attachments[index]);
  return isUntouched ? raw : compose(mail, { attachments, hidden });
};
