import { describe, expect, test } from 'vitest';
import type { FileAnswer } from '#shared/casework/files/file.ts';
import type { Note } from '#shared/casework/notes/note.schema.ts';
import type { MessageAnswer } from '#shared/mail/messages/message.ts';
import { arrives, lastMailTo } from './post.ts';
import {
  aCase,
  aContact,
  act,
  addresses,
  busEventsOf,
  expectRefused,
  here,
  historyOf,
  mailsAbout,
  notificationOf,
  put,
  unique,
} from './world.ts';

// What staff write by hand, what people answer, and what SES says of both.

const messagesOf = async (id: string) =>
  (await here().as.manager.get<{ items: MessageAnswer[] }>(`/v1/cases/${id}/messages`)).items;
const notesOf = async (id: string) => (await here().as.manager.get<{ items: Note[] }>(`/v1/cases/${id}/notes`)).items;
const send = (id: string, body: object, by = here().as.manager) =>
  act<MessageAnswer>(by, `/v1/cases/${id}/messages`, body);

describe('[ME-2] messages by hand', () => {
  test('[ME-2] [NT-4] a message goes to the requester, is kept on the case, and tells what became of it', async () => {
    const contact = await aContact();
    const record = await aCase({ contactId: contact.id });
    await here().local.idle(); // or the mail that the case was raised may come after the message
    const { status, body } = await send(record.id, { subject: 'A question', text: 'Could you come\non Monday?' });
    expect(status).toBe(201);
    expect(body).toMatchObject({ subject: 'A question', to: [{ address: contact.email, state: 'queued' }] });
    const mail = await lastMailTo(contact.email);
    expect(mail).toMatchObject({ subject: 'A question', text: 'Could you come\non Monday?' });
    expect(mail.headers?.['auto-submitted']).toBeUndefined();
    expect(await messagesOf(record.id)).toMatchObject([
      { id: body.id, subject: 'A question', to: [{ address: contact.email, state: 'sent' }] },
    ]);
    expect((await historyOf('cases', record.id)).map(({ type }) => type)).toContain('Message Sent');
    const told = (await busEventsOf(record.id)).filter((event) => event['detail-type'] === 'Notification Sent');
    expect(told.map(({ detail }) => detail.after)).toContainEqual({ notification: 'message', to: contact.email });
  });

  test('[NT-4] a template says it in the language and with the knowledge of whoever reads it', async () => {
    const template = unique('invitation-');
    await put(`/v1/templates/${template}`, {
      name: 'Invitation',
      subject: 'About {{ case.reference }}',
      text: 'Dear {{ contact.name }}, see {{ links.portal }}{{ links.staff }} {{ case.stage }}',
    });
    const contact = await aContact();
    const record = await aCase({ contactId: contact.id, assignee: { user: 'ben' } });
    const { body } = await send(record.id, { template, to: ['requester', addresses.ben] });
    expect(body).toMatchObject({ template, subject: `About ${record.reference}` });
    expect(body.text).not.toContain('/staff/');
    const both = await mailsAbout(record);
    expect(both.filter((mail) => mail.startsWith('message'))).toEqual(
      [`message → ${addresses.ben}`, `message → ${contact.email}`].sort(),
    );
  });

  test('[ME-2] refuses who has nothing to do with the case, a template that is not there, and a requester without address', async () => {
    const record = await aCase({ contactId: (await aContact()).id });
    const text = { subject: 'Hello', text: 'There' };
    expectRefused(await send(record.id, { ...text, to: ['stranger@elsewhere.example'] }), 400, 'invalid-request', [
      '/to/0',
    ]);
    expectRefused(await send(record.id, { template: 'nothing-by-this-name' }), 422, 'unknown-reference', ['/template']);
    expectRefused(await send((await aCase()).id, text), 409, 'no-address');
    expectRefused(await send(record.id, { subject: 'No text' }), 400, 'invalid-request');
    expect(await messagesOf(record.id)).toEqual([]);
  });
});

