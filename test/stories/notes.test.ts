import { describe, expect, test } from 'vitest';
import type { Note, SystemNote } from '#shared/casework/notes/note.schema.ts';
import { aCase, aCaseType, act, everyPage, expectRefused, here, likeness, signIn } from './world.ts';

type Listed = Note & Partial<SystemNote>;

describe('[NO-1] notes', () => {
  test('[NO-1] what happened stands among what was written, in order and in words, split into public and private', async () => {
    const type = await aCaseType({ systemNotes: { 'Case Assigned': 'public', 'Case Updated': 'off' } });
    const by = here().as.manager;
    const { id, version } = await aCase({ type });
    await act(by, `/v1/cases/${id}/notes`, { text: 'Called, **no** answer', public: true });
    await act(by, `/v1/cases/${id}/claim`);
    await act(by, `/v1/cases/${id}/status`, { status: 'open' });
    await by.send('PATCH', `/v1/cases/${id}`, {
      body: { tags: ['seen'] },
      headers: { 'if-match': `"${version + 3}"` },
    });
    await act(by, `/v1/cases/${id}/escalate`, { reason: 'no-answer' });
    await act(by, `/v1/cases/${id}/notes`, { text: 'For us alone' });
    const path = `/v1/cases/${id}/notes`;
    const all = await everyPage<Listed>(by, `${path}?system=true`, 2);
    expect(all.map(({ text, public: isPublic, system }) => [text, isPublic, system ?? false])).toEqual([
      ['The case was raised', true, true],
      ['Called, **no** answer', true, false],
      [expect.stringMatching(/^Assigned to Amara/), true, true],
      [expect.stringMatching(/^Status: /), true, true],
      [expect.stringMatching(/^Escalated to level 1/), false, true],
      ['For us alone', false, false],
    ]);
    const newestFirst = await everyPage<Listed>(by, `${path}?system=true&sort=-createdAt`, 2);
    expect(newestFirst).toEqual(all.toReversed());
    const written = (await everyPage<Listed>(by, path)).map(({ text }) => text);
    expect(written).toEqual(['Called, **no** answer', 'For us alone']);
    expectRefused(await by.send('GET', `${path}?system=yes`), 400, undefined, ['/query/system']);
  });

  test('[NO-1] a type shows to others nothing that is for staff alone', async () => {
    const admin = await signIn('ada', 'admins');
    const value = await likeness('/v1/case-types/academic-concern', {
      systemNotes: { 'Case Escalated': 'public', 'Case Toasted': 'off' },
    });
    const answer = await admin.send('PUT', '/v1/case-types/too-open', { body: value });
    expectRefused(answer, 400, undefined, ['/systemNotes/Case Escalated', '/systemNotes/Case Toasted']);
  });
});
