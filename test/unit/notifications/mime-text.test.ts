import MailComposer from 'nodemailer/lib/mail-composer';
import { describe, expect, it } from 'vitest';
import { mimeText } from '#shared/mail/notifications/mime-text.ts';

const fixed = { from: 'a@b.example', to: 'c@d.example', messageId: '<1@b.example>', date: new Date(0) };
const invite = 'BEGIN:VCALENDAR\r\nSUMMARY:Caf\u00e9\r\nEND:VCALENDAR\r\n';
const mails = {
  'plain words': { text: 'One\n\nTwo\n', html: '<p>One</p>\n<p>Two</p>' },
  'a line of dots and spaces at ends': { text: '.\n.. \nFrom me\t\n', html: '<p>.</p>' },
  'other alphabets': { text: '\u041f\u0440\u0438\u0432\u0435\u0442, \u4f60\u597d', html: '<p>\u4f60\u597d</p>' },
  'some accents': { text: 'Caf\u00e9 '.repeat(60), html: `<p>${'M\u00fcnchen, '.repeat(200)}</p>` },
  'long lines': { text: `${'word '.repeat(400)}end`, html: `<p>${'x'.repeat(3000)}</p>` },
  'an invitation': {
    text: 'Come',
    html: '<p>Come</p>',
    icalEvent: { method: 'REQUEST', filename: 'invite.ics', content: invite },
  },
  'no words at all': { text: '', html: '' },
};

describe('a composed mail as text', () => {
  it.each(Object.entries(mails))('[NT-6] says what the library itself makes of it: %s', async (_name, content) => {
    const compose = () =>
      new MailComposer({ ...fixed, baseBoundary: 'edge', subject: 'Caf\u00e9', ...content }).compile();
    const byLibrary = (await compose().build()).toString().replace(/\r?\n/g, '\n');
    expect(mimeText(compose()).replaceAll('\r\n', '\n').trimEnd()).toBe(byLibrary.trimEnd());
  });

  it('ends each line as mail does', () => {
    const text = mimeText(new MailComposer({ ...fixed, text: 'One\nTwo\r\nThree', html: '<p>One</p>' }).compile());
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });
});
