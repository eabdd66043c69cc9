import { describe, expect, it } from 'vitest';
import { keptMail } from '#shared/mail/replies/kept-mail.ts';
import { identityOf } from '#shared/mail/replies/mail-identity.ts';
import { noteText } from '#shared/mail/replies/note-text.ts';
import { rawMail, received } from './mails.ts';

describe('[ME-2] which mail it is', () => {
  const identity = async (mail: Parameters<typeof rawMail>[0], object = 'one') =>
    identityOf(await received(mail), object);
  const mail = {
    messageId: '<1@x.example>',
    date: new Date(0),
    text: 'Yes.',
    attachments: [{ filename: 'a.txt', content: 'a' }],
  };

  it('[ME-2] is the same however often and however it arrives', async () => {
    expect(await identity({ ...mail, date: new Date(1000), headers: { Received: 'by another' } }, 'two')).toBe(
      await identity(mail),
    );
  });

  it.each([
    ['its words', { text: 'No.' }],
    ['its words in HTML', { html: '<p>No.</p>' }],
    ['its subject', { subject: 'Another' }],
    ['what came with it', { attachments: [{ filename: 'a.txt', content: 'b' }] }],
    ['the name of what came with it', { attachments: [{ filename: 'b.txt', content: 'a' }] }],
    ['its sender', { from: 'other@x.example' }],
    ['its id', { messageId: '<2@x.example>' }],
  ])('[ME-2] is another one by %s', async (_what, more) => {
    expect(await identity({ ...mail, ...more })).not.toBe(await identity(mail));
  });

  it.each(['<>', '<@>', '', 'x', '<a@>', '<@b>', '< @ >'])(
    '[ME-2] is told apart by its date where its id is %j, else by where it lies',
    async (id) => {
      const of = async (date: string, object: string) =>
        identityOf(
          await received(Buffer.from(`From: a@b.example\r\nMessage-ID: ${id}\r\n${date}\r\n\r\nYes.\r\n`)),
          object,
        );
      const [monday, tuesday] = ['Date: Mon, 23 Nov 2026 09:00:00 +0000', 'Date: Tue, 24 Nov 2026 09:00:00 +0000'];
      expect(await of(monday, 'one')).toBe(await of(monday, 'two'));
      expect(await of(monday, 'one')).not.toBe(await of(tuesday, 'one'));
      expect(await of('X-None: 1', 'one')).not.toBe(await of('X-None: 1', 'two'));
      expect(await of('X-None: 1', 'one')).toBe(await of('X-None: 1', 'one'));
    },
  );
});

describe('[ME-2] the text of a note', () => {
  it('[ME-2] is what was written, else the names of what came with it', () => {
    expect(noteText('Yes.\u0000', { names: ['a.pdf'] })).toBe('Yes.');
    expect(noteText('', { names: ['a.pdf', 'b.png'] })).toBe('(a.pdf, b.png)');
  });

  it('[ME-2] that is longer than a note is cut and says so, never within a character', () => {
    const text = noteText('😀'.repeat(15_000), { names: [] });
    expect(text.length).toBeLessThanOrEqual(20_000);
    expect(text.isWellFormed()).toBe(true);
    expect(text).toMatch(/longer than a note\. All of it is kept with the case, in message\.eml\.$/);
    expect(noteText('x'.repeat(20_000), { names: [] })).toBe('x'.repeat(20_000));
  });

  it('[ME-2] of an unverified sender says so first, with the addresses where staff may know them', () => {
    expect(noteText('Do it.', { names: ['a.pdf'], unverified: { addresses: ['ben@uni.edu'] } })).toBe(
      'Mail of an unverified sender that says it is from ben@uni.edu:\n\nDo it.\n\n[It came with a.pdf, which are in message.eml alone.]',
    );
    expect(noteText('Do it.', { names: [], unverified: { addresses: [] } })).toBe(
      'Mail of an unverified sender:\n\nDo it.',
    );
  });
});

