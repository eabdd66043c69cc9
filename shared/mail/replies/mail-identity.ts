import { createHash } from 'node:crypto';
import type { ReceivedMail } from '#shared/mail/replies/read-reply.ts';

/**
 * Stands for a mail however often it arrives. Servers send one again with other headers and other
 * boundaries, and programs give several the same Message-ID or none, so what was written and
 * attached is part of it. Without an id, so is its date; without that, `object`, the place where
 * SES put it.
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
