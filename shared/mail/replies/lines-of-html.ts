import { Tokenizer } from 'htmlparser2';
import { isBlank, type Line } from '#shared/mail/replies/line.ts';
import { type Attributes, attributesRead, isHead, isQuote } from '#shared/mail/replies/quoting-elements.ts';
import { carriesToken } from '#shared/mail/replies/take-out.ts';

// A mail is laid out as its tokens come, and nothing is built of it: elements that lie a hundred
// thousand deep take no stack, and every token is looked at once.

const lineElements = new Set(
  'address article aside body caption center dd details dialog div dl dt fieldset figcaption figure footer form header html legend li main nav section summary tbody tfoot thead tr'.split(
    ' ',
  ),
);
// They stand apart from what is around them by a blank line.
const paragraphs = new Set('blockquote h1 h2 h3 h4 h5 h6 ol p pre table ul'.split(' '));
const empty = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));
const notShown = new Set(['script', 'style', 'title']);

// Nobody writes so deep. What is open deeper is counted, not kept.
const deepest = 10_000;
// No class, id or style that says anything is as long; a picture in an attribute is.
const longestAttribute = 2_000;

interface Element {
  name: string;
  isQuote: boolean;
  isHead: boolean;
  isPre: boolean;
  /** It stands apart from what is around it. */
  isApart: boolean;
}

/** A link whose words are being read. */
interface HtmlLink {
  href: string;
  words: string;
}

// Where a link leads is said where its words do not say it. Programs lead links of ours over
// servers of their own: what stands there as a link of ours is one.
const leadsTo = ({ href, words }: HtmlLink): string | undefined => {
  const bare = href
    .trim()
    .replace(/^(?:https?:\/\/|mailto:|tel:)/i, '')
    .replace(/\/$/, '');
  const isShown = isBlank(words) || words.includes(bare) || carriesToken(words);
  return isShown || !/^(?:https?:\/\/|mailto:|tel:)\S+$/i.test(href.trim()) ? undefined : href.trim();
};

class LineLayout {
  readonly lines: Line[] = [];
  depth = 0;
  heads = 0;
  pres = 0;
  #line: string[] = [];
  #isSpaced = false;
  #isHead = false;
  #wantsBlank = false;

  get hasBegun(): boolean {
    return this.#line.length > 0;
  }

  write(text: string): void {
    if (this.pres > 0) {
      for (const [index, line] of text.replace(/\r\n?/g, '\n').split('\n').entries()) {
        if (index > 0) this.end();
        this.#put(line);
      }
      return;
    }
    const words = text.replace(/[ \t\r\n\f]+/g, ' ');
    if (words.startsWith(' ')) this.#isSpaced = true;
    this.#put(words.replace(/^ | $/g, ''));
    if (words.endsWith(' ')) this.#isSpaced = true;
  }

  #put(text: string): void {
    if (text === '') return;
    if (this.#isSpaced && this.hasBegun && this.pres === 0) this.#line.push(' ');
    this.#isSpaced = false;
    this.#isHead ||= this.heads > 0;
    this.#line.push(text);
  }

