import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { Email } from 'postal-mime';
import { wideEncoding } from '#shared/casework/files/text-content.ts';
import { linesOfHtml } from '#shared/mail/replies/lines-of-html.ts';
import type { MailHead } from '#shared/mail/replies/mail-head.ts';
import { type Attachment, type ReceivedMail, readMail } from '#shared/mail/replies/read-reply.ts';
import { type Hidden, takeOut } from '#shared/mail/replies/take-out.ts';

// The whole mail as it came in, unless it quotes a link of ours that opens the case or its sender
// is hidden from staff: then it is composed anew without these: docs/decisions/0042.

/** A mail in a mail in a mail: deeper than this nobody forwards one. */
const mostMails = 8;

class TooManyMailsInside extends RangeError {
  override name = 'TooManyMailsInside';
}

/**
 * How the bytes of a text are read and written: by what they are in, else each byte as a character,
 * so that what is not taken out comes back as it was.
 */
const codingOf = (content: Uint8Array): { read: () => string; write: (text: string) => Uint8Array } => {
  const wide = content.length % 2 === 0 ? wideEncoding(content) : undefined;
  if (wide) {
    const turned = (bytes: Uint8Array) => (wide === 'utf-16be' ? Buffer.from(bytes).swap16() : Buffer.from(bytes));
    return {
      read: () => turned(content).toString('utf16le'),
      write: (text) => turned(Buffer.from(text, 'utf16le')),
    };
  }
  const encoding = isUtf8(content) ? 'utf8' : 'latin1';
  return { read: () => Buffer.from(content).toString(encoding), write: (text) => Buffer.from(text, encoding) };
};

const cleanBytes = (content: Uint8Array, hidden: Hidden | undefined): Uint8Array => {
  const { read, write } = codingOf(content);
  const text = read();
  const clean = takeOut(text, hidden);
  return clean === text ? content : write(clean);
};

const numeric = /&#(?:x([0-9a-f]{1,6})|([0-9]{1,7}));/gi;
/** HTML with the characters that it writes as numbers. */
const withoutNumbers = (html: string): string =>
  html.replace(numeric, (whole, hex?: string, decimal?: string) => {
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });

const wordsOfHtml = (html: string): string =>
  linesOfHtml(html)
    .map(({ said }) => said)
    .join('\n');

/**
 * HTML as it may be kept; undefined where what has to go is written in references to characters,
 * and so cannot be told from the rest.
 */
const cleanHtml = (html: string, hidden: Hidden | undefined): string | undefined => {
  const clean = takeOut(html, hidden);
  return [wordsOfHtml(clean), withoutNumbers(clean)].some((text) => takeOut(text, hidden) !== text) ? undefined : clean;
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

/**
 * What came with a mail without what may not be kept: mails and texts are looked through, other
 * formats are what their sender attached.
 */
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

/** The words of a mail without what may not be kept. */
const cleanWords = ({ email: { subject, text, html } }: ReceivedMail, hidden: Hidden | undefined) => ({
  subject: subject === undefined ? undefined : takeOut(subject, hidden),
  text: text === undefined ? undefined : takeOut(text, hidden),
  html: html === undefined ? undefined : cleanHtml(html, hidden),
});

interface Clean extends ReturnType<typeof cleanWords> {
  attachments: readonly Attachment[];
  hidden: Hidden | undefined;
}

const compose = async (
  { raw, email }: ReceivedMail,
  { subject, text, html, attachments, hidden }: Clean,
): Promise<Uint8Array> => {
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer');
  // Composed again it is the same, byte for byte.
  const hash = createHash('sha256').update(raw).digest('hex');
  const sent = email.date === undefined ? Number.NaN : Date.parse(email.date);
  // The words stay where their layout has to go.
  const isWithoutLayout = email.html !== undefined && html === undefined && text === undefined;
  const words = isWithoutLayout ? takeOut(wordsOfHtml(email.html ?? ''), hidden) : text;
  return new MailComposer({
    messageId: `<${hash}@caseward.invalid>`,
    ...(!hidden && namesFor(email)),
    baseBoundary: hash.slice(0, 32),
    date: new Date(Number.isNaN(sent) ? 0 : sent),
    subject: subject ?? '',
    ...(words !== undefined && { text: words }),
    ...(html !== undefined && { html }),
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
  const words = cleanWords(mail, hidden);
  const isUntouched =
    !hidden &&
    (['subject', 'text', 'html'] as const).every((part) => words[part] === email[part]) &&
    attachments.every((one, index) => one === mail.attachments[index]);
  return isUntouched ? raw : compose(mail, { ...words, attachments, hidden });
};
