// What stands in a note or an answer of a mail.

// As much as a note takes. The whole of a longer mail is kept with the case.
const mostText = 20_000;
const cutMark = '\n\n[…] The mail is longer than a note. All of it is kept with the case, in message.eml.';

const cut = (text: string): string => {
  if (text.length <= mostText) return text;
  const kept = text.slice(0, mostText - cutMark.length);
  // Half of a character of two units is no character.
  return `${/[\ud800-\udbff]$/.test(kept) ? kept.slice(0, -1) : kept}${cutMark}`;
};

/**
 * The text of a note: what is new in a mail, else the names of its files. Of an unconfirmed sender
 * it says so, with the address where staff may know it.
 */
export const noteText = (
  text: string,
  { names, unverified }: { names: readonly string[]; unverified?: { addresses: readonly string[] } | undefined },
): string => {
  const written = text.replaceAll('\u0000', '').toWellFormed() || `(${names.join(', ')})`;
  if (!unverified) return cut(written);
  const { addresses } = unverified;
  const from = addresses.length === 0 ? '' : ` that says it is from ${addresses.join(', ').slice(0, 500)}`;
  const files = names.length === 0 ? '' : `\n\n[It came with ${names.join(', ')}, which are in message.eml alone.]`;
  return cut(`Mail of an unverified sender${from}:\n\n${written}${files}`);
};
