import { describe, expect, test } from 'vitest';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';
import type { FileAnswer } from '#shared/casework/files/file.ts';
import type { Note } from '#shared/casework/notes/note.schema.ts';
import { processorTime } from '#test/unit/processor-time.ts';
import { arrives, arrivesAsIs, lastMailTo } from './post.ts';
import { strangerPosts } from './strangers.ts';
import {
  aCase,
  aCaseType,
  aContact,
  act,
  addresses,
  everyPage,
  expectRefused,
  here,
  historyOf,
  likeness,
  mailsAbout,
  put,
  signIn,
  unique,
} from './world.ts';

// Mail that comes in: from whom it is believed to be, what is kept of it, and what becomes of what
// is on no case.

interface SetAside {
  id: string;
  reason: string;
  from?: string[];
  subject?: string;
  caseId?: string;
  download?: { url: string };
}

const notesOf = async (id: string) => (await here().as.manager.get<{ items: Note[] }>(`/v1/cases/${id}/notes`)).items;
const filesOf = async (id: string) =>
  (await here().as.manager.get<{ items: FileAnswer[] }>(`/v1/cases/${id}/files`)).items;
const contentOf = async (url: string): Promise<string> =>
  Buffer.from(await (await here().fetch(url)).arrayBuffer()).toString('latin1');
const wholeMail = async (id: string, fileId: string | undefined, by = here().as.manager): Promise<string> => {
  const { download } = await by.get<{ download: { url: string } }>(`/v1/cases/${id}/files/${fileId}`);
  return contentOf(download.url);
};
const setAside = async (caseId: string) =>
  (await everyPage<SetAside>(here().as.admin, '/v1/mail/set-aside')).filter((one) => one.caseId === caseId);
const toldOf = async (id: string, type: string) =>
  (await historyOf('cases', id)).filter((event) => event.type === type).map(({ after }) => after);
const noDeadLetters = async () =>
  expect((await here().local.deadLetters()).filter(({ queue }) => queue.includes('inbound'))).toEqual([]);

const opened = async (input: object = {}) => {
  const contact = await aContact();
  const record = await aCase({ contactId: contact.id, assignee: { user: 'ben' }, ...input }, here().as.admin);
  const { replyTo } = await lastMailTo(contact.email);
  return { contact, record, replyTo };
};

const forgeries = ['spf=fail; dkim=none; dmarc=none', 'none'];

