import type { Services } from '#functions/services.ts';
import type { Case } from '#shared/cases/case.ts';
import { distanceTo, squaresAround } from '#shared/cases/nearby.ts';
import type { Point } from '#shared/conditions/distance.ts';
import { recordKey } from '#shared/table/keys.ts';

// Of each square as many as a page reads; of all of them as many as one BatchGet brings.
const mostOfASquare = 200;
const mostRead = 100;

/** Open cases of some types near a place, nearest first, with how far away they are in metres. What is private is offered to nobody, whoever asks. */
export const openCasesNear = async (
  { table }: Services,
  { types, point, meters }: { types: readonly string[]; point: Point; meters: number },
): Promise<{ record: Case; distance: number }[]> => {
  const partitions = types.flatMap((one) => squaresAround(one, point));
  const pages = await Promise.all(partitions.map((pk) => table.query({ pk, limit: mostOfASquare })));
  const near = pages
    .flatMap(({ items }) => items.map((item) => ({ id: String(item.caseId), distance: distanceTo(item, point) })))
    .filter(({ distance }) => distance <= meters)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, mostRead);
  const distances = new Map(near.map(({ id, distance }) => [id, distance]));
  const found = await table.getMany(near.map(({ id }) => recordKey({ kind: 'case', id })));
  return found
    .map(({ record }) => record as Case)
    .filter((record) => !record.private)
    .map((record) => ({ record, distance: distances.get(record.id) ?? 0 }));
};
