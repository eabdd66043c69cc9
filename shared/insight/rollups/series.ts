import { createHash } from 'node:crypto';
import { rollupKey, rollupPartition } from '#shared/core/table/insight-keys.ts';
import type { Key } from '#shared/core/table/keys.ts';
import { type Cell, joinParts, splitParts } from '#shared/insight/rollups/cells.ts';

// Where cells are kept when they have settled: by months, for whole months of a long period, and by
// days, for its ends. So a year is twelve items of a type, and two months of days at the most.

interface SeriesShape {
  levels: readonly ('month' | 'day')[];
  /** Whether days keep the instant, so that a figure is exact at any moment of the day. */
  isExact?: true;
  /** Over how many items the cells are spread where they name persons or what persons wrote. */
  parts?: number;
}

const byDay: SeriesShape = { levels: ['month', 'day'] };
const wide = 8;
// A million contacts with an attribute that each has alone are some two hundred KB an item.
const widest = 64;
// A hundred thousand contacts of whom no two are alike are some ten KB an item.
const ofProfiles = 1024;

const shapes: Record<string, SeriesShape> = {
  due: { ...byDay, isExact: true, parts: wide },
  risk: { levels: ['day'], isExact: true, parts: wide },
  closed: { ...byDay, parts: wide },
  origins: { ...byDay, parts: wide },
  profiles: { levels: ['month'], parts: ofProfiles },
};

/** The series that are not by an attribute of persons, and those that are. */
export const singleSeries = [
  ...['cases', 'closing', 'targets', 'closed', 'due', 'risk', 'alerts', 'origins'],
  ...['persons', 'profiles'],
];
/** In `persons@` are counts of before. */
export const seriesByPersons = (attribute: string): string[] =>
  ['cases', 'alerts', 'persons'].map((series) => `${series}@${attribute}`);

export const shapeOf = (series: string): SeriesShape => {
  if (series.startsWith('persons')) return { levels: ['month'], parts: widest };
  if (series.includes('@')) return { ...byDay, parts: wide };
  return new Map(Object.entries(shapes)).get(series) ?? byDay;
};

const partOf = (text: string, parts = 1): number =>
  parts === 1 ? 0 : createHash('sha256').update(text).digest().readUInt32BE(0) % parts;

const periodOf = (at: string, level: 'month' | 'day'): string => (level === 'month' ? at.slice(0, 7) : at.slice(0, 10));
/** What is due at no instant lies in no day. */
const isDated = (at: string): boolean => /^\d/.test(at);

/** Where a cell is counted when it has settled, and what it is called there. */
export const placesOf = ({ series, at, type, members }: Cell, generation: number): { key: Key; name: string }[] => {
  const { levels, isExact, parts } = shapeOf(series);
  return levels
    .filter((level) => level === 'month' || isDated(at))
    .map((level) => {
      const name = joinParts(isExact && level === 'day' ? [at.slice(10), ...members] : members);
      const pk = rollupPartition(generation, series, level);
      return { key: rollupKey(pk, { period: periodOf(at, level), type, part: partOf(name, parts) }), name };
    });
};

/** A cell of an item again; its time is as exact as the item has it. */
export const cellIn = (series: string, level: 'month' | 'day', { sk, name }: { sk: string; name: string }): Cell => {
  const [period = '', type = ''] = sk.split('#');
  const parts = splitParts(name);
  if (!shapeOf(series).isExact || level === 'month') return { series, at: period, type, members: parts };
  return { series, at: `${period}${parts[0]}`, type, members: parts.slice(1) };
};
