import { createTransport } from 'nodemailer';
import { expect } from 'vitest';
import type { DemoMail } from '#local/demo/client.ts';
import { here } from './world.ts';

// Mail as people see it: what they were sent, and what they send.

export type Sent = DemoMail & { replyTo: string };
/** The newest mail to somebody, once nothing is under way any more. */
export const lastMailTo = async (address: string): Promise<Sent> => {
  await here().local.idle();
  return (await here().local.mails(address)).at(-1) as Sent;
};

interface Written {
  from: string;
  to: string;
  text?: string;
  html?: string;
  messageId?: string;
  headers?: Record<string, string>;
  cc?: string;
  subject?: string;
  attachments?: { filename: string; content: string | Uint8Array; contentType: string }[];
  /** What SES says of the sender, where it does not confirm it. */
  authentication?: string;
}

/** A mail that somebody sends us, as it comes over the wire. */
export const arrives = async ({ authentication, ...written }: Written): Promise<{ accepted: boolean }> => {
  const composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  const { message } = await composer.sendMail({
    subject: 'Re: your case',
    ...written,
    attachments: written.attachments?.map(({ content, ...one }) => ({ ...one, content: Buffer.from(content) })),
  });
  return arrivesAsIs(message as Buffer, authentication);
};

/** A mail that somebody sends us, byte for byte. */
export const arrivesAsIs = async (
  raw: string | Uint8Array,
  authentication?: string,
): Promise<{ accepted: boolean }> => {
  const query = authentication === undefined ? '' : `?authentication=${encodeURIComponent(authentication)}`;
  const response = await here().fetch(`${here().url}/_local/inbound-mail${query}`, {
    method: 'POST',
    headers: { 'content-type': 'message/rfc822' },
    body: new Uint8Array(Buffer.from(raw)),
  });
  expect(response.status).toBe(200);
  await here().local.idle();
  return (await response.json()) as { accepted: boolean };
};