  /** Ends the line, also one on which nothing stands. */
  end(): void {
    const said = this.#line.join('').replaceAll('\u00a0', ' ').trimEnd();
    const previous = this.lines.at(-1);
    const { depth } = this;
    if (this.#wantsBlank && said !== '' && previous && !isBlank(previous.said))
      this.lines.push(this.#lined('', Math.min(depth, previous.depth), false));
    if (said !== '') this.#wantsBlank = false;
    this.lines.push(this.#lined(said, depth, this.#isHead));
    this.#line = [];
    this.#isSpaced = false;
    this.#isHead = false;
  }

  #lined(said: string, depth: number, isHead: boolean): Line {
    // Quotations that lie deeper than a few are one to a reader.
    return { said, shown: `${'> '.repeat(Math.min(depth, 5))}${said}`.trimEnd(), depth, isHead };
  }

  /** Ends the line if something stands on it. */
  separate(isParagraph: boolean): void {
    if (this.hasBegun) this.end();
    this.#isSpaced = false;
    if (isParagraph) this.#wantsBlank = true;
  }
}

/** Lays out an HTML document as lines. */
export const linesOfHtml = (html: string): Line[] => {
  const layout = new LineLayout();
  const open: Element[] = [];
  const openOf = new Map<string, number>();
  let tooDeep = 0;
  let name = '';
  let attribute = '';
  let value = '';
  let attributes = new Map<string, string>();
  let link: HtmlLink | undefined;

  const enter = (element: Element): void => {
    open.push(element);
    openOf.set(element.name, (openOf.get(element.name) ?? 0) + 1);
    if (element.isQuote) {
      layout.separate(false);
      layout.depth += 1;
    }
    if (element.isHead) layout.heads += 1;
    if (element.isPre) layout.pres += 1;
  };

  const leave = ({ name: left, isQuote: quotes, isHead: introduces, isPre, isApart }: Element): void => {
    openOf.set(left, (openOf.get(left) ?? 1) - 1);
    if (quotes || lineElements.has(left) || paragraphs.has(left)) layout.separate(isApart);
    if (left === 'a' && link) {
      const target = leadsTo(link);
      link = undefined;
      if (target !== undefined) layout.write(` [${target}]`);
    }
    if (quotes) layout.depth -= 1;
    if (introduces) layout.heads -= 1;
    if (isPre) layout.pres -= 1;
  };

  const isParagraph = (element: string, read: Attributes): boolean =>
    paragraphs.has(element) && !read.get('class')?.toLowerCase().includes('msonormal');

  const opened = (): void => {
    if (name === 'br') layout.end();
    if (name === 'hr') {
      layout.separate(false);
      layout.write('________________');
      layout.separate(false);
    }
    const alt = attributes.get('alt') ?? '';
    // A picture that stands for a character, as Gmail and Outlook send an emoji.
    if (name === 'img' && alt.length <= 16 && /\p{Extended_Pictographic}/u.test(alt)) layout.write(alt);
    if (empty.has(name)) return;
    const isApart = isParagraph(name, attributes);
    if (lineElements.has(name) || paragraphs.has(name)) layout.separate(isApart);
    if (name === 'a') link = { href: attributes.get('href') ?? '', words: '' };
    if ((name === 'td' || name === 'th') && layout.hasBegun) layout.write(' ');
    if (name === 'li') layout.write('- ');
    if (open.length >= deepest) {
      tooDeep += 1;
      return;
    }
    enter({
      name,
      isQuote: isQuote(name, attributes),
      isHead: isHead(attributes),
      isPre: name === 'pre',
      isApart,
    });
  };

  const closed = (closing: string): void => {
    if (tooDeep > 0) tooDeep -= 1;
    else if ((openOf.get(closing) ?? 0) > 0) {
      let last = open.pop();
      while (last) {
        leave(last);
        if (last.name === closing) break;
        last = open.pop();
      }
    } else if (closing === 'p' || closing === 'br') layout.separate(true);
  };

  const text = (written: string): void => {
    if (notShown.has(open.at(-1)?.name ?? '')) return;
    if (link && link.words.length < longestAttribute) link.words += written;
    layout.write(written);
  };

  const tokenizer = new Tokenizer(
    {},
    {
      onattribname: (start, end) => {
        attribute = html.slice(start, Math.min(end, start + 40)).toLowerCase();
        value = '';
      },
      onattribdata: (start, end) => {
        if (attributesRead.has(attribute) && value.length < longestAttribute)
          value += html.slice(start, Math.min(end, start + longestAttribute));
      },
      onattribentity: (codepoint) => {
        if (attributesRead.has(attribute) && value.length < longestAttribute) value += String.fromCodePoint(codepoint);
      },
      onattribend: () => {
        if (attributesRead.has(attribute) && !attributes.has(attribute)) attributes.set(attribute, value);
      },
      onopentagname: (start, end) => {
        name = html.slice(start, end).toLowerCase();
        attributes = new Map();
      },
      onopentagend: opened,
      onselfclosingtag: opened,
      onclosetag: (start, end) => closed(html.slice(start, end).toLowerCase()),
      ontext: (start, end) => text(html.slice(start, end)),
      ontextentity: (codepoint) => text(String.fromCodePoint(codepoint)),
      oncdata: (start, end) => text(html.slice(start, end)),
      oncomment: () => undefined,
      ondeclaration: () => undefined,
      onprocessinginstruction: () => undefined,
      onend: () => layout.separate(false),
    },
  );
  tokenizer.write(html);
  tokenizer.end();
  return layout.lines;
};
