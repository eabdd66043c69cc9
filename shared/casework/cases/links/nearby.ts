import geohash from 'ngeohash';
import type { Case } from '#shared/casework/cases/case.ts';
import { isOpen } from '#shared/casework/cases/status.ts';
import { distanceBetween, type Point } from '#shared/core/conditions/distance.ts';
import { placeKey, placePartition } from '#shared/core/table/casework-keys.ts';
import type { Item, Write } from '#shared/core/table/decision.ts';

// Open cases lie in the partition of their square of the map. A geohash of five characters is a
// square of some five kilometres, so a circle of up to that radius lies in nine of them.
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
  record?.location !== undefined && isOpen(record) && !record.trashedAt && !record.private;

/**
 * The item of where a case is, kept as long as it is open and not private: a private case is
 * offered to nobody.
 */
export const places = (before: Case | undefined, after: Case): Write[] => {
  const was = isPlaced(before) ? keyOf(before) : undefined;
  const is = isPlaced(after) ? keyOf(after) : undefined;
  if (was?.pk === is?.pk && was?.sk === is?.sk) return [];
  return [...(was ? [{ delete: was }] : []), ...(is ? [{ put: { ...is, caseId: after.id } }] : [])];
};

// Squares of eight characters are twenty metres wide: nobody asks for less.
const finestCharacters = 8;

/** How many metres a square of the map measures where it is narrowest. */
const narrowest = (square: string): number => {
  const [south, west, north, east] = geohash.decode_bbox(square);
  const widths = [south, north].map((lat) => distanceBetween({ lat, lon: west }, { lat, lon: east }));
  return Math.min(...widths, distanceBetween({ lat: south, lon: west }, { lat: north, lon: west }));
};

/**
 * The ranges in which everything within some metres of a point lies: nine squares, each at least so
 * wide, and no wider than it has to be.
 */
export const squaresAround = (type: string, { lat, lon }: Point, meters: number): { pk: string; prefix: string }[] => {
  let square = geohash.encode(lat, lon, finestCharacters);
  while (square.length > squareCharacters && narrowest(square) < meters) square = square.slice(0, -1);
  return [square, ...geohash.neighbors(square)].map((one) => ({
    pk: placePartition(type, one.slice(0, squareCharacters)),
    prefix: one,
  }));
};

/** How far away, in metres, the case of a place item is. */
export const distanceTo = (item: Item, point: Point): number => {
  const { latitude, longitude } = geohash.decode(item.sk.slice(0, item.sk.indexOf('#')));
  return distanceBetween(point, { lat: latitude, lon: longitude });
};
