import type { TokenValues } from '#shared/mail/notifications/token-values.ts';

// So that nobody mails strangers through our form, a mail to an unconfirmed address has none of its
// words in the subject, and none in the body that becomes a link: docs/decisions/0037.

/**
 * What mail programs show as a link, or dial: an address of the web or of mail, a bare domain (also
 * with the full stops of other scripts), an IP address.
 */
const looksLikeLink =
  /:\/\/|@|^\W*(?:www\.|mailto:|tel:|sms:|data:|javascript:)|[\p{L}\p{N}][.\u3002\uff0e\uff61]\p{L}{2,}|\d+(?:\.\d+){3}/iu;

/** Not to be seen, and able to break a word into two that look like one. */
const invisible = /[\p{Cf}\u00ad]+/gu;

/** A text of somebody unknown, with every word left out that could become a link. */
export const withoutLinks = (text: string): string =>
  text.replace(invisible, '').replace(/\S+/gu, (word) => (looksLikeLink.test(word.normalize('NFKC')) ? '…' : word));

const harmless = (value: unknown): unknown => {
  if (typeof value === 'string') return withoutLinks(value);
  if (Array.isArray(value)) return value.map(harmless);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, harmless(one)]));
};

/** What of a case its requester writes. What else it says is the institution's. */
const ofRequester = ['subject', 'description', 'fields', 'onBehalfOf', 'location', 'closure'] as const;

const withHarmless = (values: TokenValues, members: readonly string[]): TokenValues =>
  Object.fromEntries(
    Object.entries(values).map(([member, value]) => [member, members.includes(member) ? harmless(value) : value]),
  );

/** The values of a mail whose reader did not write what they may have to read. */
export const withoutForeignLinks = (values: object): TokenValues => {
  const { case: record, ...rest } = values as { case?: TokenValues } & TokenValues;
  return {
    ...withHarmless(rest, ['contact', 'question']),
    ...(record && { case: withHarmless(record, ofRequester) }),
  };
};

/**
 * The same for the subject of a mail to an address that nobody has confirmed: instead of what a
 * case is called, what it is.
 */
export const withoutForeignWords = (values: object): TokenValues => {
  const { case: record, contact: _who, question: _asked, ...rest } = values as { case?: TokenValues } & TokenValues;
  if (!record) return rest;
  const kept = Object.entries(record).filter(([member]) => !(ofRequester as readonly string[]).includes(member));
  return { ...rest, case: { ...Object.fromEntries(kept), subject: record.typeName } };
};
