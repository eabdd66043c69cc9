import { createHmac, timingSafeEqual } from 'node:crypto';
import { foldAddress } from '#shared/core/records/address.ts';
import { isUlid } from '#shared/core/records/ulid.ts';

// Answers go to `reply+<case>-<signature>@<domain>`, of a question to `reply+<case>.<end of its
// id>-…`. Nothing depends on the case of letters, which some servers change.

// A hundred bits in base32: five bits a character. With the case's id the part before the @ has 53
// of the 64 characters that it may have, and with a question 62.
const signatureLength = 20;
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

const signatureOf = (secret: string, what: string): string =>
  [...createHmac('sha256', secret).update(`reply ${what}`).digest().subarray(0, signatureLength)]
    .map((byte) => alphabet.charAt(byte & 31))
    .join('');

// Of the random part of a ULID; a case has two hundred questions at the most.
const questionLength = 8;

/**
 * What a mail to a reply address is about: a case, and of its questions the one whose id ends so.
 */
export interface RepliedTo {
  caseId: string;
  question?: string;
}

const named = ({ caseId, question }: RepliedTo): string => `${caseId}${question === undefined ? '' : `.${question}`}`;

/** How a question stands in a reply address. */
export const endOfId = (questionId: string): string => questionId.slice(-questionLength);

/** The address that answers to mails of a case go to, or answers to one of its questions. */
export const replyAddress = (secret: string, { domain, ...to }: RepliedTo & { domain: string }): string =>
  `reply+${named(to).toLowerCase()}-${signatureOf(secret, named(to))}@${domain}`;

const form = new RegExp(
  `^reply\\+([0-9a-z]{26})(?:\\.([0-9a-z]{${questionLength}}))?-([${alphabet}]{${signatureLength}})@`,
  'i',
);

/** What this is the reply address of; undefined for any other, and for one that was made up. */
export const repliedTo = (secret: string, address: string): RepliedTo | undefined => {
  const [, id = '', question, signature = ''] = form.exec(address.trim()) ?? [];
  const caseId = id.toUpperCase();
  if (!isUlid(caseId)) return undefined;
  const to = { caseId, ...(question !== undefined && { question: question.toUpperCase() }) };
  const isOurs = timingSafeEqual(Buffer.from(foldAddress(signature)), Buffer.from(signatureOf(secret, named(to))));
  return isOurs ? to : undefined;
};

// The address of a case is looked for among as many; a mail to more cases than that is no answer.
const mostCases = 10;

/**
 * The cases that a mail to these addresses is for, each once. Where it is also to a question of a
 * case, it is for that one.
 */
export const casesOf = (secret: string, addresses: readonly string[]): RepliedTo[] => {
  const found = new Map<string, RepliedTo>();
  for (const to of addresses.flatMap((address) => repliedTo(secret, address) ?? [])) {
    const known = found.get(to.caseId);
    if (!known || known.question === undefined) found.set(to.caseId, to);
  }
  return [...found.values()].slice(0, mostCases);
};
