import { describe, expect, it } from 'vitest';
import { itemSize, type StoredItem, writeUnits, writeUnitsOf } from '#bench/item-size.ts';

const text = (bytes: number): StoredItem => ({ t: { S: 'x'.repeat(bytes - 1) } });
const inIndex = (sort: string, rest: StoredItem = {}): StoredItem => ({
  gsi1pk: { S: 'mine' },
  gsi1sk: { S: sort },
  ...rest,
});

describe('the size of an item', () => {
  it.each<[string, StoredItem, number]>([
    ['a string is its name and its UTF-8 bytes', { name: { S: 'Zoë' } }, 4 + 4],
    ['an empty string is its name', { name: { S: '' } }, 4],
    ['a number is one byte for two digits, and one', { n: { N: '1234' } }, 1 + 3],
    ['an odd digit takes a byte of its own', { n: { N: '12345' } }, 1 + 4],
    ['zeroes at the ends of a number do not count', { n: { N: '0.00120' } }, 1 + 2],
    ['a round number is short', { n: { N: '5000000' } }, 1 + 2],
    ['zero is one byte', { n: { N: '0' } }, 1 + 1],
    ['an exponent is no digit', { n: { N: '12E+20' } }, 1 + 2],
    ['true is one byte', { yes: { BOOL: true } }, 3 + 1],
    ['null is one byte', { no: { NULL: true } }, 2 + 1],
    ['binary is its bytes', { b: { B: new Uint8Array(10) } }, 1 + 10],
    ['an empty list is three bytes', { l: { L: [] } }, 1 + 3],
    ['an element of a list is one byte more', { l: { L: [{ S: 'ab' }, { BOOL: false }] } }, 1 + 3 + (1 + 2) + (1 + 1)],
    ['an empty map is three bytes', { m: { M: {} } }, 1 + 3],
    ['a member of a map is its name and one byte more', { m: { M: { key: { S: 'ab' } } } }, 1 + 3 + (1 + 3 + 2)],
    ['maps nest', { m: { M: { a: { M: { b: { L: [{ N: '7' }] } } } } } }, 1 + 3 + (1 + 1 + 3 + (1 + 1 + 3 + (1 + 2)))],
  ])('%s', (_title, item, size) => {
    expect(itemSize(item)).toBe(size);
  });

  it('adds all attributes up', () => {
    expect(itemSize({ pk: { S: 'CASE#1' }, sk: { S: 'case' } })).toBe(2 + 6 + 2 + 4);
  });

  it('refuses a set, for which there is no rule', () => {
    expect(() => itemSize({ s: { SS: ['a'] } })).toThrow('no rule');
  });
});

describe('what a transaction writes', () => {
  it('costs two units a started kilobyte in the table', () => {
    expect(writeUnits({ after: text(1024) })).toEqual({ table: 2, indexes: 0 });
    expect(writeUnits({ after: text(1025) })).toEqual({ table: 4, indexes: 0 });
  });

  it('costs the larger of both sides, and a deletion what is deleted', () => {
    expect(writeUnits({ before: text(3000), after: text(10) }).table).toBe(6);
    expect(writeUnits({ before: text(3000) }).table).toBe(6);
  });

  it('costs one unit a started kilobyte in each index it stands in', () => {
    const item = { ...inIndex('a', text(1500)), gsi3pk: { S: 'all' }, gsi3sk: { S: 'a' } };
    expect(writeUnits({ after: item })).toEqual({ table: 4, indexes: 4 });
  });

  it('costs nothing in an index of which it has only half a key', () => {
    expect(writeUnits({ after: { gsi1pk: { S: 'mine' } } }).indexes).toBe(0);
  });

  it('costs an index one write where the entry stays in its place, and two where it moves', () => {
    const before = inIndex('a', { v: { N: '1' } });
    expect(writeUnits({ before, after: inIndex('a', { v: { N: '2' } }) }).indexes).toBe(1);
    expect(writeUnits({ before, after: inIndex('b', { v: { N: '1' } }) }).indexes).toBe(2);
    expect(writeUnits({ before, after: before }).indexes).toBe(0);
  });

  it('costs an index one write where the entry comes or goes', () => {
    expect(writeUnits({ before: text(10), after: inIndex('a') }).indexes).toBe(1);
    expect(writeUnits({ before: inIndex('a'), after: text(10) }).indexes).toBe(1);
  });

  it('adds up over the items of an operation', () => {
    expect(writeUnitsOf([{ after: text(10) }, { after: inIndex('a') }])).toEqual({ table: 4, indexes: 1 });
  });
});