describe('[ME-2] answers', () => {
  const opened = async () => {
    const contact = await aContact();
    const record = await aCase({ contactId: contact.id, assignee: { user: 'ben' } }, here().as.admin);
    const { replyTo } = await lastMailTo(contact.email);
    return { contact, record, replyTo };
  };

  test('[ME-2] an answer of the requester becomes a public note without what it quotes, with what came with it, and tells the assignee', async () => {
    const { contact, record, replyTo } = await opened();
    expect(replyTo).toMatch(/^reply\+[a-z0-9-]{40,60}@local\.caseward\.example$/);
    const text =
      'Yes, on Monday.\n\nOn Tue, 24 Nov 2026 at 09:00, Caseward <no-reply@caseward.example> wrote:\n> Hello,\n> We have received it.\n';
    const answer = {
      from: `Somebody <${contact.email}>`,
      to: replyTo,
      text,
      messageId: `<${unique('m')}@mail.example>`,
      attachments: [{ filename: 'note.txt', content: 'from the doctor', contentType: 'text/plain' }],
    };
    expect(await arrives(answer)).toMatchObject({ accepted: true });
    await arrives(answer);
    const notes = await notesOf(record.id);
    expect(notes).toMatchObject([
      {
        text: 'Yes, on Monday.',
        public: true,
        via: 'mail',
        createdBy: { kind: 'requester', id: contact.id },
        attachments: [{ name: 'note.txt', contentType: 'text/plain', size: 15 }],
      },
    ]);
    expect((await mailsAbout(record)).filter((mail) => mail.startsWith('note-by-requester'))).toEqual([
      `note-by-requester → ${addresses.ben}`,
    ]);
    // What came with it is a file of the case, looked at as any other.
    const { items } = await here().as.manager.get<{ items: FileAnswer[] }>(`/v1/cases/${record.id}/files`);
    expect(items).toHaveLength(2);
    expect(items).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          id: notes[0]?.attachments?.[0]?.id,
          name: 'note.txt',
          state: 'stored',
          via: 'mail',
          private: false,
        }),
        expect.objectContaining({ id: notes[0]?.mailFileId, name: 'message.eml', state: 'stored', private: true }),
      ]),
    );
    expect((await historyOf('cases', record.id)).filter(({ type }) => type === 'File Added')).toHaveLength(2);
  });

  test('[ME-2] an answer of staff stays among staff; one in HTML alone is read; a case that is closed takes it too', async () => {
    const { record, replyTo } = await opened();
    await act(here().as.admin, `/v1/cases/${record.id}/close`, { reason: 'solved' });
    await arrives({
      from: addresses.ben,
      to: replyTo,
      html: '<p>I have <b>seen</b> to it.</p><blockquote>Old</blockquote>',
    });
    expect(await notesOf(record.id)).toMatchObject([
      { text: 'I have seen to it.', public: false, createdBy: { kind: 'user', id: 'ben' } },
    ]);
  });

  test('[ME-2] an answer from Outlook in Danish has what is new and no more, and what was typed into our mail is in it', async () => {
    const { contact, record, replyTo } = await opened();
    const { html, subject } = await lastMailTo(contact.email);
    const answered = (said: string, quoted: string) => ({
      from: contact.email,
      to: replyTo,
      html: `<div>${said}</div><hr><div id="divRplyFwdMsg"><b>Fra:</b> Caseward<br><b>Sendt:</b> 23. november 2026 09:00<br><b>Til:</b> ${contact.email}<br><b>Emne:</b> ${subject}</div><div>${quoted}</div><div>Also below.</div>`,
    });
    await arrives(answered('Ja, fredag.', String(html)));
    await arrives(answered('Se nedenfor.', String(html).replace('<p>', '<p>Typed into it.</p><p>')));
    expect((await notesOf(record.id)).map(({ text }) => text).sort()).toEqual([
      'Ja, fredag.\n\nAlso below.',
      expect.stringMatching(/^Se nedenfor\..*Typed into it\..*Also below\.$/s),
    ]);
  });

  test('[ME-2] nothing is put on a case by strangers, by machines, by what SES suspects, or at an address that was made up', async () => {
    const { contact, record, replyTo } = await opened();
    const from = contact.email;
    const [local = '', domain = ''] = replyTo.split('@');
    const madeUp = `${local.slice(0, -1)}${local.endsWith('0') ? '1' : '0'}@${domain}`;
    await arrives({ from: 'stranger@elsewhere.example', to: replyTo, text: 'Let me in.' });
    await arrives({ from, to: madeUp, text: 'Another case.' });
    await arrives({ from, to: replyTo, text: 'I am away.', headers: { 'Auto-Submitted': 'auto-replied' } });
    await arrives({ from, to: replyTo, text: 'Cheap pills.', headers: { 'X-SES-Spam-Verdict': 'FAIL' } });
    await arrives({
      from,
      to: replyTo,
      text: 'Forged.',
      headers: { 'Authentication-Results': 'amazonses.com; dmarc=fail' },
    });
    expect(await arrives({ from, to: 'somebody@elsewhere.example', text: 'Not for us.' })).toMatchObject({
      accepted: false,
    });
    expect(await notesOf(record.id)).toEqual([]);
    const letters = await here().local.deadLetters();
    expect(letters.filter(({ queue }) => !queue.includes('signals'))).toEqual([]);
  });
});

