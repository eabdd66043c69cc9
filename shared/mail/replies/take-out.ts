import { tokenShape } from '#shared/access/portal-link.ts';

// A mail of ours holds a link that opens the case without a login, and programs quote it in many
// forms. Whatever is stored of a mail goes through here first.

/**
 * What staff are not to learn of a hidden requester, however it got into the mail: the names they
 * gave or sign with, and their addresses.
 */
export interface Hidden {
  names: readonly string[];
  addresses: readonly string[];
}

const [link, address, name] = ['[link removed]', '[address removed]', '[name removed]'];

// Programs break long words: by a line end that a quotation mark may follow, by an element or a
// character that is not seen. Bounded, so that searching stays linear.
const broken = '(?:=?\\r?\\n[> \\t]{0,16}|<wbr ?/?>|[\\u00ad\\u200b-\\u200d\\u2060\\ufeff]){0,2}';
const token = tokenShape
  .map(([characters, times], index) => (index === 0 ? characters : `(?:${broken}${characters}){${times}}`))
  .join('');
const tokens = new RegExp(token, 'g');

// What an address on the web may have around a token. Not a letter of another script: those
// languages write on without a space.
const isOfAddress = (text: string, at: number): boolean => /[\w%:/?#[\]@!$&*+,;=.~|-]/.test(text.charAt(at));

/** Whether a text holds a link that opens something. */
export const carriesToken = (text: string): boolean => text.search(tokens) >= 0;

// A program that leads links over a server of its own writes where after the words: that opens the
// case as well.
const leadsOn = /\s?[<([]https?:\/\/[^\s<>()[\]]*[>)\]]/y;

/**
 * A text without the links of ours that open something, also where they are wrapped in another
 * link.
 */
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

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

const addressForm = (one: string): string | undefined => {
  const [local, domain] = one.trim().split('@');
  return local && domain ? `${escaped(local)}(?:@|%40|&#64;|&#x40;)${escaped(domain)}` : undefined;
};

/**
 * The words of a name, as programs write their letters: with an accent in one character or in two.
 */
const wordsOf = (one: string): string[] => one.split(/[\s,;<>"()]+/).filter((word) => /\p{L}{2}/u.test(word));
// Programs write an apostrophe straight or curled.
const apostrophe = /['’ʼ]/g;
const written = (word: string): string =>
  `(?:${[...new Set([word.normalize('NFC'), word.normalize('NFD')])].map(escaped).join('|')})`.replace(
    apostrophe,
    "['’ʼ]",
  );
const between = '(?:[\\s,._+-]|%20|&nbsp;){1,4}';

/**
 * What stands for a name: all its words in either order; each of them with the same capital
 * letters; each of them however it is written, where a line is nothing else, as below a letter.
 */
const nameForms = (names: readonly string[]): RegExp[] => {
  const each = names.map((one) => wordsOf(one).map(written));
  const whole = each
    .filter(({ length }) => length > 1)
    .flatMap((words) => [words.join(between), words.toReversed().join(between)]);
  const words = [...new Set(each.flat())];
  if (words.length === 0) return [];
  const any = `(?:${words.join('|')})`;
  return [
    ...(whole.length === 0 ? [] : [new RegExp(alone(whole), 'giu')]),
    new RegExp(alone(words), 'gu'),
    new RegExp(`(?<=^[ \\t>*_~-]{0,16})${any}(?:[ \\t,.]{1,4}${any}){0,4}(?=[ \\t.,!*_]{0,16}$)`, 'gimu'),
  ];
};

// Scripts that are written without spaces between words, so that a letter beside a name says
// nothing.
const unspaced =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

/**
 * Forms that no letter goes on from, unless their script has no spaces; one of a character that is
 * encoded in a link does not count.
 */
const alone = (forms: readonly string[]): string => {
  const longestFirst = forms.toSorted((one, other) => other.length - one.length);
  const [within, apart] = [
    longestFirst.filter((one) => unspaced.test(one)),
    longestFirst.filter((one) => !unspaced.test(one)),
  ];
  const bounded = `(?:(?<![\\p{L}\\p{N}])|(?<=%[0-9A-Fa-f]{2}))(?:${apart.join('|')})(?![\\p{L}\\p{N}])`;
  return [...within, ...(apart.length > 0 ? [bounded] : [])].join('|');
};

/**
 * A text as it may be stored, without links of ours that open something and without what names a
 * hidden requester: for notes, subjects and names of files.
 */
export const takeOut = (text: string, hidden?: Hidden | undefined): string => {
  const linkless = withoutLinks(text);
  if (!hidden) return linkless;
  const addresses = hidden.addresses.flatMap((one) => addressForm(one) ?? []);
  const addressless =
    addresses.length === 0 ? linkless : linkless.replace(new RegExp(alone(addresses), 'giu'), address);
  return nameForms(hidden.names).reduce((rest, form) => rest.replace(form, name), addressless);
};
