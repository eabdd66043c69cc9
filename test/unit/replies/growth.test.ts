import { describe, expect, it } from 'vitest';
import { readHead } from '#shared/mail/replies/mail-head.ts';
import { newText } from '#shared/mail/replies/new-text.ts';
import { readMail } from '#shared/mail/replies/read-reply.ts';
import { processorTime } from '../processor-time.ts';
import { sender, token } from './corpus.ts';

// Anybody may send a mail. What is looked for in it takes time as the mail is long, and no more.

const known = { senders: [sender], hidden: { names: ['Ann Bee Cee'], addresses: ['ann@b.example'] } };

const pieces = {
  'line ends': '\n',
  digits: '1',
  spaces: ' ',
  'spaces that do not break': '\u00a0',
  'what is not seen': '\u200b',
  'marks of quotation': '>',
  'lines with a mark': '>\n',
  'lines with many marks': `${'>'.repeat(400)}\n`,
  'headers on lines': 'From: x@y.example 10:00 2026\n',
  'headers on one line': 'From: ',
  'short names': 'a: b\n',
  colons: ':',
  'lines with a colon': ':\n',
  introductions: 'On 23.11.2026 09:00 a@b wrote:\n',
  strokes: '-',
  'lines of strokes': `${'-'.repeat(400)}\n`,
  'strokes with words': '--a-',
  underscores: '_',
  'signs of an address': 'a@',
  'pictures that are not closed': '[cid:',
  'beginnings of a token': '01JD8W7K3FQ2M5N6P8R9S0T1V2-',
  tokens: `${token} `,
  'tokens without a space': token,
  'digits that are broken': '0\n>',
  'marks of ours': 'ref:caseward-zz-0123456789\n',
  'prefixes of a subject': 'Re: ',
  addresses: 'http://',
  emoji: '👍',
  'opening brackets': '<',
  'elements that are not closed': '<div>',
  'quotations that are not closed': '<blockquote>a',
  'ends of elements that are not open': '</i>',
  'paragraphs in elements': '<b><p>',
  'comments that are not closed': '<!--',
  'attributes that are not closed': '<a b="',
  links: '<a href="http://x">y',
  ampersands: '&',
  entities: '&nbsp;',
  'entities that are not closed': '&#x',
  'line ends in preformatted text': '<pre>\n',
  'names of programs': '<div class="gmail_quote yahoo_quoted" id="divRplyFwdMsg">x',
  'parts of a name': 'Ann ',
} as const;

/** The faster of two: the first one compiles. */
const millisecondsOf = (mail: Parameters<typeof newText>[0]): number =>
  Math.min(
    ...[1, 2].map(() => {
      const began = processorTime();
      newText(mail, known);
      return processorTime() - began;
    }),
  );

describe('the time that a mail takes', () => {
  it.each(Object.entries(pieces))('[ME-2] grows as it does, with %s', (_what, piece) => {
    const bytes = (length: number) => piece.repeat(Math.ceil(length / piece.length));
    for (const part of ['text', 'html', 'subject'] as const) {
      const [small, large] = [bytes(20_000), bytes(100_000)].map((written) =>
        millisecondsOf({ text: 'x', [part]: written }),
      );
      // Five times the length takes five times the time; were it squared, 25 times, and seconds: a
      // hundred thousand characters have ten thousand million pairs.
      expect(large).toBeLessThan(Math.max(2_500, 15 * (small ?? 0)));
    }
  });

  it('[ME-2] is short for HTML that lies a hundred thousand deep, and its words are there', () => {
    for (const element of ['div', 'blockquote', 'b', 'table', 'p', 'span class="yahoo_quoted"']) {
      const html = `${`<${element}>`.repeat(100_000)}Hello${`</${element.split(' ')[0]}>`.repeat(100_000)}<div>Bye</div>`;
      const began = processorTime();
      const { text } = newText({ html }, known);
      expect(processorTime() - began).toBeLessThan(3_000);
      expect(text).toContain('Hello');
      expect(text).toContain('Bye');
    }
  });

  it('[ME-2] is bounded, and of a mail that is longer nothing is cut off as a quotation', () => {
    const found = newText({ text: `Yes.\n\n${'> word\n'.repeat(200_000)}` }, known);
    expect(found).toMatchObject({ setAside: undefined, doubtful: true });
    expect(found.text.startsWith('Yes.')).toBe(true);
    expect(found.text.length).toBeLessThanOrEqual(500_000);
  });
});

describe('a mail of lines alone', () => {
  it('[ME-2] is found unreadable at a glance, before the parser waits once for each', async () => {
    const head = Buffer.from('From: a@x.example\r\nTo: b@y.example\r\n\r\n');
    const raw = Buffer.concat([head, Buffer.alloc(2 * 2 ** 20, '\n')]);
    await expect(readMail(raw, await readHead(raw))).rejects.toThrow('too many lines');
  });
});
