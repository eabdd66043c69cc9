import type { Email } from 'postal-mime';
import { foldAddress } from '#shared/core/records/address.ts';
import type { Line } from '#shared/mail/replies/line.ts';
import type { HeaderBlock } from '#shared/mail/replies/shapes.ts';
import { carriesToken } from '#shared/mail/replies/take-out.ts';

// A mail of somebody else that was pasted or forwarded looks as one of ours does that is quoted.
// Only what shows that it is ours lets it be cut.

/** What is known of the mails that are ours. */
export interface KnownAsOurs {
  /** The addresses that our mails come from. */
  senders?: readonly string[] | undefined;
  /** The addresses of the portal's pages and of the staff's. */
  pages?: readonly string[] | undefined;
}

// What programs write before the subject of a mail that is passed on. "VS" is an answer in Finnish
// and passed on in Danish: it shows nothing.
const passedOn = new Set(
  'fw fwd wg tr vs vb vl rv enc i pd fs doorst tov ilt прд пер 转发 轉寄 转寄 転送 전달 הועבר'.split(' '),
);
const prefix = /^\s*([\p{L}\p{M}]{1,10})(?: ?\[\d{1,3}\])? ?[:：]\s*/u;
// A thread in which more people answered than this repeats what was found.
const mostPrefixes = 20;

const subjectOf = (text: string): { about: string; prefixes: string[] } => {
  let about = text.slice(0, 1_000).replace(/\s+/g, ' ');
  const prefixes: string[] = [];
  for (let match = prefix.exec(about); match && prefixes.length < mostPrefixes; match = prefix.exec(about)) {
    prefixes.push((match[1] ?? '').toLowerCase());
    about = about.slice(match[0].length);
  }
  return { about: about.trim().toLowerCase(), prefixes };
};

// Names of headers are cut off, and long subjects are wrapped: a beginning of this length is the
// same.
const enough = 12;
const isSame = (one: string, other: string): boolean => {
  const [short = '', long = ''] = [one, other].sort((a, b) => a.length - b.length);
  return short !== '' && (short === long || (short.length >= enough && long.startsWith(short)));
};

const replyAddress = /^reply\+[0-9a-z]{26}\b/;

/** What a mail says of the one that it answers. */
export type Answering = Pick<Email, 'subject' | 'inReplyTo' | 'references'>;

/** Says of what a mail quotes whether it is ours. */
export const evidenceFor = (
  { subject = '', inReplyTo, references }: Answering,
  { senders = [], pages = [] }: KnownAsOurs,
) => {
  const { about, prefixes } = subjectOf(subject);
  const answers =
    (prefixes.length > 0 || inReplyTo !== undefined || references !== undefined) && !passedOn.has(prefixes[0] ?? '');
  const ours = new Set(senders.map(foldAddress));
  const places = pages.map((page) => page.toLowerCase());

  const isOurAddress = (address: string): boolean => ours.has(address) || replyAddress.test(address);

  /** Whether lines hold what only mails of ours do. */
  const leadsToUs = (lines: readonly Line[]): boolean => {
    const text = lines.map(({ said }) => said).join('\n');
    const small = text.toLowerCase();
    return carriesToken(text) || places.some((place) => small.includes(`${place}/`));
  };

  return {
    isOurAddress,
    leadsToUs,
    /** Whether a header block, and what stands below it, is of a mail of ours. */
    isOurs: (block: HeaderBlock, below: readonly Line[]): boolean =>
      block.addresses.some(isOurAddress) ||
      (answers && block.values.some((value) => isSame(subjectOf(value).about, about))) ||
      (block.saysWhen && leadsToUs(below)),
  };
};
export type Evidence = ReturnType<typeof evidenceFor>;