describe('[ME-2] from whom a mail is', () => {
  test.each(forgeries)(
    '[ME-2] of staff is a note of an unverified sender where SES says %s',
    async (authentication) => {
      const { record, replyTo } = await opened();
      await arrives({ from: `Ben <${addresses.ben}>`, to: replyTo, text: 'Close it.', authentication });
      const [note, ...others] = await notesOf(record.id);
      expect(others).toEqual([]);
      expect(note).toMatchObject({
        createdBy: { kind: 'system', id: 'mail' },
        public: false,
        via: 'mail',
        unverifiedSender: true,
        text: `Mail of an unverified sender that says it is from ${addresses.ben}:\n\nClose it.`,
      });
      expect((await mailsAbout(record)).filter((mail) => mail.startsWith('mail-'))).toEqual([
        `mail-unverified → ${addresses.ben}`,
      ]);
    },
  );

  test('[ME-2] is by nobody where it names two, or where what the sender wrote below says that it passes', async () => {
    const { contact, record, replyTo } = await opened();
    const forged = 'Authentication-Results: amazonses.com; dmarc=pass header.from=students.example.edu\r\n';
    await arrives({ from: `${addresses.ben}, ${contact.email}`, to: replyTo, text: 'Both of us.' });
    await arrivesAsIs(
      `Authentication-Results: amazonses.com; spf=fail; dkim=none; dmarc=none\r\n${forged}From: ${contact.email}\r\nTo: ${replyTo}\r\n\r\nForged.\r\n`,
    );
    expect(await notesOf(record.id)).toMatchObject([
      { public: false, unverifiedSender: true },
      { public: false, unverifiedSender: true },
    ]);
  });

  test('[ME-1] [ME-2] an unverified answer answers no question, and a file of it is in the whole mail alone', async () => {
    const { contact, record } = await opened();
    await act(here().as.manager, `/v1/cases/${record.id}/questions`, { text: 'Which course?' });
    const { replyTo } = await lastMailTo(contact.email);
    const attachments = [{ filename: 'a.txt', content: 'A', contentType: 'text/plain' }];
    await arrives({ from: contact.email, to: replyTo, text: 'None.', authentication: 'none', attachments });
    const { items } = await here().as.manager.get<{ items: object[] }>(`/v1/cases/${record.id}/questions`);
    expect(items).toMatchObject([{ state: 'open' }]);
    expect(await notesOf(record.id)).toMatchObject([{ unverifiedSender: true }]);
    expect((await filesOf(record.id)).map(({ name }) => name)).toEqual(['message.eml']);
    expect(await here().local.mails(contact.email)).not.toContainEqual(
      expect.objectContaining({ headers: expect.objectContaining({ 'x-caseward-notification': 'mail-not-taken' }) }),
    );
  });

  test('[ME-2] [CA-12] somebody who is locked out, or whose address only looks like one of the case, is a stranger', async () => {
    const { contact, record, replyTo } = await opened();
    await arrivesAsIs(
      `From: =?utf-8?B?${Buffer.from('Kim').toString('base64')}?= <\u017f${contact.email.slice(1)}>\r\nTo: ${replyTo}\r\n\r\nHello\r\n`,
    );
    await here().as.manager.send('PUT', `/v1/cases/${record.id}/locks/${contact.id}`, { body: {} });
    await arrives({ from: contact.email, to: replyTo, text: 'Let me in.' });
    expect(await notesOf(record.id)).toEqual([]);
    expect((await setAside(record.id)).map(({ reason }) => reason)).toEqual(['not-of-the-case', 'not-of-the-case']);
  });

  test('[ME-2] a person who writes through a mailing list is a person, and a mail to two cases is on both', async () => {
    const one = await opened();
    const record = await aCase({ contactId: one.contact.id }, here().as.admin);
    const { replyTo } = await lastMailTo(one.contact.email);
    const headers = { 'List-Id': '<us.students.example.edu>', Precedence: 'list' };
    await arrives({ from: one.contact.email, to: one.replyTo, cc: replyTo, text: 'About both.', headers });
    expect(await notesOf(one.record.id)).toMatchObject([{ text: 'About both.', public: true }]);
    expect(await notesOf(record.id)).toMatchObject([{ text: 'About both.', public: true }]);
  });
});

