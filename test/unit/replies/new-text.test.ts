import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { htmlOfText } from '#shared/mail/notifications/html.ts';
import { newText } from '#shared/mail/replies/new-text.ts';
import {
  address,
  bodyOf,
  languages,
  link,
  marked,
  outlookHtml,
  outlookText,
  outlookWeb,
  programs,
  quotedBy,
  sender,
  subject,
  token,
  unmarked,
} from './corpus.ts';

const known = { senders: [sender], pages: ['https://portal.campus.example', 'https://staff.campus.example'] };
const hidden = { names: ['Stella Student'], addresses: [address] };
const said = 'Yes, on Friday.\n\nRegards,\nAda\n---\nRoom 4, or call me: 10:30 is fine';

const all = [
  ...languages.flatMap((language) => [outlookText(language), outlookHtml(language), outlookWeb(language)]),
  ...programs,
];
const [english] = languages;
if (!english) throw new Error('Outlook speaks English');

const textOf = (text: string, about = `Re: ${subject}`): string => newText({ text, subject: about }, known).text;
const htmlOf = (html: string): string => newText({ html, subject: `Re: ${subject}` }, known).text;
const quotation = `On Mon, Nov 23, 2026 at 9:00 AM Caseward <${sender}> wrote:\n\n${quotedBy('> ', marked.text)}\n`;

describe('what of an answer is new', () => {
  it.each(all)('[ME-2] is what was written above what $name quotes', ({ answer }) => {
    for (const ours of [marked, unmarked]) {
      const found = newText(answer(said, ours), known);
      expect(found.text).toBe(said);
      expect(found.setAside).toContain('We have received your request');
    }
  });

  it.each(all)(
    '[PO-1] neither the note nor what was cut has a link, a name or an address, with $name',
    ({ answer }) => {
      for (const ours of [marked, unmarked]) {
        const found = newText(answer(said, ours), { ...known, hidden });
        const stored = `${found.text}\n${found.setAside}`;
        expect(stored).not.toContain(token.slice(27));
        expect(stored.toLowerCase()).not.toMatch(/stella|student/);
      }
    },
  );

  it.each(all)('[ME-2] is found where nothing is known but the mail, with $name', ({ answer }) => {
    expect(newText(answer(said, marked)).text).toBe(said);
  });
});

