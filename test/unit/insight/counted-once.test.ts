import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countRecords, settleFresh } from '#functions/insight/count-records.ts';
import type { Services } from '#functions/services.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { recordKey } from '#shared/core/table/keys.ts';
import { Table } from '#shared/core/table/table.ts';
import { cellsOfAlert } from '#shared/insight/rollups/alert-cells.ts';
import { type Cells, countsOf, nameOfCell } from '#shared/insight/rollups/cells.ts';
import { attributesOf, personsOfProfile } from '#shared/insight/rollups/persons.ts';
import { dayByDay, everyCell, inPeriod, readCells } from '#shared/insight/rollups/read-cells.ts';
import { reportingDays } from '#shared/insight/rollups/reporting-days.ts';
import { MemoryDynamoDb } from '#test/house/memory-dynamodb.ts';

const days = reportingDays('America/New_York');
const ids = Array.from({ length: 12 }, (_, index) => `alert-${index}`);
const first = Date.parse('2026-01-20T12:00:00Z');
const day = 86_400_000;

const alertOf = (id: string, version: number, { hall }: { hall: number }): Alert => {
  const index = ids.indexOf(id);
  const status = (['triage', 'in-progress', 'resolved'] as const)[version % 3] ?? 'triage';
  return {
    id,
    version,
    createdAt: new Date(first + index * 9 * day).toISOString(),
    createdBy: { kind: 'user', id: `u${index % 2}` },
    updatedAt: new Date(first).toISOString(),
    type: index % 2 ? 'attendance' : 'grades|%',
    typeVersion: 1,
    status,
    category: status === 'resolved' ? 'closed' : 'open',
    priority: 'high',
    contactId: `c${hall}`,
    tags: [],
    fields: {},
    private: version % 4 === 0,
    repeats: 0,
    noteCount: 0,
  };
};

interface Happening {
  id: string;
  what: 'change' | 'remove' | 'hear';
  hall: number;
  dies: number;
}
const happening = fc.record<Happening>({
  id: fc.constantFrom(...ids),
  what: fc.constantFrom('change', 'change', 'change', 'remove', 'hear'),
  hall: fc.integer({ min: 0, max: 2 }),
  dies: fc.integer({ min: 0, max: 12 }),
});

/** The cells that all records of a table have, counted by looking at each. */
const byBruteForce = (items: readonly Item[]): Cells => {
  const counts = new Map<string, number>();
  for (const { record } of items.filter(({ sk }) => sk === 'alert')) {
    const alert = record as Alert;
    const persons = () => attributesOf({ kind: 'person', attributes: { hall: alert.contactId ?? '' } });
    for (const [name, count] of countsOf(cellsOfAlert(alert, persons, days)))
      counts.set(name, (counts.get(name) ?? 0) + count);
  }
  return counts;
};

const isRollup = ({ pk }: Item) => pk.startsWith('ROLLUP#') || pk.startsWith('COUNTED#');
const inBytes = (memory: MemoryDynamoDb): string =>
  JSON.stringify(
    memory
      .everything()
      .filter(isRollup)
      .sort((one, other) => (`${one.pk} ${one.sk}` < `${other.pk} ${other.sk}` ? -1 : 1)),
  );

/** Records of a kind are counted by a process that may die after a few calls of the table. */
const mortal = (kind: 'alert' | 'contact') => {
  const memory = new MemoryDynamoDb();
  let callsLeft = Number.POSITIVE_INFINITY;
  const send: MemoryDynamoDb['send'] = async (operation, input) => {
    if (callsLeft-- <= 0) throw new Error('the process died');
    return memory.send(operation, input);
  };
  const services = {
    table: new Table({ send }, 'memory'),
    now: () => first,
    reportingDays: days,
  } as unknown as Services;
  const countBy = (those: Services, some: Iterable<string>) =>
    countRecords(
      those,
      [...some].map((id) => ({ kind, id })),
      { days },
    );
  return {
    memory,
    services,
    /** @returns whether it has lived; of more than nine calls it does */
    count: async (some: Iterable<string>, dies = Number.POSITIVE_INFINITY): Promise<boolean> => {
      callsLeft = dies > 9 ? Number.POSITIVE_INFINITY : dies;
      const work = countBy(services, some).then(() => true);
      const hasLived = await (dies > 9 ? work : work.catch(() => false));
      callsLeft = Number.POSITIVE_INFINITY;
      return hasLived;
    },
    /** What is counted of these records, on a table of their own. */
    anew: async (records: readonly Item[], some: Iterable<string>): Promise<string> => {
      const other = new MemoryDynamoDb();
      other.place(records);
      const there = { ...services, table: new Table(other, 'memory') };
      await countBy(there, some);
      await settleFresh(there);
      return inBytes(other);
    },
  };
};