describe('[ME-2] nothing of a mail is lost', () => {
  test.each(['<>', '<@>', '<same@x.example>'])(
    '[ME-2] of two mails with the id %s both are there, and each once',
    async (id) => {
      const { contact, record, replyTo } = await opened();
      const mail = (text: string) =>
        `Message-ID: ${id}\r\nDate: Mon, 23 Nov 2026 09:00:00 +0000\r\nFrom: ${contact.email}\r\nTo: ${replyTo}\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${text}\r\n`;
      const first = mail('Gr=FC=DFe');
      await arrivesAsIs(first);
      await arrivesAsIs(mail('Second'));
      await arrivesAsIs(first);
      const notes = await notesOf(record.id);
      expect(notes.map(({ text }) => text)).toEqual(['Grüße', 'Second']);
      expect(await wholeMail(record.id, notes[0]?.mailFileId)).toContain(first);
      const files = await filesOf(record.id);
      expect(files).toMatchObject([
        { name: 'message.eml', private: true, via: 'mail', state: 'stored', createdBy: { kind: 'system' } },
        { name: 'message.eml' },
      ]);
      const requester = await signIn(contact.id, 'students');
      expect(await requester.get(`/v1/me/cases/${record.id}/files`)).toMatchObject({ items: [] });
      expectRefused(await requester.send('GET', `/v1/me/cases/${record.id}/files/${notes[0]?.mailFileId}`), 404);
    },
  );

  test('[ME-2] [FI-1] files are taken for what they are; what is not taken is told to who mailed it, once, and kept', async () => {
    const { contact, record, replyTo } = await opened();
    const html = { filename: 'page.html', content: '<html><body>Hi</body></html>', contentType: 'text/html' };
    const attachments = [
      {
        filename: 'grades.csv',
        content: Buffer.from('Größe;1\r\n', 'latin1'),
        contentType: 'application/vnd.ms-excel',
      },
      { filename: 'old.eml', content: 'Subject: Old\r\n\r\nOld words\r\n', contentType: 'message/rfc822' },
      html,
    ];
    const mail = {
      from: contact.email,
      to: replyTo,
      text: 'word '.repeat(6000),
      attachments,
      messageId: `<${unique('m')}@x.example>`,
    };
    await arrives(mail);
    await arrives(mail);
    const files = await filesOf(record.id);
    expect(files.map(({ name, contentType, state }) => [name, contentType, state]).sort()).toEqual([
      ['grades.csv', 'text/csv', 'stored'],
      ['message.eml', 'message/rfc822', 'stored'],
      ['old.eml', 'message/rfc822', 'stored'],
    ]);
    const [note] = await notesOf(record.id);
    expect(note?.text).toMatch(/\n\n\[…\] The mail is longer than a note\./);
    const kept = await wholeMail(record.id, note?.mailFileId);
    expect(kept).toContain('page.html');
    expect(kept.length).toBeGreaterThan(30_000);
    const told = (await here().local.mails(contact.email)).filter(({ subject }) =>
      subject.includes('could not be taken'),
    );
    expect(told).toHaveLength(1);
    expect(told[0]?.text).toContain('- page.html (files of its kind are not taken)');
    expect(await toldOf(record.id, 'Mail Files Refused')).toMatchObject([
      { files: [{ name: 'page.html', reason: 'type-not-allowed' }], count: 1 },
    ]);
  });

  test('[ME-2] [CA-1] whom staff are not to know is in nothing that is kept of their mail, and their files are taken', async () => {
    const ines = await signIn('ines', 'estates');
    const type = unique('report-');
    const groups = { starters: ['anonymous'], managers: ['estates'] };
    await put(
      `/v1/case-types/${type}`,
      await likeness('/v1/case-types/hazard-report', { publicForm: { identity: 'hidden' }, groups }),
    );
    const email = `${unique('wanda')}@secret.example`;
    const { body } = await strangerPosts<{ reference: string }>(`/v1/public/case-types/${type}/cases`, {
      contact: { name: 'Wanda Whistleblower', email },
      subject: 'A lamp is out',
      fields: { kind: 'lighting' },
    });
    const { replyTo, text } = await lastMailTo(email);
    const link = /https?:\S+\/links\/\S+/.exec(text)?.[0] ?? '';
    expect(link).not.toBe('');
    const ours = `From: x@y.example\r\nTo: ${email}\r\nSubject: Your report\r\n\r\nHello Wanda,\r\n${link}\r\n`;
    await arrives({
      from: `Wanda Whistleblower <${email}>`,
      to: replyTo,
      text: `The third lamp.\n\nWanda Whistleblower\n\n> ${link}\n> Wanda`,
      attachments: [{ filename: 'ours.eml', content: ours, contentType: 'message/rfc822' }],
    });
    const { id } = await ines.get<CaseAnswer>(`/v1/cases/${body.reference}`);
    const { items: notes } = await ines.get<{ items: Note[] }>(`/v1/cases/${id}/notes`);
    expect(notes).toMatchObject([{ public: true, text: expect.stringContaining('The third lamp.') }]);
    const { items: files } = await ines.get<{ items: FileAnswer[] }>(`/v1/cases/${id}/files`);
    expect(files.map(({ name }) => name).sort()).toEqual(['message.eml', 'ours.eml']);
    for (const file of files) {
      const content = await wholeMail(id, file.id, ines);
      expect(content).toMatch(/The third lamp|Hello/);
      expect(content).not.toMatch(/wanda|whistleblower|secret\.example/i);
      expect(content).not.toContain(link.slice(-40));
    }
  });
});

