import geohash from 'ngeohash';
import type { Case } from '#shared/cases/case.ts';
import { isOpen } from '#shared/cases/status.ts';
import { distanceBetween, type Point } from '#shared/conditions/distance.ts';
import type { Item, Write } from '#shared/table/decision.ts';
import { placeKey, placePartition } from '#shared/table/keys.ts';

// Where open cases are: an item a case in the partition of its square of the map. A geohash of five characters is a square of about five kilometres, so a
// circle of up to that radius lies in nine of them.
const squareCharacters = 5;
const exactCharacters = 10;

const keyOf = (record: Case) =>
  record.location &&
  placeKey(
    record.type,
    geohash.encode(record.location.lat, record.location.lon, squareCharacters),
    `${geohash.encode(record.location.lat, record.location.lon, exactCharacters)}#${record.id}`,
  );

const isPlaced = (record: Case | undefined): record is Case =>
  record?.location !== undefined && isOpen(record) && !record.trashedAt;

/** The item of where a case is, kept as long as it is open. */
export const places = (before: Case | undefined, after: Case): Write[] => {
  const was = isPlaced(before) ? keyOf(before) : undefined;
  const is = isPlaced(after) ? keyOf(after) : undefined;
  if (was?.pk === is?.pk && was?.sk === is?.sk) return [];
  return [...(was ? [{ delete: was }] : []), ...(is ? [{ put: { ...is, caseId: after.id } }] : [])];
};

/** The partitions in which everything within reach of a point lies. */
export const squaresAround = (type: string, { lat, lon }: Point): string[] => {
  const square = geohash.encode(lat, lon, squareCharacters);
  return [square, ...geohash.neighbors(square)].map((one) => placePartition(type, one));
};

/** How far away, in metres, the case of a place item is. */
export const distanceTo = (item: Item, point: Point): number => {
  const { latitude, longitude } = geohash.decode(item.sk.slice(0, item.sk.indexOf('#')));
  return distanceBetween(point, { lat: latitude, lon: longitude });
};
