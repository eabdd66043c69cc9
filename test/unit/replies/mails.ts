import { createTransport, type SendMailOptions } from 'nodemailer';
import { readHead } from '#shared/mail/replies/mail-head.ts';
import { type ReceivedMail, readMail } from '#shared/mail/replies/read-reply.ts';

const composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });

/** A mail as it comes over the wire. */
export const rawMail = async (mail: SendMailOptions): Promise<Uint8Array> => {
  const { message } = await composer.sendMail({
    from: 'Stella <Stella@Students.example>',
    to: 'reply+x@y.example',
    ...mail,
  });
  return new Uint8Array(message as Buffer);
};

/** A mail as the inbound function reads it. */
export const received = async (mail: SendMailOptions | Uint8Array): Promise<ReceivedMail> => {
  const raw = mail instanceof Uint8Array ? mail : await rawMail(mail);
  return readMail(raw, await readHead(raw));
};
