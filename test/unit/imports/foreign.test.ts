import { describe, expect, test } from 'vitest';
import { fitCase } from '#shared/insight/imports/foreign/fit-case.ts';
import type { SideRecords } from '#shared/insight/imports/foreign/foreign-case.ts';
import { ForeignMembers } from '#shared/insight/imports/foreign/members.ts';
import { foreignReader } from '#shared/insight/imports/foreign/readers.ts';
import type { ForeignFormat } from '#shared/insight/imports/import.schema.ts';
import { caseDefinition } from '../cases/sample-cases.ts';

const house = { staff: () => undefined, groups: new Map<string, string>() };
const readBy = async (format: ForeignFormat, record: object, beside: SideRecords = {}) => {
  const reader = await foreignReader(format);
  const foreign = reader.read(new ForeignMembers(record as Record<string, unknown>), beside);
  return { foreign, ...fitCase(foreign, format, { definition: caseDefinition(), house }) };
};

describe('[BU-4] what another system exports', () => {
  test.each<[ForeignFormat, object]>([
    ['zendesk', { id: 1, subject: 'x', status: 'constructor', priority: 'constructor' }],
    ['zammad', { id: 1, title: 'x', state: 'toString', priority: '3 __proto__' }],
    ['rt', { id: '1', Subject: 'x', Status: 'valueOf', Priority: 'constructor' }],
    ['thehive', { _id: '~1', title: 'x', status: 'constructor', stage: '__proto__', severityLabel: 'constructor' }],
    ['civicrm', { 'Case ID': '1', 'Case Subject': 'x', 'Case Status': 'hasOwnProperty' }],
  ])('of %s in names that every object answers to is read like other names', async (format, record) => {
    expect((await readBy(format, record)).row).toMatchObject({ subject: 'x' });
  });

  test.each([9_000_000_000_000_000, -1e14, 1e300, '31 Foo 2026'])(
    'has an instant that is none refused with its row, not as a failure: %s',
    async (createdAt) => {
      const { foreign } = await readBy('thehive', { _id: '~1', title: 'x', _createdAt: createdAt });
      expect(foreign.createdAt).toBe(String(createdAt));
    },
  );

  test('is never dropped without a word: ends of long texts, tags beyond those kept, files of comments', async () => {
    const { row, unmapped } = await readBy('zendesk', {
      id: 1,
      subject: 'x'.repeat(300),
      description: 'y'.repeat(30_000),
      status: 'open',
      tags: Array.from({ length: 60 }, (_, at) => `tag-${at}`),
      comments: [
        { html_body: '<p>See <b>this</b></p>', public: true, attachments: [{ file_name: 'letter.pdf' }] },
        { body: 'z'.repeat(30_000), public: false },
      ],
    });
    expect(unmapped.sort()).toEqual(['attachments', 'end of description', 'end of notes', 'end of subject', 'tags']);
    expect(row).toMatchObject({ notes: [{ text: 'See this', public: true }, { public: false }] });
    const zammad = { id: 1, title: 'x', articles: [{ body: 'Hi', attachments: [{ filename: 'a.pdf' }] }] };
    expect((await readBy('zammad', zammad)).unmapped).toContain('attachments');
  });

  test('without a subject is called by its description, else by its id', async () => {
    const first = { 'Case ID': '7', Details: '\nWaits for papers\nand more' };
    expect((await readBy('civicrm', first)).row).toMatchObject({ subject: 'Waits for papers' });
    expect((await readBy('rt', { id: '7', Subject: '' })).row).toMatchObject({ subject: 'rt 7' });
  });

  test.each([
    ['September 3rd, 2025', '2025-09-03T00:00:00.000Z'],
    ['January 1st, 2025 2:30 PM', '2025-01-01T14:30:00.000Z'],
    ['2025-09-03 10:00:00-05', '2025-09-03T10:00:00-05:00'],
    ['2025-09-03 10:00:00+0530', '2025-09-03T10:00:00+05:30'],
    ['Nonsense 3rd, 2025', 'Nonsense 3rd, 2025'],
    ['Foo Bar 99 09:12:00 2025', 'Foo Bar 99 09:12:00 2025'],
  ])('has instants as it writes them: %s', async (written, instant) => {
    const { foreign } = await readBy('civicrm', { 'Case ID': '1', 'Case Start Date': written });
    expect(foreign.createdAt).toBe(instant);
  });

  test('and deleted there is cancelled here', async () => {
    const { foreign } = await readBy('thehive', { id: 'a', caseId: 7, title: 'Old', status: 'Deleted' });
    expect(foreign.status).toMatchObject({ standing: 'cancelled' });
  });
});