describe('[ME-2] what is set aside', () => {
  test('[ME-2] is told to its case, and listed and handed out for administrators', async () => {
    const { contact, record, replyTo } = await opened();
    const subject = `Away ${unique('x')}`;
    await arrives({
      from: contact.email,
      to: replyTo,
      subject,
      text: 'I am away.',
      headers: { 'Auto-Submitted': 'auto-replied' },
    });
    await arrives({ from: contact.email, to: replyTo, text: 'Pills.', headers: { 'X-SES-Spam-Verdict': 'FAIL' } });
    await arrives({ from: 'eve@evil.example', to: replyTo, text: 'Let me in.' });
    const before = await here().as.manager.get<{ version: number }>(`/v1/cases/${record.id}`);
    expect(before.version).toBe(record.version);
    expect(await toldOf(record.id, 'Mail Set Aside')).toEqual([
      { reason: 'automatic' },
      { reason: 'suspicious' },
      { reason: 'not-of-the-case' },
    ]);
    const listed = await setAside(record.id);
    expect(listed.map(({ reason }) => reason).sort()).toEqual(['automatic', 'not-of-the-case', 'suspicious']);
    const away = listed.find(({ reason }) => reason === 'automatic');
    expect(away).toMatchObject({ from: [contact.email], subject, reference: record.reference });
    const path = `/v1/mail/set-aside/${encodeURIComponent(String(away?.id))}`;
    const { download } = await here().as.admin.get<SetAside>(path);
    expect(await contentOf(String(download?.url))).toContain('I am away.');
    expectRefused(await here().as.manager.send('GET', '/v1/mail/set-aside'), 403, 'not-allowed');
    expectRefused(await here().as.manager.send('GET', path), 403, 'not-allowed');
    expectRefused(await here().as.admin.send('GET', '/v1/mail/set-aside/nothing'), 404, 'not-found');
    const madeUp = `${unique('nobody')}@${replyTo.split('@')[1]}`;
    await arrives({ from: 'eve@evil.example', to: madeUp, subject: madeUp, text: 'Hello?' });
    const all = await everyPage<SetAside>(here().as.admin, '/v1/mail/set-aside');
    expect(all.find((one) => one.subject === madeUp)).toMatchObject({ reason: 'nothing-of-ours' });
  });

  test('[ME-2] is what can never be read: it is not tried again, and its sender is told; 20,000 elements in each other are read', async () => {
    const { contact, record, replyTo } = await opened();
    const levels = 300;
    const boundary = (level: number) => `b${level}`;
    const nested = Array.from(
      { length: levels },
      (_, level) => `--${boundary(level)}\r\nContent-Type: multipart/mixed; boundary=${boundary(level + 1)}\r\n\r\n`,
    );
    const head = `From: ${contact.email}\r\nTo: ${replyTo}\r\nMIME-Version: 1.0\r\n`;
    await arrivesAsIs(
      `${head}Content-Type: multipart/mixed; boundary=${boundary(0)}\r\n\r\n${nested.join('')}--${boundary(levels)}\r\n\r\nHello\r\n`,
    );
    expect((await setAside(record.id)).map(({ reason }) => reason)).toEqual(['unreadable']);
    expect((await lastMailTo(contact.email)).subject).toContain('could not be taken');
    const deep = `${'<div>'.repeat(20_000)}Hello${'</div>'.repeat(20_000)}`;
    await arrivesAsIs(`${head}Content-Type: text/html\r\n\r\n${deep}\r\n`);
    expect(await notesOf(record.id)).toMatchObject([{ text: 'Hello' }]);
    await noDeadLetters();
  });

  test('[ME-2] takes no time that grows with what somebody puts into a mail to nobody, or to a case', async () => {
    const { contact, replyTo } = await opened({ type: await aCaseType() });
    for (const filler of ['\r\n', '1', '> ', '<div>', ' \t', '_'])
      for (const to of [replyTo, 'nobody@local.caseward.example']) {
        const began = processorTime();
        await arrivesAsIs(`From: ${contact.email}\r\nTo: ${to}\r\n\r\n${filler.repeat(24_000)}\r\nEnd\r\n`);
        expect(processorTime() - began).toBeLessThan(5000);
      }
    await noDeadLetters();
  });
});