describe('[NT-6] what SES says afterwards', () => {
  const simulator = (what: 'bounce' | 'complaint') => `${what}+${unique('x')}@simulator.amazonses.com`;

  test.each(['bounce', 'complaint'] as const)(
    '[NT-6] a %s stands on the case, and the address is not mailed again until an administrator says so',
    async (what) => {
      const email = simulator(what);
      const contact = await aContact({ email });
      const record = await aCase({ contactId: contact.id });
      await here().local.idle();
      const state = what === 'bounce' ? 'bounced' : 'complained';
      const failures = async () =>
        (await historyOf('cases', record.id))
          .filter(({ type }) => type === 'Notification Failed')
          .map(({ after }) => after);
      expect(await failures()).toMatchObject([{ notification: 'case-raised-requester', to: email, reason: state }]);
      const mails = await here().as.manager.get<{ items: object[] }>(`/v1/cases/${record.id}/mails`);
      expect(mails.items).toContainEqual(
        expect.objectContaining({ notification: 'case-raised-requester', to: email, state }),
      );
      const before = await here().as.manager.get<{ version: number }>(`/v1/cases/${record.id}`);
      expect(before.version).toBe(record.version);

      await send(record.id, { subject: 'Again', text: 'Are you there?' });
      await here().local.idle();
      expect(await messagesOf(record.id)).toMatchObject([{ to: [{ address: email, state: 'suppressed' }] }]);
      expect((await here().local.mails(email)).map(notificationOf)).toEqual(['case-raised-requester']);

      const { admin } = here().as;
      const listed = await admin.get<{ items: { address: string; reason: string }[] }>(
        '/v1/suppressed-addresses?limit=200',
      );
      expect(listed.items).toContainEqual(expect.objectContaining({ address: email, reason: state }));
      expectRefused(await here().as.manager.send('GET', '/v1/suppressed-addresses'), 403, 'not-allowed');
      const path = `/v1/suppressed-addresses/${encodeURIComponent(email)}`;
      expect((await admin.send('DELETE', path)).status).toBe(204);
      expectRefused(await admin.send('DELETE', path), 404, 'not-found');
      await send(record.id, { subject: 'Once more', text: 'Are you there now?' });
      await here().local.idle();
      expect(await here().local.mails(email)).toHaveLength(2);
      expect((await messagesOf(record.id)).at(-1)).toMatchObject({ to: [{ address: email, state }] });
    },
  );
});
