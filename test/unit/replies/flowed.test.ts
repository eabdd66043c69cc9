import { describe, expect, it } from 'vitest';
import { unflow } from '#shared/mail/replies/flowed.ts';
import { readHead } from '#shared/mail/replies/mail-head.ts';
import { newText } from '#shared/mail/replies/new-text.ts';
import { readMail } from '#shared/mail/replies/read-reply.ts';

const emailOf = async (contentType: string, lines: string[]) => {
  const head = ['From: a@students.example', 'To: b@campus.example', 'Subject: Re: Hi', 'MIME-Version: 1.0'];
  const raw = Buffer.from([...head, `Content-Type: ${contentType}`, '', ...lines].join('\r\n'));
  return (await readMail(raw, await readHead(raw))).email;
};
const flowing = 'text/plain; charset=utf-8; format=flowed';

describe('[ME-2] a text that flows', () => {
  it.each<[string, string[], string]>([
    ['joins what goes on', ['A long ', 'line.', 'Another.'], 'A long line.\nAnother.'],
    ['leaves a signature where it is', ['Yes. ', '-- ', 'Sofia'], 'Yes. \n-- \nSofia'],
    [
      'joins what is quoted, with one mark',
      ['> A long ', '> line.', '>> Older ', '>> still.'],
      '> A long line.\n>> Older still.',
    ],
    [
      'joins nothing across a mark',
      ['> A question? ', 'An answer. ', '> Another one?'],
      '> A question? \nAn answer. \n> Another one?',
    ],
    [
      'takes away the space before a line, but not before a mark',
      [' From me', ' > 50 points'],
      'From me\n > 50 points',
    ],
    ['keeps what is empty', ['', 'A. ', '', ''], '\nA. \n'],
  ])('%s', (_what, lines, read) => {
    expect(unflow(lines.join('\r\n'), false)).toBe(read);
  });

  it('loses the space where its program says so', () => {
    expect(unflow('Donau \r\ndampf \r\nschiff', true)).toBe('Donaudampfschiff');
  });

  it('keeps the answers that stand between the lines of what they answer', async () => {
    const email = await emailOf(flowing, [
      'See below.',
      '',
      'On Wed, 11 Nov 2026 at 10:00, Campus <help@campus.example> wrote:',
      '> When did it ',
      '> begin? ',
      'In May.',
    ]);
    expect(newText(email).text).toContain('\nIn May.');
    expect(newText(email).text).toContain('> When did it begin?');
  });

  it('is read so only where it is said to flow, and never in a file', async () => {
    expect((await emailOf('text/plain; charset=utf-8', ['One ', 'two'])).text?.trimEnd()).toBe('One \ntwo');
    const attached = 'Content-Type: text/plain; format=flowed\r\n\r\nin a file';
    const mixed = await emailOf('multipart/mixed; boundary=b', [
      '--b',
      'Content-Type: text/plain; charset=utf-8; format="flowed"; delsp=yes',
      '',
      'Donau ',
      'dampf',
      '--b',
      'Content-Type: text/plain; name=a.txt',
      'Content-Disposition: attachment; filename=a.txt',
      '',
      attached,
      '--b--',
    ]);
    expect(mixed.text?.trimEnd()).toBe('Donaudampf');
    expect(
      Buffer.from(mixed.attachments[0]?.content as ArrayBuffer)
        .toString()
        .trimEnd(),
    ).toBe(attached.replaceAll('\r', ''));
  });
});
