import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { caseLayout } from '#shared/casework/cases/case.layout.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { ListRequest } from '#shared/core/records/list-request.ts';
import { listRecords } from '#shared/core/records/listing.ts';
import { readBelow } from '#shared/core/records/read.ts';
import type { Item, Write } from '#shared/core/table/decision.ts';
import { recordKey } from '#shared/core/table/keys.ts';
import { memoryTable } from '#test/house/memory-table.ts';
import { at, openCase } from '../cases/sample-cases.ts';
import { faultsIn } from '../refused.ts';

const types = ['academic-concern', 'hazard-report'];
const priorities = ['critical', 'medium'];
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const idOf = (number: number) =>
  `01KAG000000000000000000${letters[number >> 10]}${letters[(number >> 5) & 31]}${letters[number & 31]}`;

/** A case that differs from others in what lists look at. */
const someCase = fc
  .record({
    number: fc.nat(999),
    minute: fc.nat(20),
    dueIn: fc.option(fc.integer({ min: -30, max: 30 }), { nil: undefined }),
    updated: fc.nat(20),
    type: fc.constantFrom(...types),
    priority: fc.constantFrom('critical', 'medium'),
    closed: fc.boolean(),
    assignee: fc.constantFrom({ user: 'u1' }, { group: 'tutors' }, undefined),
    contactId: fc.constantFrom('S1', 'S2', undefined),
  })
  .map(({ number, minute, dueIn, updated, closed, assignee, contactId, ...members }): Case => {
    const { contactId: _c, assignee: _a, dueAt: _d, ...plain } = openCase();
    return {
      ...plain,
      ...members,
      id: idOf(number),
      createdAt: iso(at(minute)),
      updatedAt: iso(at(updated)),
      ...(dueIn !== undefined && { dueAt: iso(at(dueIn)) }),
      ...(assignee && { assignee }),
      ...(contactId && { contactId }),
      status: closed ? { key: 'resolved', category: 'resolved' } : { key: 'new', category: 'to-do' },
    };
  });
const cases = fc.uniqueArray(someCase, { selector: ({ id }) => id, maxLength: 40 });

const itemsOf = (record: Case): Item[] => [
  { ...recordKey({ kind: 'case', id: record.id }), ...caseLayout.indexes(record as never), record },
  ...caseLayout.satellites(undefined, record as never).flatMap((write: Write) => ('put' in write ? [write.put] : [])),
];
const tableOf = (records: Case[]) => memoryTable(records.flatMap(itemsOf)).table;

const everything: ListRequest<Case> = {
  kind: 'case',
  limit: 5,
  sort: '-createdAt',
  openness: ['open', 'closed'],
  types,
  everything: true,
  owners: [],
  otherTypes: [],
  priorities,
  accept: () => true,
};

const allPages = async (records: Case[], request: ListRequest<Case>): Promise<Case[]> => {
  const table = tableOf(records);
  const all: Case[] = [];
  for (let position: string | undefined, more = true; more; ) {
    const page = await listRecords(table, { ...request, position });
    expect(page.items.length).toBeLessThanOrEqual(request.limit);
    all.push(...page.items);
    position = page.next;
    more = page.next !== undefined;
  }
  return all;
};

const byId = (records: Case[]) => records.map(({ id }) => id).sort();

describe('a list of records', () => {
  const isOpen = (record: Case) => record.status.category === 'to-do';
  const sees = (record: Case) => record.type === types[0] || record.assignee !== undefined;

  it.each<[string, Partial<ListRequest<Case>>, (record: Case) => boolean]>([
    ['all there are', {}, () => true],
    ['what is open', { openness: ['open'] }, isOpen],
    ['a type', { everything: false, types: ['hazard-report'] }, ({ type }) => type === 'hazard-report'],
    [
      'what somebody owns beside the types they see',
      {
        everything: false,
        types: ['academic-concern'],
        otherTypes: ['hazard-report'],
        owners: [{ user: 'u1' }, { group: 'tutors' }],
      },
      sees,
    ],
    ['what a person has', { owner: { user: 'u1' } }, ({ assignee }) => assignee !== undefined && 'user' in assignee],
    ['what a contact has', { contactId: 'S1' }, ({ contactId }) => contactId === 'S1'],
    [
      'what is due before an instant',
      { dueBefore: iso(at(5)), openness: ['open'] },
      (record) => isOpen(record) && record.dueAt !== undefined && record.dueAt < iso(at(5)),
    ],
    [
      'what was made between two instants, both included',
      { createdFrom: iso(at(3)), createdTo: iso(at(9)) },
      ({ createdAt }) => createdAt >= iso(at(3)) && createdAt <= iso(at(9)),
    ],
  ])('[FN-1] gives %s, in every order, page by page, each once', async (_what, members, fits) => {
    const sorts = ['createdAt', 'updatedAt', 'dueAt', 'priority'].flatMap((field) => [field, `-${field}`]);
    await fc.assert(
      fc.asyncProperty(
        cases,
        fc.constantFrom(...sorts),
        fc.integer({ min: 1, max: 12 }),
        async (records, sort, limit) => {
          const found = await allPages(records, { ...everything, ...members, sort, limit, accept: fits });
          expect(byId(found)).toEqual(byId(records.filter(fits)));
          const field = sort.replace('-', '') as 'createdAt' | 'updatedAt' | 'dueAt' | 'priority';
          const rank = (record: Case) =>
            field === 'priority' ? -priorities.indexOf(record.priority) : (record[field] ?? '');
          const present = found.filter((record) => record[field] !== undefined);
          // What has no date comes last either way.
          expect(found.slice(0, present.length)).toEqual(present);
          const keys = present.map((record) => rank(record));
          const sorted = [...keys].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
          expect(keys).toEqual(sort.startsWith('-') ? sorted.reverse() : sorted);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('[FN-1] refuses a span that ends before it begins', async () => {
    const request = { ...everything, createdFrom: iso(at(9)), createdTo: iso(at(3)) };
    const refused = await listRecords(tableOf([]), request).catch((error: unknown) => error);
    expect(
      faultsIn(() => {
        throw refused;
      }),
    ).toEqual([{ pointer: '/query/createdFrom', code: 'inverted' }]);
  });
});

describe('a page below a record', () => {
  const subject = { kind: 'case', id: 'C1' } as const;
  const { table } = memoryTable(
    Array.from({ length: 6 }, (_, index): Item => ({ pk: 'CASE#C1', sk: `note#${index}` })).concat([
      { pk: 'CASE#C1', sk: 'case' },
      { pk: 'CASE#C2', sk: 'note#0' },
    ]),
  );
  const below = (limit: number, after?: string, descending = false) =>
    readBelow(table, subject, { prefix: 'note#', limit, after, descending });
  const keysOf = ({ items }: { items: Item[] }) => items.map(({ sk }) => sk.slice(-1)).join('');

  it('[CA-19] says where to go on while there is more, and nothing where it ends exactly at the end', async () => {
    const first = await below(3);
    expect([keysOf(first), first.next]).toEqual(['012', 'note#2']);
    const second = await below(3, first.next);
    expect([keysOf(second), second.next]).toEqual(['345', undefined]);
    expect(keysOf(await below(2, 'note#2', true))).toBe('10');
    expect((await below(2, 'note#2', true)).next).toBeUndefined();
  });
});