describe('[ME-2] the mail that is kept', () => {
  const token = `01K0CASE000000000000000001-${'Ab3_-'.repeat(9).slice(0, 43)}`;
  const link = `https://portal.example/links/${token}`;
  const text = async (content: Uint8Array): Promise<string> => {
    const mail = await received(content);
    const inside = await Promise.all(
      mail.attachments.map(async (one) =>
        one.contentType === 'message/rfc822' ? text(one.content) : Buffer.from(one.content).toString('utf8'),
      ),
    );
    return [mail.email.subject, mail.email.text, mail.email.html, ...inside].join('\n');
  };
  const ours = async () => rawMail({ to: 'kim@x.example', text: `Hello Kim,\n\n${link}\n` });

  it('[ME-2] is the very mail that came in', async () => {
    const mail = await received({
      text: 'Yes.\n---\nNo.',
      attachments: [{ filename: 'a.bin', content: Buffer.from([0, 1, 255]) }],
    });
    expect(await keptMail(mail)).toBe(mail.raw);
  });

  it('[ME-2] [PO-1] opens no case by a link of ours, in text, HTML, files or mails that are quoted in it', async () => {
    const mail = await received({
      subject: 'Re: it',
      text: `Yes.\n> ${link}\n`,
      html: `<p>Yes.</p><blockquote><a href="${link}">Open</a></blockquote>`,
      attachments: [
        { filename: 'ours.eml', contentType: 'message/rfc822', content: Buffer.from(await ours()) },
        { filename: 'a.txt', content: `see ${link}` },
        { filename: 'a.bin', content: Buffer.from([0, 1, 255]) },
      ],
    });
    const kept = await keptMail(mail);
    const all = await text(kept);
    expect(all).not.toContain(token);
    expect(all).toContain('Hello Kim,');
    const again = await received(kept);
    expect(again.email.from).toMatchObject({ address: 'Stella@students.example' });
    expect(again.attachments.map(({ name }) => name)).toEqual(['ours.eml', 'a.txt', 'a.bin']);
    expect([...(again.attachments[2]?.content ?? [])]).toEqual([0, 1, 255]);
    expect(await keptMail(mail)).toEqual(kept);
  });

  it('[ME-2] [CA-1] does not say who somebody is whom staff are not to know, wherever the mail says it', async () => {
    const mail = await received({
      from: 'Kim Roe <kim@x.example>',
      sender: 'kim@x.example',
      replyTo: 'kim@x.example',
      subject: 'From kim@x.example',
      text: 'It is the third step.\n\nKim Roe\n\n> Hello Kim Roe, <kim@x.example>',
      attachments: [
        { filename: 'kim@x.example.eml', contentType: 'message/rfc822', content: Buffer.from(await ours()) },
      ],
    });
    const kept = await keptMail(mail, { names: ['Kim Roe'], addresses: ['kim@x.example'] });
    expect(Buffer.from(kept).toString('latin1')).not.toMatch(/kim@|Roe|Stella@/i);
    const all = await text(kept);
    expect(all).toContain('It is the third step.');
    expect(all).not.toMatch(/kim@|Roe/i);
  });

  it('[ME-2] [CA-1] does not say so in texts of another encoding, or in references to characters', async () => {
    const hidden = { names: ['José Núñez'], addresses: ['kim@uni.example'] };
    const mail = await received({
      from: 'José Núñez <kim@uni.example>',
      html: '<p>The third step. Jos&eacute; N&uacute;&ntilde;ez, k&#105;m@uni.example</p>',
      attachments: [
        { filename: 'a.txt', contentType: 'text/plain', content: Buffer.from('I am José Núñez') },
        {
          filename: 'b.txt',
          contentType: 'text/plain',
          content: Buffer.from(`me: kim@uni.example ${link}`, 'utf16le'),
        },
      ],
    });
    const kept = await received(await keptMail(mail, hidden));
    const [own, wide] = kept.attachments.map(({ content }) => content);
    expect(Buffer.from(own ?? []).toString()).toBe('I am [name removed]');
    expect(Buffer.from(wide ?? []).toString('utf16le')).toBe('me: [address removed] [link removed]');
    expect(kept.email.html).toBeUndefined();
    expect(kept.email.text).toContain('The third step. [name removed], [address removed]');
  });

  it('[ME-2] [PO-1] opens no case by a link whose signs are written as numbers', async () => {
    const mail = await received({
      html: `<p>Yes.</p><a href="${link.replaceAll('-', '&#45;').replace(/\w$/, (last) => `&#${last.charCodeAt(0)};`)}">Open</a>`,
    });
    const kept = await received(await keptMail(mail));
    expect(kept.email.html).toBeUndefined();
    expect(kept.email.text).toContain('Yes.');
  });

  it('[ME-2] of a file with a name without end knows the end', async () => {
    const filename = `${' '.repeat(200_000)}x.${' '.repeat(500)}`;
    const mail = await received({ text: 'x', attachments: [{ filename, content: 'a' }] });
    expect(mail.attachments[0]?.name.length).toBeLessThanOrEqual(1000);
  });

  it('[ME-2] a mail in a mail is a file with a name, and mails in mails without end are not read', async () => {
    let raw = await ours();
    for (let depth = 0; depth < 12; depth += 1)
      raw = await rawMail({
        text: 'x',
        attachments: [{ contentType: 'message/rfc822', content: Buffer.from(raw), filename: false }],
      });
    const mail = await received(raw);
    expect(mail.attachments).toMatchObject([{ name: 'attachment-1.eml' }]);
    await expect(keptMail(mail)).rejects.toThrow('too many times');
  });
});
