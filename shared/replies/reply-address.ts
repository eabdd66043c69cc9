import { createHmac, timingSafeEqual } from 'node:crypto';
import { isUlid } from '#shared/records/ids.ts';

// Where answers to the mails of a case go: `reply+<case>-<signature>@<domain>`. The signature makes it unguessable and names no case that it was not made for.
// Some servers change the case of letters on the way, so nothing in it depends on that.

// A hundred bits in base32: five bits a character. With the case's id the part before the @ has 53 of the 64 characters that it may have.
const signatureLength = 20;
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

const signatureOf = (secret: string, caseId: string): string =>
  [...createHmac('sha256', secret).update(`reply ${caseId}`).digest().subarray(0, signatureLength)]
    .map((byte) => alphabet.charAt(byte & 31))
    .join('');

/** The address that answers to mails of a case go to. */
export const replyAddress = (secret: string, { caseId, domain }: { caseId: string; domain: string }): string =>
  `reply+${caseId.toLowerCase()}-${signatureOf(secret, caseId)}@${domain}`;

const form = new RegExp(`^reply\\+([0-9a-z]{26})-([${alphabet}]{${signatureLength}})@`, 'i');

/** The case whose reply address this is; undefined for any other, and for one that was made up. */
export const caseOfReply = (secret: string, address: string): string | undefined => {
  const [, id = '', signature = ''] = form.exec(address.trim()) ?? [];
  const caseId = id.toUpperCase();
  if (!isUlid(caseId)) return undefined;
  const isOurs = timingSafeEqual(Buffer.from(signature.toLowerCase()), Buffer.from(signatureOf(secret, caseId)));
  return isOurs ? caseId : undefined;
};
