import { createTransport } from 'nodemailer';
import { expect } from 'vitest';
import type { Mail } from '#local/demo/client.ts';
import { here } from './world.ts';

// Mail as people see it: what they were sent, and what they send.

export type Sent = Mail & { replyTo: string };
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
  attachments?: { filename: string; content: string; contentType: string }[];
}

/** A mail that somebody sends us, as it comes over the wire. */
export const arrives = async (written: Written): Promise<{ accepted: boolean }> => {
  const composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  const { message } = await composer.sendMail({ subject: 'Re: your case', ...written });
  const response = await fetch(`${here().url}/_local/inbound-mail`, {
    method: 'POST',
    headers: { 'content-type': 'message/rfc822' },
    body: new Uint8Array(message as Buffer),
  });
  expect(response.status).toBe(200);
  await here().local.idle();
  return (await response.json()) as { accepted: boolean };
};
