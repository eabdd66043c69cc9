import { describe, expect, test } from 'vitest';
import { layouts } from '#functions/services.ts';
import type { Case, CaseAnswer } from '#shared/casework/cases/case.ts';
import { ulidNamed } from '#shared/core/records/ids.ts';
import { epoch, iso } from '#shared/core/records/instants.ts';
import { recordKey } from '#shared/core/table/keys.ts';
import { idsOf } from './searching.ts';
import { aCase, here } from './world.ts';

// More records with a word than are sorted at once. Raised one by one they would take a minute.

const minute = 60_000;
const priorities = ['critical', 'high', 'medium', 'low'];

/** Cases like one, each with another priority and day. */
const alike = async ({ id }: CaseAnswer, count: number): Promise<Case[]> => {
  const key = recordKey({ kind: 'case', id });
  const record = (await here().table.get(key))?.record as Case;
  return Array.from({ length: count }, (_, index) => {
    const at = epoch(record.createdAt) - (index + 1) * minute;
    const times = { createdAt: iso(at), updatedAt: iso(epoch(record.updatedAt) + index) };
    const due = index % 5 === 0 ? {} : { dueAt: iso(at + (index % 7) * 24 * 60 * minute) };
    const { dueAt: _dueAt, ...rest } = record;
    const one = { ...rest, ...times, ...due, priority: priorities[index % 4], id: ulidNamed(at, `alike ${index}`) };
    return one as Case;
  });
};

describe('[FN-1] [FN-4] what many have words of', () => {
  test('[FN-1] is found in every order, each record once', async () => {
    const record = await aCase({ subject: 'A heron at the pond' });
    await here().local.idle();
    const copies = await alike(record, 1_040);
    for (const one of copies) {
      const indexes = (layouts.case as { indexes(of: Case): Record<string, string> }).indexes(one);
      await here().table.put({ ...recordKey({ kind: 'case', id: one.id }), ...indexes, record: one });
    }
    const sorted = (keyOf: (one: Case) => string) =>
      [...copies].sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1)).map(({ id }) => id);
    const find = (sort: string) => idsOf('cases', { text: 'heron', sort }, { by: here().as.admin, limit: 200 });
    const byChange = await find('updatedAt');
    expect(byChange.filter((id) => id !== record.id)).toEqual(sorted(({ updatedAt, id }) => `${updatedAt}#${id}`));
    const byPriority = (await find('-priority')).filter((id) => id !== record.id);
    expect([byPriority.length, new Set(byPriority).size]).toEqual([copies.length, copies.length]);
    const priorityOf = new Map(copies.map(({ id, priority }) => [id, priorities.indexOf(priority)]));
    const urgencies = byPriority.map((id) => priorityOf.get(id) ?? -1);
    expect(urgencies).toEqual([...urgencies].sort((one, other) => one - other));
  });
});
