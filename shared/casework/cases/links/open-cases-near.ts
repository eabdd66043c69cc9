import type { Case } from '#shared/casework/cases/case.ts';
import { distanceTo, squaresAround } from '#shared/casework/cases/links/nearby.ts';
import { isOpen } from '#shared/casework/cases/status.ts';
import type { Point } from '#shared/core/conditions/distance.ts';
import { recordKey } from '#shared/core/table/keys.ts';
import { rowsAPageLooksAt } from '#shared/core/table/merge.ts';
import type { Table } from '#shared/core/table/table.ts';

// As many cases as one BatchGet brings.
const readAtATime = 100;

interface Near {
  record: Case;
  /** In metres. */
  distance: number;
}

/**
 * Open cases of some types near a place, nearest first. Private ones lie in no square. The search
 * gives up after a thousand that `accept` refuses.
 */
export const openCasesNear = async (
  table: Table,
  {
    types,
    point,
    meters,
    most,
    accept,
  }: {
    types: readonly string[];
    point: Point;
    meters: number;
    most: number;
    accept: (record: Case) => boolean;
  },
): Promise<Near[]> => {
  const squares = types.flatMap((one) => squaresAround(one, point, meters));
  const items = (await Promise.all(squares.map((square) => table.queryAll(square)))).flat();
  const near = items
    .map((item) => ({ id: String(item.caseId), distance: distanceTo(item, point) }))
    .filter(({ distance }) => distance <= meters)
    .sort((a, b) => a.distance - b.distance);
  const found: Near[] = [];
  for (let from = 0; from < Math.min(near.length, rowsAPageLooksAt) && found.length < most; from += readAtATime) {
    const next = near.slice(from, from + readAtATime);
    const records = (await table.getMany(next.map(({ id }) => recordKey({ kind: 'case', id })))).map(
      ({ record }) => record as Case,
    );
    const distances = new Map(next.map(({ id, distance }) => [id, distance]));
    // The item of a case that was closed or made private this moment may be there still.
    const isOffered = (record: Case) => !record.private && isOpen(record) && !record.trashedAt && accept(record);
    found.push(...records.filter(isOffered).map((record) => ({ record, distance: distances.get(record.id) ?? 0 })));
  }
  return found.slice(0, most);
};
