import MarkdownIt from 'markdown-it';

// What people write is kept as they wrote it, in Markdown; here it is shown. The library escapes all HTML and refuses addresses that run something; images are
// off as well, or whoever writes a note would learn when it is read.
const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true }).disable('image');
const mayLead = /^(?:https?|mailto):/i;
markdown.validateLink = (address) => mayLead.test(address);

/** Text in Markdown as HTML that may stand in any page: paragraphs, lists, emphasis, links to web and mail addresses, and nothing else. */
export const htmlOfMarkdown = (text: string): string => markdown.render(text).trim();
