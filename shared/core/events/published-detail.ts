import { type DomainEvent, withInitialValues } from '#shared/core/events/event.ts';

// PutEvents takes 256 KB a call, of which an entry's other members take less than 1 KB.
export const largestDetail = 255 * 1024;

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value) ?? '');

/**
 * An event without the largest values of its change, as many as it takes for it to fit, and which
 * they are.
 */
const withoutLargest = (event: Omit<DomainEvent, 'type'>): Omit<DomainEvent, 'type'> => {
  const valuesOf = (side: 'before' | 'after') =>
    Object.entries(event[side]).map(([name, value]) => ({ side, name, value, size: bytesOf(value) }));
  const largestFirst = [...valuesOf('before'), ...valuesOf('after')].sort((a, b) => b.size - a.size);
  const shortWithout = (count: number) => {
    const left = largestFirst.slice(count);
    const members = (of: 'before' | 'after') =>
      Object.fromEntries(left.filter(({ side }) => side === of).map(({ name, value }) => [name, value]));
    const valuesOmitted = largestFirst.slice(0, count).map(({ side, name }) => `${side}.${name}`);
    return { ...event, before: members('before'), after: members('after'), valuesOmitted };
  };
  const count = largestFirst.findIndex((_, index) => bytesOf(shortWithout(index + 1)) <= largestDetail) + 1;
  return shortWithout(count === 0 ? largestFirst.length : count);
};

/**
 * What the bus carries of an event. Over the limit it leaves out its record, then its largest
 * values, and says so: an event that the bus never takes would hold up every one behind it.
 */
export const detailOf = (kept: DomainEvent): string => {
  const { type: _detailType, ...event } = withInitialValues(kept);
  const whole = JSON.stringify(event);
  if (Buffer.byteLength(whole) <= largestDetail) return whole;
  const { record: _large, ...rest } = event;
  const short = { ...rest, recordOmitted: true as const };
  return JSON.stringify(bytesOf(short) <= largestDetail ? short : withoutLargest(short));
};
