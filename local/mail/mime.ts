import { type AddressObject, simpleParser } from 'mailparser';
import { createTransport } from 'nodemailer';
import type { SendEmail } from '#local/mail/request.ts';

/** What is in a mail. Addresses are bare, without the names that may stand before them. */
export interface MailContent {
  to: string[];
  cc: string[];
  from: string;
  replyTo: string | null;
  subject: string;
  text: string | null;
  html: string | null;
  attachments: { filename: string | null; contentType: string /** Base64. */; content: string }[];
  /** By lower-case name. */
  headers: Record<string, string>;
}

/** A mail as `GET /_local/mail` shows it. */
export interface MailItem extends MailContent {
  /** The virtual instant at which SES took it. */
  at: string;
}

/** The message as MIME: as it was given, or composed of its parts as SES does. */
export async function mimeOf(request: SendEmail): Promise<Buffer> {
  const { Content, FromEmailAddress, Destination, ReplyToAddresses } = request;
  if ('Raw' in Content) return Buffer.from(Content.Raw.Data, 'base64');
  const { Subject, Body, Headers = [], Attachments = [] } = Content.Simple;
  const composer = createTransport({ streamTransport: true, buffer: true });
  const { message } = await composer.sendMail({
    from: FromEmailAddress,
    to: Destination?.ToAddresses,
    cc: Destination?.CcAddresses,
    replyTo: ReplyToAddresses,
    subject: Subject.Data,
    text: Body.Text?.Data,
    html: Body.Html?.Data,
    headers: Headers.map(({ Name, Value }) => ({ key: Name, value: Value })),
    attachments: Attachments.map(({ FileName, ContentType, RawContent }) => ({
      filename: FileName,
      contentType: ContentType,
      content: Buffer.from(RawContent, 'base64'),
    })),
  });
  return message as Buffer;
}

/**
 * Reads a MIME message. Nothing is made up: a mail without a text part has no text. `bcc` is apart,
 * for recipients do not see it.
 */
export async function readMime(raw: Buffer): Promise<{ content: MailContent; bcc: string[] }> {
  const mail = await simpleParser(raw, {
    skipHtmlToText: true,
    skipTextToHtml: true,
    skipTextLinks: true,
    skipImageLinks: true,
  });
  const content = {
    to: addressesOf(mail.to),
    cc: addressesOf(mail.cc),
    from: addressesOf(mail.from)[0] ?? '',
    replyTo: addressesOf(mail.replyTo)[0] ?? null,
    subject: mail.subject ?? '',
    text: mail.text ?? null,
    html: mail.html || null,
    attachments: mail.attachments.map(({ filename, contentType, content: bytes }) => ({
      filename: filename ?? null,
      contentType,
      content: bytes.toString('base64'),
    })),
    headers: Object.fromEntries(mail.headerLines.map(({ key, line }) => [key, withoutFolds(line)])),
  };
  return { content, bcc: addressesOf(mail.bcc) };
}

function addressesOf(field: AddressObject | AddressObject[] | undefined): string[] {
  const objects = field === undefined ? [] : [field].flat();
  return objects.flatMap(({ value }) =>
    value.flatMap(({ address, group }) => address ?? group?.map((one) => one.address ?? '') ?? []),
  );
}

// A long header is folded: its further lines begin with white space.
const withoutFolds = (line: string): string =>
  line
    .slice(line.indexOf(':') + 1)
    .replace(/\r?\n\s+/g, ' ')
    .trim();
