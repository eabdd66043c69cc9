// How mail programs mark in HTML what they quote. Names are looked for inside of names: programs
// put something before those of other programs (`x_`, `gmail-m_`).

/** What is read of an element. */
export type Attributes = ReadonlyMap<string, string>;
export const attributesRead: ReadonlySet<string> = new Set([
  'alt',
  'cite',
  'class',
  'data-marker',
  'href',
  'id',
  'name',
  'style',
  'type',
]);

// Elements that hold what is quoted and nothing else.
const quotes = [
  'yahoo_quoted', // Yahoo
  'aolreplacedbody', // AOL
  'tutanota_quote', // Tuta
  'missive_quote',
  'front-blockquote',
  'freshdesk_quote',
  'olk_src_body_section', // Outlook for Mac
  'reference-message', // Outlook on telephones
  'messagereplysection', // Spark
  'isreplycontent', // NetEase
  'quoted-content', // GMX, web.de
  '__quoted_text__', // Zimbra
  '__headers__', // Zimbra
];
const namesOfQuotes = new Set(['quote', 'qt']); // GMX, web.de; Fastmail

// Elements that introduce what is quoted. What follows in them or after them may be an answer.
const heads = [
  'gmail_attr',
  'moz-cite-prefix',
  'divrplyfwdmsg', // Outlook on the web
  'reply-intro', // Roundcube
  'yahoo-quoted-begin',
  'moz-email-headers-table',
];

const namesOf = (attributes: Attributes): string =>
  ['class', 'id', 'name', 'data-marker']
    .map((name) => attributes.get(name) ?? '')
    .join(' ')
    .toLowerCase();

// A block that is moved to the right and has no line beside it is a paragraph that somebody
// indented.
const isIndented = (attributes: Attributes): boolean => {
  const style = attributes.get('style') ?? '';
  if (attributes.get('class')?.includes('indent')) return true;
  return (
    style !== '' && !/border(?:-left|-inline-start)?(?:-width|-style|-color)?\s?:\s?(?!none|medium none|0)/i.test(style)
  );
};

const isBlockQuote = (attributes: Attributes): boolean =>
  attributes.get('type')?.toLowerCase() === 'cite' ||
  attributes.has('cite') ||
  /quote|cite/.test(namesOf(attributes)) ||
  !isIndented(attributes);

/** Whether an element quotes. */
export const isQuote = (element: string, attributes: Attributes): boolean => {
  if (element === 'blockquote') return isBlockQuote(attributes);
  if (attributes.size === 0) return false;
  const names = namesOf(attributes);
  return (
    quotes.some((name) => names.includes(name)) ||
    namesOfQuotes.has(attributes.get('name') ?? '') ||
    namesOfQuotes.has(attributes.get('id') ?? '')
  );
};

/** Whether an element introduces what is quoted. */
export const isHead = (attributes: Attributes): boolean => {
  if (attributes.size === 0) return false;
  const names = namesOf(attributes);
  return heads.some((name) => names.includes(name));
};
