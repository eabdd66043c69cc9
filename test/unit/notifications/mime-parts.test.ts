import fc from 'fast-check';
import { type ParsedMail, simpleParser } from 'mailparser';
import MailComposer from 'nodemailer/lib/mail-composer';
import { describe, expect, it } from 'vitest';
import { composeMime, type Mail } from '#shared/mail/notifications/mime.ts';

const from = '"Campus, Advising" <no-reply@mail.campus.example>';
const mailOf = (given: Partial<Mail['content']> & { name?: string; address?: string }): Mail => {
  const { name, address = 'tom@campus.example', ...content } = given;
  return {
    about: { kind: 'case', id: '01K00000000000000000000000' },
    eventId: '01K0000000000000000000EVNT',
    notification: 'case-assigned-person',
    to: { address, name },
    content: { subject: 'A mail', text: 'One\n', html: '<p>One</p>', ...content },
  };
};

/** The same mail as the library itself composes it. */
const byLibrary = ({ to, content: { subject, text, html } }: Mail): Promise<Buffer> =>
  new MailComposer({ from, to: { address: to.address, name: to.name ?? '' }, subject, text, html }).compile().build();

const saidBy = ({ from: sender, to, subject, text, html }: ParsedMail) => ({
  from: sender?.value,
  to: [to ?? []].flat().map(({ value }) => value),
  subject,
  text: text?.trimEnd(),
  html: html || undefined,
});

const sameAsLibrary = async (mail: Mail): Promise<void> => {
  const raw = await composeMime(mail, { from });
  expect(saidBy(await simpleParser(raw))).toEqual(saidBy(await simpleParser(await byLibrary(mail))));
  const text = raw.toString('latin1');
  // Each line ends as mail does, and none is too long for a server.
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  expect(Math.max(...text.split('\r\n').map(({ length }) => length))).toBeLessThanOrEqual(998);
};

const words = {
  'plain words': { text: 'One\n\nTwo\n', html: '<p>One</p>\n<p>Two</p>' },
  'a line of dots and spaces at ends': { text: '.\n.. \nFrom me\t\nend', html: '<p>.</p>' },
  'other alphabets': { text: '\u041f\u0440\u0438\u0432\u0435\u0442, \u4f60\u597d', html: '<p>\u4f60\u597d</p>' },
  'some accents': { text: 'Caf\u00e9 '.repeat(60), html: `<p>${'M\u00fcnchen, '.repeat(200)}</p>` },
  'long lines': { text: `${'word '.repeat(400)}end`, html: `<p>${'x'.repeat(3000)}</p>` },
  'ends of lines of each kind': { text: 'One\r\nTwo\nThree', html: '<p>One</p>\r\n<p>\u00dc</p>\n' },
  'what looks like an edge': { text: '--=_x\n--\n', html: '<p>=_ = =3D</p>' },
};

describe('a composed mail', () => {
  it.each(Object.entries(words))('[NT-6] says what the library itself makes of it: %s', (_name, content) =>
    sameAsLibrary(mailOf(content)),
  );

  it('[NT-3] says so of any subject, name and words', async () => {
    const line = fc.string({ unit: 'grapheme', maxLength: 120 }).map((text) => text.replace(/[\p{Cc}\s]+/gu, ' '));
    const given = fc.record({ subject: line, name: line, text: fc.string({ unit: 'grapheme', maxLength: 400 }) });
    await fc.assert(
      fc.asyncProperty(given, async ({ subject, name, text }) => {
        const said = text.replace(/\r\n?/g, '\n').replace(/[^\n\P{Cc}]/gu, '');
        await sameAsLibrary(mailOf({ subject: `${subject}.`, name, text: `${said}.`, html: `<p>${said.length}</p>` }));
      }),
      { numRuns: 60 },
    );
  });

  it('[NT-3] writes an address that needs quotes, or has a domain of other letters, as the library does', async () => {
    for (const address of ['a b@campus.example', 'tom@m\u00fcnchen.example', 't,om@campus.example', 'x@[127.0.0.1]'])
      await sameAsLibrary(mailOf({ address, name: 'Tom \u201cT\u201d, Tutor' }));
  });

  it('[NT-6] is composed once for all who read the same words, and its answers come where each is to', async () => {
    const mail = mailOf({});
    const [one, two] = [
      await composeMime(mail, { from }),
      await composeMime({ ...mail, to: { address: 'anna@campus.example' } }, { from }),
    ].map((raw) => raw.toString());
    const wordsIn = (raw = '') => raw.slice(raw.indexOf('\r\n\r\n'));
    expect(wordsIn(one)).toBe(wordsIn(two));
    const marked = await composeMime({ ...mail, replyTo: 'reply+1@mail.campus.example' }, { from });
    expect(marked.toString()).toContain('Reply-To: reply+1@mail.campus.example\r\n');
    expect(marked.toString()).toContain('ref:caseward-');
    expect((await composeMime(mail, { from })).toString()).not.toContain('ref:caseward-');
  });
});
