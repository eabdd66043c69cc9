import MarkdownIt from 'markdown-it';

// What people wrote is kept as Markdown and shown here. All HTML is escaped, and images are off, or
// the author of a note would learn when it is read.
const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true }).disable('image');
const mayLead = /^(?:https?|mailto):/i;
markdown.validateLink = (address) => mayLead.test(address);

/**
 * Text of staff in Markdown as HTML that may stand in any page: paragraphs, lists, emphasis, links
 * to web and mail addresses, and nothing else.
 */
export const htmlOfMarkdown = (text: string): string => markdown.render(text).trim();

// A link can say one address and lead to another, and an entity or a mark of direction can make
// letters look like others.
const withoutLinks = new MarkdownIt({ html: false, linkify: false, breaks: true }).disable([
  'image',
  'link',
  'autolink',
  'reference',
  'entity',
]);
const marksOfDirection = /[\u202a-\u202e\u2066-\u2069]/g;

/**
 * Text of anybody else in Markdown as HTML: the same, but links stand there as they were written,
 * with the address that they lead to.
 */
export const htmlOfForeignMarkdown = (text: string): string =>
  withoutLinks.render(text.replace(marksOfDirection, '')).trim();
