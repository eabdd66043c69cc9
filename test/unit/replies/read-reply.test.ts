import { createTransport, type SendMailOptions } from 'nodemailer';
import { describe, expect, it } from 'vitest';
import { setAside } from '#shared/replies/accept-reply.ts';
import { readReply, replyText } from '#shared/replies/read-reply.ts';

const composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
const read = async (mail: SendMailOptions) => {
  const { message } = await composer.sendMail({
    from: 'Stella <Stella@Students.example>',
    to: 'reply+x@y.example',
    ...mail,
  });
  return readReply(message as Buffer);
};

describe('what a mail says', () => {
  it.each([
    [
      'Gmail',
      'Yes.\n\nOn Mon, Nov 23, 2026 at 9:00 AM Caseward <no-reply@c.example> wrote:\n\n> We have it.\n>\n> Bye\n',
    ],
    [
      'Outlook',
      'Yes.\n\n________________________________\nFrom: Caseward <no-reply@c.example>\nSent: Monday\nTo: Stella\nSubject: We have it\n\nWe have it.\n',
    ],
    ['a plain client', 'Yes.\n\n> We have it.\n> Bye\n'],
    [
      'Apple Mail in German',
      'Yes.\n\nAm 23.11.2026 um 09:00 schrieb Caseward <no-reply@c.example>:\n\n> Wir haben es.\n',
    ],
  ])('[ME-2] is what was written, not what %s quotes', async (_client, text) => {
    expect((await read({ subject: 'Re: We have it', text })).text).toBe('Yes.');
  });

  it('[ME-2] keeps a text of several paragraphs, in any alphabet', async () => {
    const text = 'Grüße,\n\nich komme später — 今日は。\n\n1 > 0, says Ada.';
    expect((await read({ text })).text).toBe(text);
  });

  it('[ME-2] of a mail in HTML alone is its words', async () => {
    const html =
      '<style>p {color: red}</style><p>I &amp; you<br>and <a href="https://x.example">him</a></p><blockquote>Old</blockquote>';
    const { text } = await read({ html });
    expect(text).toContain('I & you\nand him');
    expect(text).not.toMatch(/Old|color|</);
  });

  it('[ME-2] that is longer than a note is cut there, and the whole is kept beside it', async () => {
    const reply = await read({ text: 'word '.repeat(6000) });
    expect(replyText(reply)).toHaveLength(20_000);
    expect(reply.attachments).toMatchObject([{ name: 'mail.eml', contentType: 'message/rfc822' }]);
  });

  it('[ME-2] of attachments alone names them', async () => {
    const reply = await read({
      attachments: [
        { filename: 'a.pdf', content: 'x' },
        { filename: 'b.png', content: 'yz' },
      ],
    });
    expect(replyText(reply)).toBe('(a.pdf, b.png)');
    expect(reply.attachments.map(({ content }) => content.byteLength)).toEqual([1, 2]);
    expect(setAside(reply)).toBeUndefined();
  });

  it('[ME-2] is by a bare address in small letters, whatever name stands before it', async () => {
    expect(
      await read({ text: 'x', cc: 'Two <two@y.example>', headers: { 'Delivered-To': 'three@y.example' } }),
    ).toMatchObject({
      from: 'stella@students.example',
      to: ['reply+x@y.example', 'two@y.example', 'three@y.example'],
    });
  });

  it('[ME-2] has the same id however often it arrives, also without a Message-ID', async () => {
    const raw = Buffer.from('From: a@b.example\r\nTo: c@d.example\r\n\r\nHello\r\n');
    expect((await readReply(raw)).messageId).toBe((await readReply(raw)).messageId);
  });
});

describe('what is put aside', () => {
  it.each([
    ['an out-of-office answer', { headers: { 'Auto-Submitted': 'auto-replied' } }],
    ['one of ours that came back', { headers: { 'X-Caseward-Notification': 'case-raised-group' } }],
    ['a mailing list', { headers: { 'List-Id': '<news.example>' } }],
    ['one with a precedence', { headers: { Precedence: 'bulk' } }],
    ['an absence note in another language', { subject: 'Automaattinen vastaus: We have your request' }],
    ['a bounce', { from: 'MAILER-DAEMON@mail.example' }],
  ])('[ME-2] %s', async (_what, mail) => {
    expect(setAside(await read({ text: 'I am away.', ...mail }))).toBe('automatic');
  });

  it('[ME-2] what SES suspects, by the verdict on top and no other', async () => {
    const verdict = (name: string, value: string) => read({ text: 'Hello', headers: { [name]: value } });
    expect(setAside(await verdict('X-SES-Virus-Verdict', 'FAIL'))).toBe('suspicious');
    expect(setAside(await verdict('Authentication-Results', 'amazonses.com; spf=pass; dmarc=fail'))).toBe('suspicious');
    expect(setAside(await verdict('X-SES-Spam-Verdict', 'PASS'))).toBeUndefined();
    expect(setAside(await verdict('Auto-Submitted', 'no'))).toBeUndefined();
  });

  it('[ME-2] one in which nothing was written', async () => {
    expect(setAside(await read({ text: '> Only what you said.\n' }))).toBe('empty');
  });
});
