import { expect, it } from 'vitest';
import { ulids } from '#shared/core/records/ids.ts';
import type { Writer } from '#shared/mail/replies/accept-reply.ts';
import { fileOfMail, filesFrom } from '#shared/mail/replies/files-from.ts';
import { caseMailContext } from '#test/unit/notifications/contexts.ts';

const { record, definition } = caseMailContext('Case Created');
const filing = { record, newId: ulids(), at: 0 };
const requester: Writer = { by: { kind: 'requester', id: 'S1' }, public: true };
const file = (name: string, content: string | Uint8Array, contentType = 'application/octet-stream') => ({
  name,
  contentType,
  content: typeof content === 'string' ? Buffer.from(content) : content,
});

it('[ME-2] [FI-1] files of a mail are taken for what they are, and what is refused is named with its reason', async () => {
  const { files, refused } = await filesFrom(
    [
      file('list.csv', Buffer.from('Straße;1', 'latin1'), 'application/vnd.ms-excel'),
      file('../../a.pdf', '%PDF-1.7\n', 'application/x-pdf'),
      file('run.exe', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(126)]), 'image/png'),
      file('seen.eml', 'Subject: Hi\r\n\r\nHello\r\n', 'message/rfc822'),
      file('x'.repeat(300), 'a', 'no type at all'),
    ],
    { ...filing, writer: requester },
    definition,
  );
  expect(
    files.map(({ file: { name, private: isPrivate, via, createdBy }, index }) => [
      name.slice(0, 12),
      isPrivate,
      via,
      createdBy.id,
      index,
    ]),
  ).toEqual([
    ['list.csv', false, 'mail', 'S1', 0],
    ['.._.._a.pdf', false, 'mail', 'S1', 1],
    ['seen.eml', false, 'mail', 'S1', 3],
    ['x'.repeat(12), false, 'mail', 'S1', 4],
  ]);
  expect(refused).toEqual([{ name: 'run.exe', reason: 'type-not-allowed' }]);
});

it('[ME-2] of a mail with more files than a note takes, or than the case does, the others are named', async () => {
  const many = Array.from({ length: 45 }, (_, index) => file(`${index}.txt`, 'x'));
  const { files, refused } = await filesFrom(many, { ...filing, writer: requester }, definition);
  expect([files.length, refused.length, refused[0]]).toEqual([39, 6, { name: '39.txt', reason: 'too-many-files' }]);
  const full = { ...record, fileCount: 49, requesterFileCount: 49 };
  const last = await filesFrom(many, { ...filing, record: full, writer: requester }, definition);
  expect([last.files.length, last.refused.length]).toEqual([1, 44]);
});

it('[ME-2] files of staff stay among staff; those of an unverified sender are in the whole mail alone', async () => {
  const staff: Writer = { by: { kind: 'user', id: 'anna' }, public: false };
  const one = [file('a.txt', 'x')];
  const [kept] = (await filesFrom(one, { ...filing, writer: staff }, definition)).files;
  expect(kept?.file).toMatchObject({ private: true, createdBy: staff.by });
  const nobody: Writer = { by: { kind: 'system', id: 'mail' }, public: false, isUnverified: true };
  expect(await filesFrom(one, { ...filing, writer: nobody }, definition)).toEqual({ files: [], refused: [] });
});

it('[ME-2] the whole mail is a private file that no limit of the type is for', () => {
  expect(fileOfMail(Buffer.from('x'), filing, definition)).toMatchObject({
    name: 'message.eml',
    contentType: 'message/rfc822',
    private: true,
    via: 'mail',
    createdBy: { kind: 'system', id: 'mail' },
  });
});
