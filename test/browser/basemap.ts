// A basemap of a few hundred bytes: one vector tile for all the world, in a PMTiles archive (v3),
// with the layers that maps draw.

type Point = readonly [x: number, y: number];

const varint = (value: number): number[] =>
  value < 0x80 ? [value] : [(value % 0x80) + 0x80, ...varint(Math.floor(value / 0x80))];
const zigzag = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value);
const counted = (field: number, bytes: readonly number[]): number[] => [
  ...[...varint(field * 8 + 2), ...varint(bytes.length)],
  ...bytes,
];
const number = (field: number, value: number): number[] => [...varint(field * 8), ...varint(value)];

const polygon = 3;
const line = 2;

/** A ring or a line as a tile has it: to its first point, to the others, and back if closed. */
const geometry = (points: readonly Point[], isClosed: boolean): number[] => {
  const steps = points.map(([x, y], index) => {
    const [beforeX, beforeY] = points[index - 1] ?? [0, 0];
    return [...varint(zigzag(x - beforeX)), ...varint(zigzag(y - beforeY))];
  });
  const on = varint((points.length - 1) * 8 + 2);
  return [9, ...(steps[0] ?? []), ...on, ...steps.slice(1).flat(), ...(isClosed ? [15] : [])];
};

const layer = (name: string, kind: typeof polygon | typeof line, points: readonly Point[]): number[] => {
  const feature = [...number(3, kind), ...counted(4, geometry(points, kind === polygon))];
  return counted(3, [
    ...[...number(15, 2), ...counted(1, [...Buffer.from(name)])],
    ...[...counted(2, feature), ...number(5, 4096)],
  ]);
};

/** All is land but a strait, with a road from north to south through the Atlantic. */
const tile = [
  ...layer('earth', polygon, [
    ...([
      [0, 0],
      [4096, 0],
      [4096, 4096],
      [0, 4096],
    ] as const),
  ]),
  ...layer('water', polygon, [
    ...([
      [1750, 0],
      [1850, 0],
      [1850, 4096],
      [1750, 4096],
    ] as const),
  ]),
  ...layer('roads', line, [
    ...([
      [1500, 0],
      [1500, 4096],
    ] as const),
  ]),
];

const headerBytes = 127;

export const tinyBasemap = (): Buffer => {
  // One entry: the tile 0, one of it, its length, and at the beginning of the data.
  const directory = [1, 0, 1, ...varint(tile.length), 1];
  const metadata = [...Buffer.from('{}')];
  const header = Buffer.alloc(headerBytes);
  header.write('PMTiles');
  header.writeUInt8(3, 7);
  const parts = [directory, metadata, [], tile];
  let offset = headerBytes;
  for (const [index, part] of parts.entries()) {
    header.writeBigUInt64LE(BigInt(offset), 8 + 16 * index);
    header.writeBigUInt64LE(BigInt(part.length), 16 + 16 * index);
    offset += part.length;
  }
  for (const place of [72, 80, 88]) header.writeBigUInt64LE(1n, place);
  // Clustered, nothing compressed, vector tiles.
  for (const [index, value] of [1, 1, 1, 1].entries()) header.writeUInt8(value, 96 + index);
  for (const [place, degrees] of [
    [102, -180],
    [106, -85],
    [110, 180],
    [114, 85],
  ] as const)
    header.writeInt32LE(degrees * 1e7, place);
  return Buffer.concat([header, ...parts.map((part) => Buffer.from(part))]);
};
