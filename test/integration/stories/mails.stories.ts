import { describe, expect, test } from 'vitest';
import {
  aCase,
  aCaseType,
  aContact,
  act,
  addresses,
  advisers,
  expectRefused,
  here,
  likeness,
  mailsAbout,
  put,
  signIn,
  unique,
} from './world.ts';

const on = (id: string, verb: string, body?: object, by = here().as.manager) =>
  act(by, `/v1/cases/${id}/${verb}`, body);
const to = (notification: string, ...people: string[]) => people.map((address) => `${notification} → ${address}`);
/** The mails about a record since it was looked at last. */
const watching = (record: { id: string; reference: string }) => {
  let seen: string[] = [];
  return async (): Promise<string[]> => {
    const now = await mailsAbout(record);
    const fresh = [...now];
    for (const mail of seen) fresh.splice(fresh.indexOf(mail), 1);
    seen = now;
    return fresh;
  };
};

describe('[NT-2] who is told what', () => {
  test('[NT-1] [NT-2] each event reaches whom it concerns, and nobody about their own doing', async () => {
    const contact = await aContact();
    const record = await aCase({ contactId: contact.id });
    const fresh = watching(record);
    const others = advisers.filter((address) => address !== addresses.amara);
    expect(await fresh()).toEqual([
      ...to('case-raised-group', ...others),
      ...to('case-raised-requester', contact.email),
    ]);
    await on(record.id, 'assign', { group: 'tutors' });
    expect(await fresh()).toEqual(to('case-assigned-group', addresses.dev, addresses.elin));
    await on(record.id, 'assign', { user: 'ben' });
    expect(await fresh()).toEqual(to('case-assigned-person', addresses.ben));
    await on(record.id, 'status', { status: 'open' });
    expect(await fresh()).toEqual([]);
    await on(record.id, 'escalate', { reason: 'no-answer' });
    expect(await fresh()).toEqual(to('case-escalated', addresses.farah));
    await on(record.id, 'close', { reason: 'solved' });
    expect(await fresh()).toEqual(to('case-closed-requester', contact.email));
    await on(record.id, 'reopen', { note: 'Back again.' });
    expect(await fresh()).toEqual(to('case-reopened', addresses.ben));
    await on(record.id, 'reopen', { note: 'Twice.' });
    await on(record.id, 'assign', { user: 'amara' });
    expect(await fresh()).toEqual([]);
  });

  test('[NT-2] a case raised by its requester is confirmed to nobody who raised it, and told to every manager', async () => {
    const contact = await aContact();
    const requester = await signIn(contact.id, 'students');
    const record = await aCase({}, requester);
    expect(await mailsAbout(record)).toEqual(to('case-raised-group', ...advisers));
  });

  test('[NT-2] a private case is told to nobody who may not see it', async () => {
    const record = await aCase({ private: true, assignee: { user: 'ben' } });
    await on(record.id, 'escalate', { reason: 'no-answer' });
    expect(await mailsAbout(record)).toEqual(to('case-assigned-person', addresses.ben));
  });

  test('[NT-2] a case without a requester is told to staff only', async () => {
    const record = await aCase({}, here().as.admin);
    await on(record.id, 'close', { reason: 'solved' });
    expect(await mailsAbout(record)).toEqual(to('case-raised-group', ...advisers));
  });
});

describe('[NT-1] switches and templates', () => {
  test('[NT-1] a type switches each mail off and on', async () => {
    const contact = await aContact();
    const type = await aCaseType({
      notifications: {
        'case-raised-requester': { enabled: false },
        'case-raised-group': { enabled: false },
        'status-changed': { enabled: true },
      },
    });
    const record = await aCase({ type, contactId: contact.id });
    expect(await mailsAbout(record)).toEqual([]);
    await on(record.id, 'status', { status: 'open' });
    expect(await mailsAbout(record)).toEqual(to('status-changed', contact.email));
  });

  test('[NT-1] a type names a template of its own', async () => {
    const template = unique('welcome-');
    await put(`/v1/templates/${template}`, {
      name: 'Welcome',
      subject: 'We have it: {{ case.reference }}',
      text: 'Dear {{ contact.name }}, about “{{ case.subject }}”.',
    });
    const type = await aCaseType({ notifications: { 'case-raised-requester': { enabled: true, template } } });
    const contact = await aContact({ name: 'Zoë <b>O’Neill</b>' });
    const record = await aCase({ type, contactId: contact.id, subject: 'A & B' });
    await here().local.idle();
    const mails = (await here().local.mails(contact.email)) as { subject: string; text: string; html?: string }[];
    expect(mails).toHaveLength(1);
    expect(mails[0]?.subject).toBe(`We have it: ${record.reference}`);
    expect(mails[0]?.text.trim()).toBe('Dear Zoë <b>O’Neill</b>, about “A & B”.');
    expect(mails[0]?.html).toContain('Zoë &lt;b&gt;O’Neill&lt;/b&gt;');
    expect(mails[0]?.html).toContain('A &amp; B');
  });

  test('[NT-1] the shipped templates are there to be read and replaced; an unknown token is refused when it is saved', async () => {
    const { as } = here();
    const keys = (await as.admin.get<{ items: { key: string }[] }>('/v1/templates?limit=200')).items.map(
      ({ key }) => key,
    );
    for (const key of [
      'case-raised-requester',
      'case-raised-group',
      'target-reminder',
      'case-closed-requester',
      'status-changed',
    ])
      expect(keys).toContain(key);
    const odd = { name: 'Odd', subject: '{{ case.nonsense }}', text: '{{ nobody.name }}' };
    const answer = await as.admin.send('PUT', '/v1/templates/odd', { body: odd });
    expectRefused(answer, 400, 'invalid-request', ['/subject', '/text']);
  });

  test('[NT-1] group mail of new and reassigned cases is switched off for all types at once, and on again', async () => {
    const path = '/v1/notification-settings/global';
    try {
      await put(path, await likeness(path, { groupMail: false }));
      const contact = await aContact();
      const record = await aCase({ contactId: contact.id });
      await on(record.id, 'assign', { group: 'tutors' });
      expect(await mailsAbout(record)).toEqual(to('case-raised-requester', contact.email));
      await on(record.id, 'assign', { user: 'ben' });
      expect(await mailsAbout(record)).toContain(`case-assigned-person → ${addresses.ben}`);
    } finally {
      await put(path, await likeness(path, { groupMail: true }));
    }
    const record = await aCase();
    expect(await mailsAbout(record)).toHaveLength(2);
  });
});
