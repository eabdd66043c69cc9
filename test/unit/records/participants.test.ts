import { describe, expect, it, vi } from 'vitest';
import { caseLayout } from '#shared/casework/cases/case.layout.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { iso } from '#shared/core/records/instants.ts';
import { listRecords } from '#shared/core/records/listing.ts';
import type { Item, Write } from '#shared/core/table/decision.ts';
import { recordKey } from '#shared/core/table/keys.ts';
import { memoryTable } from '#test/house/memory-table.ts';
import { at, openCase } from '../cases/sample-cases.ts';

const participantsIn = (before: Case | undefined, after: Case): string[] =>
  caseLayout.satellites(before as never, after as never).flatMap((write: Write) => {
    const key = 'put' in write ? write.put : write.delete;
    if (!key.sk.startsWith('participant#')) return [];
    return 'put' in write ? `${key.sk} ${write.put.gsi1pk} ${write.put.type}` : `${key.sk} gone`;
  });
const mentor = (to?: string) => ({ role: 'mentor', id: 'm', from: iso(at(0)), ...(to && { to }) });
const record = openCase({
  assignee: { group: 'tutors' },
  roles: [mentor()],
  helpers: { owners: [{ user: 'm' }, { user: 't' }], taskTypes: [] },
});
const closed = { ...record, status: { key: 'resolved', category: 'resolved' as const } };

describe('who has a part in a case', () => {
  it('[FN-4] has one item of it, which says what type it is of', () => {
    expect(participantsIn(undefined, record)).toEqual(
      ['group:tutors', 'user:u1', 'user:m', 'user:t'].map(
        (who) => `participant#${who} case#participant#${who}#open academic-concern`,
      ),
    );
  });

  it('[FN-4] has it where what is closed is once the case is closed, of another type once it is converted, and no more once nothing is theirs', () => {
    expect(participantsIn(record, closed)).toContain(
      'participant#user:t case#participant#user:t#closed academic-concern',
    );
    expect(participantsIn(record, { ...record, type: 'hazard-report' })).toHaveLength(4);
    expect(participantsIn(record, { ...record, roles: [mentor(iso(at(1)))] })).toEqual([]);
    const left = { ...record, roles: [mentor(iso(at(1)))], helpers: { owners: [{ user: 't' }], taskTypes: [] } };
    expect(participantsIn(record, left)).toEqual(['participant#user:m gone']);
    expect(participantsIn(record, { ...record, subject: 'Other', version: 2 })).toEqual([]);
  });

  it('[FN-1] [FN-4] is read no record for that a type shows them anyway', async () => {
    const items = [record, { ...record, id: '01KAG0000000000000000000C2', type: 'hazard-report' }].flatMap(
      (one): Item[] => [
        { ...recordKey({ kind: 'case', id: one.id }), ...caseLayout.indexes(one as never), record: one },
        ...caseLayout.satellites(undefined, one as never).flatMap((write) => ('put' in write ? [write.put] : [])),
      ],
    );
    const { table } = memoryTable(items);
    const getMany = vi.spyOn(table, 'getMany');
    const page = await listRecords<Case>(table, {
      kind: 'case',
      limit: 5,
      sort: '-createdAt',
      openness: ['open'],
      types: ['academic-concern'],
      everything: false,
      owners: [{ user: 'm' }, { user: 't' }],
      accept: () => true,
    });
    expect(page.items).toHaveLength(2);
    expect(getMany.mock.calls.flatMap(([keys]) => keys.map(({ pk }) => pk))).toEqual(
      Array.from({ length: 2 }, () => 'CASE#01KAG0000000000000000000C2'),
    );
  });
});
