import { describe, expect, it } from 'vitest';
import type { Services } from '#functions/services.ts';
import { deleteCase } from '#shared/casework/cases/life/delete.ts';
import { purgeDeletedCase } from '#shared/casework/cases/life/purge-deleted-case.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { eventKey, momentKey, noteKey, recordKey } from '#shared/core/table/keys.ts';
import { mailKey } from '#shared/core/table/mail-keys.ts';
import { memoryTable } from '#test/house/memory-table.ts';
import { refusalOf } from '../refused.ts';
import { adviser, at, openCase } from './sample-cases.ts';

const trashed = openCase({ trashedAt: '2026-11-23T11:00:00.000Z', contactId: 'S1' });
const subject = { kind: 'case' as const, id: trashed.id };

describe('deleting a case for good', () => {
  it('[CA-18] takes the record with whatever finds it, and says so without a word of it', () => {
    const decision = deleteCase(trashed, { by: adviser, at: at(0) });
    expect(decision).toMatchObject({
      removes: 'everything',
      events: [{ type: 'Case Deleted', before: {}, after: {} }],
    });
    expect(decision.items).toMatchObject([
      { delete: { pk: `REFERENCE#${trashed.reference}` } },
      { delete: { pk: 'CONTACT#S1' } },
      { put: { ...momentKey(subject), generation: trashed.generation + 1 } },
    ]);
  });

  it('[CA-18] is done from the trash only', () => {
    expect(refusalOf(() => deleteCase(openCase(), { by: adviser, at: at(0) }))).toBe('not-trashed');
  });

  /**
   * What lies below a case that has been deleted: ten thousand events, and a note, a mail and an
   * alert for good measure.
   */
  const below = (): Item[] => {
    const [, , moment] = deleteCase(trashed, { by: adviser, at: at(0) }).items ?? [];
    const events = Array.from({ length: 10_000 }, (_, version) => ({
      ...eventKey(subject, version + 1, 0),
      event: { type: version === 9_999 ? 'Case Deleted' : 'Case Updated' },
    }));
    const kept = moment && 'put' in moment ? [moment.put] : [];
    return [
      ...events,
      ...kept,
      { ...noteKey(subject, '01K') },
      { ...mailKey(subject, 'e', 'n', 'r') },
      { ...recordKey({ kind: 'alert', id: 'another' }), record: { id: 'another' } },
    ];
  };

  it('[CA-18] purges ten thousand events a bounded number at a time, whoever dies in between', async () => {
    const { memory, table } = memoryTable(below());
    const rows = () => memory.everything();
    const deleteAll = table.deleteAll.bind(table);
    let calls = 0;
    const sizes: number[] = [];
    table.deleteAll = async (keys) => {
      sizes.push(keys.length);
      // Every seventh time the process is gone before it has deleted anything, or right after.
      calls++;
      if (calls % 14 === 7) throw new Error('died before');
      await deleteAll(keys);
      if (calls % 14 === 0) throw new Error('died after');
    };
    let now = at(1);
    const services = { table, now: () => now } as unknown as Services;
    let wakeUps = 0;
    for (let more = true; more; wakeUps++) more = await purgeDeletedCase(services, trashed.id).catch(() => true);
    expect(
      rows()
        .map(({ sk, event }) => (event ? (event as { type: string }).type : sk))
        .sort(),
    ).toEqual(['Case Deleted', 'alert', 'moment']);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(100);
    expect(wakeUps).toBeGreaterThan(10);
    // A mail that was under way is noted after that; the look a day later finds it, and is the
    // last.
    memory.place([{ ...mailKey(subject, 'late', 'n', 'r') }]);
    expect(rows().find(({ sk }) => sk === 'moment')).toMatchObject({ at: iso(at(1) + 24 * 60 * 60_000), isLast: true });
    expect(await purgeDeletedCase(services, trashed.id)).toBe(false);
    now += 24 * 60 * 60_000;
    for (let more = true; more; ) more = await purgeDeletedCase(services, trashed.id).catch(() => true);
    expect(
      rows()
        .map(({ pk }) => pk)
        .sort(),
    ).toEqual(['ALERT#another', `CASE#${trashed.id}`]);
    expect(await purgeDeletedCase(services, trashed.id)).toBe(false);
  });
});
