import { createHash } from 'node:crypto';
import type { ReceivedMail } from '#shared/mail/replies/read-reply.ts';

/**
 * The identity of a mail however often it arrives: its id (else its date, else `object`, its place
 * at SES), words and files, since servers change headers and programs repeat ids.
 */
export const identityOf = ({ head, email, attachments }: Omit<ReceivedMail, 'raw'>, object: string): string => {
  const hash = createHash('sha256');
  const add = (part: string | Uint8Array): void => {
    // The length keeps apart what stands side by side.
    hash.update(`${part.length} `).update(part);
  };
  add(head.messageId ?? head.date ?? object);
  for (const address of head.from) add(address);
  add(head.subject);
  add(email.text ?? '');
  add(email.html ?? '');
  for (const { name, contentType, content } of attachments) {
    add(name);
    add(contentType);
    add(content);
  }
  return hash.digest('base64url').slice(0, 32);
};