test('what is heard twice, late or half counts once, and what is made anew is the same to the byte [DA-1]', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { minLength: 5, maxLength: 60 }), async (happenings) => {
      const { memory, services, count, anew } = mortal('alert');
      const { table } = services;
      for (const hall of [0, 1, 2])
        memory.place([
          {
            ...recordKey({ kind: 'contact', id: `c${hall}` }),
            record: { id: `c${hall}`, kind: 'person', attributes: { hall: `c${hall}` } },
          },
        ]);
      let version = 0;
      const heard = new Set<string>();
      for (const { id, what, hall, dies } of happenings) {
        const key = recordKey({ kind: 'alert', id });
        if (what === 'change') await table.put({ ...key, record: alertOf(id, ++version, { hall }) });
        if (what === 'remove') await table.deleteAll([key]);
        heard.add(id);
        // What a process that dies has not done comes again, with what was heard since.
        if (await count(heard, dies)) heard.clear();
      }
      await count(heard);

      const period = { from: '2026-01-20', to: '2026-05-02' };
      const series = ['alerts', 'origins', 'alerts@hall'];
      const read = async () => {
        const { cells } = await readCells(
          table,
          series.map((one) => dayByDay(one, period)),
          { now: first },
        );
        return new Map(
          cells
            .flat()
            .reduce(
              (sum, cell) => sum.set(nameOfCell(cell), (sum.get(nameOfCell(cell)) ?? 0) + cell.count),
              new Map<string, number>(),
            ),
        );
      };
      const nonZero = (cells: Cells) => Object.fromEntries([...cells].filter(([, count]) => count !== 0).sort());
      const wanted = nonZero(byBruteForce(memory.everything()));
      expect(nonZero(await read())).toEqual(wanted);
      await settleFresh(services);
      expect(nonZero(await read())).toEqual(wanted);
      const { cells } = await readCells(table, [inPeriod('alerts', period)], { now: first });
      expect(cells.flat().reduce((sum, { count }) => sum + count, 0)).toBe(
        memory.everything().filter(({ sk }) => sk === 'alert').length,
      );

      const records = memory.everything().filter((item) => item.sk === 'alert' || item.sk === 'contact');
      expect(await anew(records, ids)).toBe(inBytes(memory));
    }),
    { numRuns: 15 },
  );
});

const change = fc.record({
  of: fc.integer({ min: 0, max: 9 }),
  attributes: fc.option(
    fc.record({ hall: fc.constantFrom('north', 'a|%'), year: fc.nat({ max: 2 }) }, { requiredKeys: [] }),
  ),
  dies: fc.integer({ min: 0, max: 12 }),
});

test('persons who change or are erased are counted once, as made anew to the byte, and leave nothing [DA-1]', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 5, maxLength: 40 }), async (changes) => {
      const { memory, services, count, anew } = mortal('contact');
      const { table } = services;
      const heard = new Set<string>();
      for (const { of, attributes, dies } of changes) {
        const id = `c${of}`;
        const key = recordKey({ kind: 'contact', id });
        if (attributes) await table.put({ ...key, record: { id, kind: 'person', attributes } });
        else await table.deleteAll([key]);
        heard.add(id);
        if (await count(heard, dies)) heard.clear();
      }
      await count(heard);
      await settleFresh(services);
      const contacts = memory.everything().filter(({ sk }) => sk === 'contact');
      const { cells } = await readCells(table, [everyCell('profiles')], { now: first });
      const alike = (cells[0] ?? []).map((cell) => [cell.count, personsOfProfile(cell).groups]);
      const wanted = Map.groupBy(contacts, ({ record }) => JSON.stringify(attributesOf(record as Contact)));
      expect(alike.map((one) => JSON.stringify(one)).sort()).toEqual(
        [...wanted].map(([groups, { length }]) => `[${length},${groups}]`).sort(),
      );
      const those = contacts.map(({ record }) => (record as Contact).id);
      expect(await anew(contacts, those)).toBe(inBytes(memory));
    }),
    { numRuns: 30 },
  );
});
