const entities = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&#34;'],
  ["'", '&#39;'],
]);

/** Text as it may stand in HTML, between tags and in quoted attributes. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => entities.get(character) ?? character);

// An address ends before white space and what cannot be part of it, and before the punctuation of
// the sentence it stands in.
const webAddress = /https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]}]/g;

const marksOfFormat = /\p{Cf}/u;

/**
 * A web address as it may be shown as a link: what is read is where it leads. Undefined for one
 * that could be read as another.
 */
const asItLeads = (written: string): string | undefined => {
  if (!URL.canParse(written) || written.includes('\\') || marksOfFormat.test(written)) return undefined;
  const { protocol, host, username, password } = new URL(written);
  const [, rest = ''] = /^https?:\/\/[^/?#]+(.*)$/.exec(written) ?? [];
  // Letters that look like others show in the ASCII form of the host; a name before an @ is none of
  // a host.
  return username === '' && password === '' ? `${protocol}//${host}${rest}` : undefined;
};

const withLinks = (line: string): string => {
  let html = '';
  let end = 0;
  for (const match of line.matchAll(webAddress)) {
    const address = escapeHtml(asItLeads(match[0]) ?? '');
    const link = address === '' ? escapeHtml(match[0]) : `<a href="${address}">${address}</a>`;
    html += `${escapeHtml(line.slice(end, match.index))}${link}`;
    end = match.index + match[0].length;
  }
  return html + escapeHtml(line.slice(end));
};

/** Text as one paragraph of HTML. */
export const paragraphOf = (text: string): string => `<p>${text.split('\n').map(withLinks).join('<br>\n')}</p>`;

/**
 * The HTML part of a mail from its text: a blank line begins a paragraph, which `write` may write
 * otherwise; web addresses become links, everything is escaped.
 */
export const htmlOfText = (text: string, write: (paragraph: string) => string = paragraphOf): string => {
  const paragraphs = text.trim().split(/\n\s*\n/);
  const body = paragraphs.map(write).join('\n');
  return `<!doctype html>\n<html><head><meta charset="utf-8"></head>\n<body>\n${body}\n</body></html>\n`;
};