describe('what somebody wrote is not cut', () => {
  it.each([
    ['text below strokes', 'Hello\n---\nmore\n====\nand more\n________________________________\nand the rest'],
    ['text below a greeting', 'Best regards\nStella\n\nPS: I forgot: my number is 0123.\n--\nStella\nStudent'],
    ['what a lecturer wrote', 'On Friday my lecturer wrote:\n\nYou must come.\n\nMust I?'],
    ['what a lecturer wrote, at the end', 'On Friday my lecturer wrote:\n\n> You must come.'],
    ['nothing but what a lecturer wrote', 'On 3 March 2026 at 10:15 my lecturer wrote to me:\n> you fail'],
    ['a rule that is quoted', 'The text of rule 5 is\n\n> 50 points are needed'],
    ['a mail of somebody else', 'He wrote:\n\nFrom: X <x@y.example>\n\nCome at 9:00.\n\nShould I?'],
    [
      'a mail of somebody else with all its headers',
      'See below.\n\n________________________________\nFrom: X <x@y.example>\nSent: Monday, November 23, 2026 9:00 AM\nTo: Stella\nSubject: Your grade\n\nYou failed.\n\nWhat now?',
    ],
    [
      'a sentence in Dutch',
      'Op maandag schreef hij : kom niet.\n\nOp dinsdag 24-11-2026 09:00 schreef hij:\nkom wel.\n\nWat nu?',
    ],
    ['a form that was filled in', `Name: Stella\nBorn: 01.02.2000\nE-mail: ${address}\n\nI cannot open my case.`],
    ['a line that begins with a mark', 'I had\n> 50 points'],
    ['a line that a server changed', '>From Monday on I am away.'],
    ['a list', 'I need:\n- a room\n- a key\n\nThanks, 23.11.2026 09:00:\nStella'],
    ['answers between what they answer', '> When can you come?\n\nOn Friday at 9.\n\n> And where?\n\nRoom 4.'],
    ['an answer below', '> When can you come?\n\nOn Friday at 9.'],
    ['points from a handbook', 'Here are 2 points from the handbook:\n> one\n> two'],
  ])('[ME-2] %s', (_what, text) => {
    expect(textOf(text)).toBe(text);
    expect(textOf(`${text}\n\n${quotation}`)).toBe(text);
  });

  it('[ME-2] a mail of somebody else that is passed on, in text and in HTML', () => {
    const grade = 'Your grade of 23.11.2026';
    const forwarded = `Please see below.\n\nVon: X <x@y.example>\nGesendet: Montag, 23. November 2026 09:00\nAn: Stella\nBetreff: ${grade}\n\nYou failed.`;
    expect(textOf(forwarded, `WG: ${grade}`)).toBe(forwarded);
    const html = `<div>Please see below.</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>From:</b> X &lt;x@y.example&gt;<br><b>Sent:</b> Monday, November 23, 2026 9:00 AM<br><b>To:</b> Stella<br><b>Subject:</b> ${grade}</div><div>You failed.</div>`;
    expect(newText({ html, subject: `FW: ${grade}` }, known)).toMatchObject({
      text: expect.stringContaining('You failed.'),
      setAside: undefined,
      doubtful: true,
    });
    const apple = `<div>See this.</div><blockquote type="cite"><div>Begin forwarded message:</div><div><b>From: </b>X &lt;x@y.example&gt;</div><div><b>Subject: </b>${grade}</div><div><b>Date: </b>23. November 2026 at 09:00:00 CET</div><div>You failed.</div></blockquote>`;
    expect(newText({ html: apple, subject: `Fwd: ${grade}` }, known).text).toContain('You failed.');
  });

  it('[ME-2] a mail that was pasted above what a program quotes', () => {
    const pasted =
      'He wrote:\n\nFrom: X <x@y.example>\nSent: Monday, November 23, 2026 9:00 AM\nTo: Stella\nSubject: Your grade\n\nYou failed.\n\nWhat now?';
    for (const { answer } of [outlookText(english), ...programs])
      expect(newText({ ...answer(pasted, marked), html: undefined }, known).text.startsWith(pasted.slice(0, 40))).toBe(
        answer(pasted, marked).text !== undefined,
      );
    expect(newText(outlookText(english).answer(pasted, marked), known).text).toBe(pasted);
  });

  it.each([
    [
      'a paragraph that Gmail indents',
      '<div>One</div><blockquote style="margin:0 0 0 40px;border:none;padding:0px"><div>Two</div></blockquote>',
      'One\n\nTwo',
    ],
    [
      'all that was typed in a quotation',
      '<blockquote type="cite"><p>When can you come?</p><p>On Friday.</p></blockquote>',
      '> When can you come?\n>\n> On Friday.',
    ],
    [
      'answers between blocks',
      '<blockquote type="cite">When?</blockquote><div>Friday.</div><blockquote type="cite">Where?</blockquote><div>Here.</div><blockquote type="cite">Bye</blockquote>',
      '> When?\n\nFriday.\n\n> Where?\n\nHere.',
    ],
    ['an emoji as a picture', '<div>Fine <img alt="👍" src="x"></div>', 'Fine 👍'],
    ['a head that is not closed', '<head><p>Hello', 'Hello'],
  ])('[ME-2] in HTML: %s', (_what, html, text) => {
    expect(htmlOf(html)).toBe(text);
    expect(
      htmlOf(
        `${html}<div>${quotation.split('\n')[0]?.replaceAll('<', '&lt;')}</div><blockquote type="cite">${bodyOf(marked.html)}</blockquote>`,
      ),
    ).toBe(text);
  });

  it.each([
    ['above', (quoted: string) => `<p>See below.</p>${quoted}`],
    ['at the end alone', (quoted: string) => quoted],
  ])('[ME-2] what was typed into a mail of ours, %s, is shown with it', (_where, around) => {
    const typed = bodyOf(marked.html).replace('<p>Thank you.', '<p>MY ANSWER</p><p>Thank you.');
    const quoted = `<div class="gmail_quote"><div class="gmail_attr">On Mon, Nov 23, 2026 at 9:00 AM Caseward &lt;${sender}&gt; wrote:</div><blockquote class="gmail_quote">${typed}</blockquote></div>`;
    const found = newText({ html: around(quoted), subject: `Re: ${subject}` }, known);
    expect(found).toMatchObject({ text: expect.stringContaining('MY ANSWER'), doubtful: true });
    expect(found.text).not.toContain(token.slice(27));
    const outlook = outlookHtml(english).answer('See below.', { ...marked, html: typed });
    expect(newText(outlook, known).text).toContain('MY ANSWER');
  });

  it('[ME-2] what was written below a mail of ours, whatever quotes it', () => {
    for (const { name, answer } of all) {
      const written = answer('Above.', marked);
      const below = {
        ...written,
        text: written.text && `${written.text}\nBelow.\n`,
        html: written.html && `${written.html.replace('</body></html>', '')}<div>Below.</div>`,
      };
      expect(`${name}: ${newText(below, known).text.replace(/\n+/g, ' ')}`).toBe(`${name}: Above. Below.`);
    }
  });

  it.each(['\n', '\u00a0\n', '\u200b\ufeff', '[cid:image001.png@01D9]', '> \n'])(
    '[ME-2] HTML beside a text that says nothing (%j)',
    (text) => {
      expect(newText({ text, html: '<p>Hello</p>' }).text).toBe('Hello');
    },
  );

  it('[ME-2] a text beside HTML that says less', () => {
    expect(newText({ text: 'Hello, this is me.', html: '<p>&nbsp;</p>' }).text).toBe('Hello, this is me.');
    expect(newText({ text: 'Hello, this is me.', html: '<!-- <p>Hello</p>' }).text).toBe('Hello, this is me.');
  });
});

