import { tokenShape } from '#shared/portal/link.ts';

// A mail of ours holds a link that opens the case without a login, and programs quote it in many forms. Whatever is stored of a mail goes through here first.

/** What staff are not to learn of a hidden requester, however it got into the mail: the names they gave or sign with, and their addresses. */
export interface Hidden {
  names: readonly string[];
  addresses: readonly string[];
}

const [link, address, name] = ['[link removed]', '[address removed]', '[name removed]'];

// Programs break long words: by a line end that a quotation mark may follow, by an element or a character that is not seen. Bounded, so that searching stays linear.
const broken = '(?:=?\\r?\\n[> \\t]{0,16}|<wbr ?/?>|[\\u00ad\\u200b-\\u200d\\u2060\\ufeff]){0,2}';
const token = tokenShape
  .map(([characters, times], index) => (index === 0 ? characters : `(?:${broken}${characters}){${times}}`))
  .join('');
const tokens = new RegExp(token, 'g');

// What an address on the web may have around a token. Not a letter of another script: those languages write on without a space.
const isOfAddress = (text: string, at: number): boolean => /[\w%:/?#[\]@!$&*+,;=.~|-]/.test(text.charAt(at));

/** Whether a text holds a link that opens something. */
export const carriesToken = (text: string): boolean => text.search(tokens) >= 0;

// A program that leads links over a server of its own writes where after the words: that opens the case as well.
const leadsOn = /\s?[<([]https?:\/\/[^\s<>()[\]]*[>)\]]/y;

/** A text without the links of ours that open something, in whatever other link they are wrapped. */
const withoutLinks = (text: string): string => {
  let kept = '';
  let end = 0;
  for (const match of text.matchAll(tokens)) {
    if (match.index < end) continue;
    let from = match.index;
    while (from > end && isOfAddress(text, from - 1)) from -= 1;
    kept += `${text.slice(end, from)}${link}`;
    end = match.index + match[0].length;
    while (end < text.length && isOfAddress(text, end)) end += 1;
    leadsOn.lastIndex = end;
    if (leadsOn.test(text)) end = leadsOn.lastIndex;
  }
  return kept + text.slice(end);
};

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');

const addressForm = (one: string): string | undefined => {
  const [local, domain] = one.trim().split('@');
  return local && domain ? `${escaped(local)}(?:@|%40|&#64;|&#x40;)${escaped(domain)}` : undefined;
};

// Names as they were given, in either order; and each word of them, where it is written with the same capital letters.
const nameForms = (one: string): { whole: string[]; words: string[] } => {
  const words = one.split(/[\s,;<>"()]+/).filter((word) => /\p{L}{2}/u.test(word));
  const spaced = (list: readonly string[]) => list.map(escaped).join('[\\s,]{1,4}');
  return { whole: words.length > 1 ? [spaced(words), spaced(words.toReversed())] : [], words: words.map(escaped) };
};

const anyOf = (forms: readonly string[], flags: string): RegExp | undefined => {
  const longestFirst = [...new Set(forms)].sort((one, other) => other.length - one.length);
  return forms.length === 0
    ? undefined
    : new RegExp(`(?<![\\p{L}\\p{N}])(?:${longestFirst.join('|')})(?![\\p{L}\\p{N}])`, flags);
};

/**
 * A text as it may be stored: without links of ours that open something, and without what names a hidden requester. For the text of a note, of what was cut off it,
 * of a subject, of the name of a file.
 */
export const takeOut = (text: string, hidden?: Hidden | undefined): string => {
  const linkless = withoutLinks(text);
  if (!hidden) return linkless;
  const names = hidden.names.map(nameForms);
  const addresses = anyOf(
    hidden.addresses.flatMap((one) => addressForm(one) ?? []),
    'giu',
  );
  const whole = anyOf(
    names.flatMap((one) => one.whole),
    'giu',
  );
  const words = anyOf(
    names.flatMap((one) => one.words),
    'gu',
  );
  let rest = linkless;
  if (addresses) rest = rest.replace(addresses, address);
  if (whole) rest = rest.replace(whole, name);
  return words ? rest.replace(words, name) : rest;
};
