import { describe, expect, it } from 'vitest';
import { caseLayout } from '#shared/casework/cases/case.layout.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { ListRequest } from '#shared/core/records/list-request.ts';
import { listRecords } from '#shared/core/records/listing.ts';
import type { Item, Write } from '#shared/core/table/decision.ts';
import { recordKey } from '#shared/core/table/keys.ts';
import { memoryTable } from '#test/house/memory-table.ts';
import { at, openCase } from '../cases/sample-cases.ts';

const priorities = ['critical', 'high', 'medium', 'low'];
const sorts = ['createdAt', 'updatedAt', 'dueAt', 'priority'].flatMap((order) => [order, `-${order}`]);

const itemsOf = (record: Case): Item[] => [
  { ...recordKey({ kind: 'case', id: record.id }), ...caseLayout.indexes(record as never), record },
  ...caseLayout.satellites(undefined, record as never).flatMap((write: Write) => ('put' in write ? [write.put] : [])),
];

/** Open cases of which each is at another place in every order. */
const tableOf = (count: number) =>
  memoryTable(
    Array.from({ length: count }, (_, number) => {
      const text = number.toString().padStart(8, '0');
      const record = openCase({ id: `01KAG0000000000000${text}`, description: `${text} `.repeat(20) });
      return {
        ...record,
        createdAt: iso(at(number)),
        updatedAt: iso(at((number * 7919) % (count * 2))),
        ...(number % 10 > 0 && { dueAt: iso(at(((number * 104_729) % count) + 1)) }),
        priority: priorities[number % 4] as string,
        assignee: number % 2 ? { user: 'u1' } : { group: 'tutors' },
      };
    }).flatMap(itemsOf),
  ).table;

const scopes: Record<string, Partial<ListRequest<Case>>> = {
  mine: { owner: { user: 'u1' } },
  "my team's": { owner: { group: 'tutors' } },
  "a type's": { types: ['academic-concern'] },
  all: { everything: true },
  'what I see': {
    types: ['academic-concern'],
    otherTypes: ['hazard-report'],
    owners: [{ user: 'u1' }, { group: 'tutors' }],
  },
};

describe('[FN-1] what a page costs', () => {
  const [few, many] = [tableOf(300), tableOf(3_000)];

  it.each(Object.entries(scopes))(
    '[FN-1] of %s is what is on it, in every order, and at most twelve units',
    async (_scope, scope) => {
      for (const sort of sorts) {
        const costs: number[] = [];
        for (const table of [few, many]) {
          const before = table.cost.reads;
          const page = await listRecords<Case>(table, {
            kind: 'case',
            limit: 25,
            sort,
            openness: ['open'],
            types: [],
            everything: false,
            owners: [],
            priorities,
            accept: () => true,
            ...scope,
          });
          expect(page.items, sort).toHaveLength(25);
          costs.push(table.cost.reads - before);
        }
        expect(Math.max(...costs), sort).toBeLessThanOrEqual(12);
        expect(Math.abs((costs[0] ?? 0) - (costs[1] ?? 0)), sort).toBeLessThanOrEqual(2);
      }
    },
  );
});
