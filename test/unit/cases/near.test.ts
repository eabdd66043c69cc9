import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Services } from '#functions/services.ts';
import { caseLayout } from '#shared/casework/cases/case.layout.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { openCasesNear } from '#shared/casework/cases/links/open-cases-near.ts';
import { distanceBetween } from '#shared/core/conditions/distance.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { recordKey } from '#shared/core/table/keys.ts';
import { memoryTable } from '#test/house/memory-table.ts';
import { openCase } from './sample-cases.ts';

const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const idOf = (number: number) => `01KAG000000000000000000${letters[number >> 5]}${letters[number & 31]}`;
const here = { lat: 51.5, lon: -0.12 };
// A degree of latitude is some 111 km everywhere.
const metersNorth = (meters: number) => ({ lat: here.lat + meters / 111_195, lon: here.lon });

const caseAt = (number: number, location: { lat: number; lon: number }, more: Partial<Case> = {}): Case =>
  openCase({ id: idOf(number), location, ...more });
const itemsOf = (record: Case): Item[] => [
  { ...recordKey({ kind: 'case', id: record.id }), record },
  ...caseLayout.satellites(undefined, record as never).flatMap((write) => ('put' in write ? [write.put] : [])),
];
const near = async (records: Case[], asked: Partial<Parameters<typeof openCasesNear>[1]> = {}) => {
  const services = { table: memoryTable(records.flatMap(itemsOf)).table } as unknown as Services;
  const found = await openCasesNear(services.table, {
    types: ['academic-concern'],
    point: here,
    meters: 300,
    most: 25,
    accept: () => true,
    ...asked,
  });
  return found.map(({ record }) => record.id);
};

describe('[CA-17] open cases near a place', () => {
  it('[CA-17] are found behind any hundreds of nearer ones that the caller may not see', async () => {
    const hidden = Array.from({ length: 250 }, (_, number) => caseAt(number, metersNorth(1), { subject: 'Hidden' }));
    const visible = [caseAt(600, metersNorth(250)), caseAt(601, metersNorth(200))];
    const accept = ({ subject }: Case) => subject !== 'Hidden';
    expect(await near([...hidden, ...visible], { accept })).toEqual([idOf(601), idOf(600)]);
  });

  it('[CA-17] [CA-12] are not crowded out by private ones, which lie in no square', async () => {
    const hidden = Array.from({ length: 5 }, (_, number) => caseAt(number, here, { private: true }));
    expect(hidden.flatMap(itemsOf).filter(({ pk }) => pk.startsWith('PLACE#'))).toEqual([]);
    const [opened, before] = [caseAt(1, here), caseAt(1, here, { private: true })];
    const writes = caseLayout.satellites(before as never, opened as never);
    const places = writes.flatMap((write) =>
      'put' in write && write.put.pk.startsWith('PLACE#') ? [write.put.caseId] : [],
    );
    expect(places).toEqual([opened.id]);
  });

  it('[CA-17] are as many as are asked for, the nearest', async () => {
    const records = [40, 10, 30, 20].map((meters, number) => caseAt(number, metersNorth(meters)));
    expect(await near(records, { most: 2 })).toEqual([idOf(1), idOf(3)]);
  });

  it('[CA-17] are all of those within the metres asked for, wherever that is and however far', async () => {
    const offset = fc.double({ min: -0.03, max: 0.03, noNaN: true });
    const place = fc.record({
      lat: fc.double({ min: -65, max: 65, noNaN: true }),
      lon: fc.double({ min: -170, max: 170, noNaN: true }),
    });
    const property = fc.asyncProperty(
      place,
      fc.array(fc.tuple(offset, offset), { maxLength: 20 }),
      fc.constantFrom(5, 15, 120, 500, 1500, 2000),
      async (point, offsets, meters) => {
        const scale = meters / 2000;
        const records = offsets.map(([lat, lon], number) =>
          caseAt(number, { lat: point.lat + lat * scale, lon: point.lon + lon * scale }),
        );
        const within = records.filter(({ location }) => location && distanceBetween(point, location) < meters - 2);
        const beyond = records.filter(({ location }) => location && distanceBetween(point, location) > meters + 2);
        const found = await near(records, { point, meters });
        for (const { id } of within) expect(found).toContain(id);
        for (const { id } of beyond) expect(found).not.toContain(id);
      },
    );
    await fc.assert(property, { numRuns: 200 });
  });
});
