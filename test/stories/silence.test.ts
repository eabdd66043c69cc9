import { describe, expect, test } from 'vitest';
import {
  aCase,
  aCaseType,
  aContact,
  act,
  expectRefused,
  here,
  historyOf,
  likeness,
  mailsAbout,
  put,
  signIn,
} from './world.ts';

const days = (amount: number) => ({ amount, unit: 'days', time: 'calendar' });
const closureReasons = [
  { key: 'solved', name: 'Solved' },
  { key: 'silent', name: 'No answer' },
];
const silence = { warnAfter: days(4), closeAfter: days(3), reason: 'silent' };

/** A case whose requester can sign in, of a type that closes for silence. */
const aSilentCase = async (more: object = {}) => {
  const type = await aCaseType({ closureReasons, silence, targets: [], ...more });
  const contact = await aContact();
  const record = await aCase({ type, contactId: contact.id });
  return { record, contact };
};
const says = async (id: string, text = 'Are you still there?') =>
  act(await signIn('amara', 'advisers'), `/v1/cases/${id}/notes`, { text, public: true });
const stateOf = async (id: string) =>
  await (await signIn('ada', 'admins')).get<{ status: { category: string }; closure?: { reason: string } }>(
    `/v1/cases/${id}`,
  );
const happened = async (id: string) =>
  (await historyOf('cases', id))
    .map(({ type, occurredAt }) => `${type} ${occurredAt}`)
    .filter((one) => /Silence|Closed|Called/.test(one));

describe('[CA-23] a requester who stays silent', () => {
  test('[CA-23] is warned so long after the last public word of staff, and so long after that the case is closed', async () => {
    const { record, contact } = await aSilentCase();
    await here().local.advanceTo('2026-12-01T09:00:00.000Z');
    expect(await happened(record.id)).toEqual([]);
    await says(record.id);
    await here().local.advance('P2D');
    const { body: note } = await says(record.id, 'And again?');
    const last = Date.parse(note.createdAt);
    const at = (after: number) => new Date(last + after * 86_400_000).toISOString();
    await here().local.advanceTo(new Date(last + 4 * 86_400_000 - 1000).toISOString());
    expect(await happened(record.id)).toEqual([]);
    await here().local.advanceTo(at(4));
    expect(await happened(record.id)).toEqual([`Silence Warned ${at(4)}`]);
    expect(await mailsAbout(record)).toContain(`silence-warning → ${contact.email}`);
    await here().local.advanceTo(at(7));
    expect(await happened(record.id)).toEqual([`Silence Warned ${at(4)}`, `Case Closed ${at(7)}`]);
    expect(await stateOf(record.id)).toMatchObject({ closure: { reason: 'silent' } });
    expect((await mailsAbout(record)).filter((mail) => mail.startsWith('silence-warning'))).toHaveLength(1);
  });

  test.each([
    ['before the warning', 'P3D'],
    ['after the warning', 'P6D'],
  ])('[CA-23] calls both off with any word %s, until staff say something again', async (_when, after) => {
    const { record, contact } = await aSilentCase();
    await says(record.id);
    await here().local.advance(after);
    const them = await signIn(contact.id, 'students');
    expect(await act(them, `/v1/me/cases/${record.id}/notes`, { text: 'Here I am' })).toMatchObject({ status: 201 });
    await here().local.advance('P30D');
    expect((await happened(record.id)).filter((one) => one.startsWith('Case Closed'))).toEqual([]);
    await says(record.id, 'Good to hear.');
    await here().local.advance('P8D');
    expect((await happened(record.id)).at(-1)).toMatch(/^Case Closed/);
  });

  test('[CA-23] is not waited for after a private note, and anew after the case was reopened', async () => {
    const { record } = await aSilentCase();
    await act(here().as.manager, `/v1/cases/${record.id}/notes`, { text: 'Hm', public: false });
    await here().local.advance('P20D');
    expect(await happened(record.id)).toEqual([]);
    await says(record.id);
    await act(await signIn('ada', 'admins'), `/v1/cases/${record.id}/close`, { reason: 'solved' });
    await act(await signIn('ada', 'admins'), `/v1/cases/${record.id}/reopen`, { note: 'Not yet' });
    await here().local.advance('P20D');
    expect((await stateOf(record.id)).closure).toBeUndefined();
  });

  test('[CA-23] is written to in the words of the template that the type names', async () => {
    await put('/v1/templates/still-there', {
      name: 'Still there',
      subject: 'Hello?',
      text: 'Until {{ silence.closesAt }}',
    });
    const { record, contact } = await aSilentCase({ silence: { ...silence, template: 'still-there' } });
    await says(record.id);
    await here().local.advance('P5D');
    await here().local.idle();
    expect((await here().local.mails(contact.email)).at(-1)).toMatchObject({ subject: 'Hello?' });
  });

  test('[CA-23] [AD-1] cannot be told of by a type with a reason or a template that is not there', async () => {
    const value = await likeness('/v1/case-types/academic-concern', { silence: { ...silence, reason: 'nowhere' } });
    expectRefused(await here().as.admin.send('PUT', '/v1/case-types/odd', { body: value }), 400, 'invalid-request', [
      '/silence/reason',
    ]);
    const other = await likeness('/v1/case-types/academic-concern', {
      closureReasons,
      silence: { ...silence, template: 'none' },
    });
    expectRefused(await here().as.admin.send('PUT', '/v1/case-types/odd', { body: other }), 422, 'unknown-reference', [
      '/silence/template',
    ]);
  });
});