describe('whatever is written', () => {
  const words = fc
    .array(
      fc.constantFrom(
        'Hello',
        'no',
        '10:30',
        'x@y.example',
        'From:',
        '---',
        '____',
        '>',
        ':',
        '-- ',
        '2026',
        '\n',
        '\n\n',
        'Re:',
        'wrote:',
        '&',
        '今日',
      ),
      { minLength: 1 },
    )
    .map((list) => list.join(' ').trim());
  const wordsOf = (text: string): string => text.replace(/[\s>]+/g, '');

  it('[ME-2] above, or below a mail of ours that is whole, is in the note or was set aside', () => {
    fc.assert(
      fc.property(words, words, fc.constantFrom(...all), (above, below, { answer }) => {
        const written = answer(above, marked);
        const { text, setAside } = newText({ ...written, text: written.text && `${written.text}\n${below}` }, known);
        const stored = wordsOf(`${text}${setAside}`);
        for (const word of [above, ...(written.text && !written.html ? [below] : [])].flatMap((one) =>
          one.split(/[\s>]+/),
        ))
          expect(stored).toContain(word);
      }),
    );
  });

  it('[ME-2] with nothing quoted is in the note', () => {
    fc.assert(
      fc.property(
        words.filter((text) => !/^ {0,3}>/m.test(text)),
        (text) => {
          expect(wordsOf(newText({ text, subject: `Re: ${subject}` }, known).text)).toBe(wordsOf(text));
          expect(wordsOf(newText({ html: htmlOfText(text), subject: `Re: ${subject}` }, known).text)).toBe(
            wordsOf(text),
          );
        },
      ),
    );
  });

  it('[PO-1] no link that opens a case is stored, wherever it stands', () => {
    fc.assert(
      fc.property(words, words, fc.boolean(), (before, after, isHtml) => {
        const text = `${before} ${link} ${after}`;
        const found = newText(isHtml ? { html: htmlOfText(text) } : { text }, known);
        expect(`${found.text}${found.setAside}`).not.toContain(token.slice(27));
      }),
    );
  });
});
