import type { FieldKind, operatorsByKind } from '#shared/core/conditions/fields.ts';

// [held value, wanted value, does it hold]: one that holds and one that does not, for each operator
// of each kind. The type refuses a table that lacks a cell.
export type Row = readonly [value: unknown, wanted: unknown, held: boolean];
type Cells = { [K in FieldKind]: Record<(typeof operatorsByKind)[K][number], readonly Row[]> };

const here = { lat: 40.7128, lon: -74.006 };
const equalTo = (one: unknown, other: unknown) =>
  ({
    is: [
      [one, one, true],
      [other, one, false],
    ],
    'is-not': [
      [other, one, true],
      [one, one, false],
    ],
  }) as const;
const memberOf = (one: unknown, other: unknown) =>
  ({
    in: [
      [one, [other, one], true],
      [one, [other], false],
    ],
    'not-in': [
      [one, [other], true],
      [one, [other, one], false],
    ],
  }) as const;
const present = (one: unknown) =>
  ({
    exists: [
      [one, undefined, true],
      [one, true, true],
      [undefined, undefined, false],
      [null, undefined, false],
      ['', undefined, false],
      [[], undefined, false],
    ],
    'not-exists': [
      [undefined, undefined, true],
      [null, undefined, true],
      [one, undefined, false],
    ],
  }) as const;
const pieces = {
  contains: [
    ['A Maths class', 'mATHS', true],
    ['Résumé', 're\u0301sum', true],
    ['maths', 'class', false],
    [undefined, 'maths', false],
  ],
  'not-contains': [
    ['maths', 'class', true],
    [undefined, 'maths', true],
    ['A Maths class', 'maths', false],
  ],
  'starts-with': [
    ['Maths class', 'maths', true],
    ['A Maths class', 'maths', false],
  ],
  'ends-with': [
    ['Maths Class', 'class', true],
    ['class of maths', 'class', false],
  ],
} as const;
const orderOf = ({ low, middle, high }: { low: unknown; middle: unknown; high: unknown }) =>
  ({
    lt: [
      [low, middle, true],
      [middle, middle, false],
      [high, middle, false],
    ],
    lte: [
      [low, middle, true],
      [middle, middle, true],
      [high, middle, false],
    ],
    gt: [
      [high, middle, true],
      [middle, middle, false],
      [low, middle, false],
    ],
    gte: [
      [high, middle, true],
      [middle, middle, true],
      [low, middle, false],
    ],
    between: [
      [middle, [low, high], true],
      [low, [low, high], true],
      [high, [low, high], true],
      [low, [middle, high], false],
      [high, [low, middle], false],
    ],
  }) as const;
const beforeAndAfter = ({ low, middle, high }: { low: unknown; middle: unknown; high: unknown }) =>
  ({
    before: [
      [low, middle, true],
      [middle, middle, false],
      [high, middle, false],
    ],
    after: [
      [high, middle, true],
      [middle, middle, false],
      [low, middle, false],
    ],
  }) as const;

const instants = {
  low: '2026-03-01T09:00:00.000Z',
  middle: '2026-03-01T09:00:00.001Z',
  high: '2026-03-02T00:00:00.000Z',
};
const days = { low: '2026-02-28', middle: '2026-03-01', high: '2026-03-02' };
const withinDays = {
  within: [
    ['2026-03-10T12:00:00.000Z', { ago: 'P1D' }, true],
    ['2026-03-09T12:00:00.000Z', { ago: 'P1D' }, true],
    ['2026-03-09T11:59:59.999Z', { ago: 'P1D' }, false],
    ['2026-03-10T12:00:00.001Z', { ago: 'P1D' }, false],
    ['2026-03-17T12:00:00.000Z', { ahead: 'P7D' }, true],
    ['2026-03-17T12:00:00.001Z', { ahead: 'P7D' }, false],
    ['2026-03-10T11:59:59.999Z', { ahead: 'P7D' }, false],
  ],
} as const;

export const cells: Cells = {
  text: { ...equalTo('Maths', 'maths'), ...memberOf('Maths', 'maths'), ...pieces, ...present('Maths') },
  keyword: { ...equalTo('maths', 'writing'), ...memberOf('maths', 'writing'), ...present('maths') },
  keywords: {
    contains: [
      [['maths', 'writing'], 'writing', true],
      [['writing'], 'maths', false],
      [[], 'maths', false],
    ],
    'not-contains': [
      [['writing'], 'maths', true],
      [[], 'maths', true],
      [['maths'], 'maths', false],
    ],
    in: [
      [['maths'], ['maths', 'writing'], true],
      [['writing'], ['maths'], false],
    ],
    'not-in': [
      [['writing'], ['maths'], true],
      [['maths', 'writing'], ['maths'], false],
    ],
    ...present(['maths']),
  },
  number: { ...equalTo(3, 4), ...memberOf(3, 4), ...orderOf({ low: -1.5, middle: 0, high: 2 }), ...present(0) },
  money: {
    is: [
      [{ amount: '12.50', currency: 'EUR' }, { amount: '12.5', currency: 'EUR' }, true],
      [{ amount: '12.50', currency: 'EUR' }, 12.5, true],
      [{ amount: '12.50', currency: 'EUR' }, { amount: '12.50', currency: 'USD' }, false],
    ],
    'is-not': [
      [{ amount: '12.50', currency: 'EUR' }, { amount: '12.50', currency: 'USD' }, true],
      [{ amount: '12.50', currency: 'EUR' }, 12.5, false],
    ],
    ...orderOf({
      low: { amount: '9.00', currency: 'EUR' },
      middle: { amount: '10', currency: 'EUR' },
      high: { amount: '100.10', currency: 'EUR' },
    }),
    ...present({ amount: '0', currency: 'EUR' }),
  },
  boolean: { ...equalTo(true, false), ...present(false) },
  instant: {
    is: [
      [instants.low, '2026-03-01', true],
      [instants.low, '2026-03-01T09:00:00Z', true],
      [instants.high, '2026-03-01', false],
    ],
    'is-not': [
      [instants.high, '2026-03-01', true],
      [instants.low, '2026-03-01', false],
    ],
    ...orderOf(instants),
    before: [
      ...beforeAndAfter(instants).before,
      ['2026-02-08T11:59:59.999Z', { ago: 'P30D' }, true],
      ['2026-02-08T12:00:00.000Z', { ago: 'P30D' }, false],
      [instants.low, '2026-03-01', false],
    ],
    after: [
      ...beforeAndAfter(instants).after,
      ['2026-03-17T12:00:00.001Z', { ahead: 'P7D' }, true],
      ['2026-03-17T12:00:00.000Z', { ahead: 'P7D' }, false],
      [instants.low, '2026-03-01', false],
    ],
    ...withinDays,
    ...present(instants.low),
  },
  date: {
    ...equalTo(days.low, days.high),
    ...orderOf(days),
    before: [
      ...beforeAndAfter(days).before,
      ['2008-03-09', { ago: 'P18Y' }, true],
      ['2008-03-10', { ago: 'P18Y' }, false],
    ],
    after: [
      ...beforeAndAfter(days).after,
      ['2026-03-11', { ahead: 'P0D' }, true],
      ['2026-03-10', { ahead: 'P0D' }, false],
    ],
    within: [
      ['2026-03-10', { ago: 'P1D' }, true],
      ['2026-03-09', { ago: 'P1D' }, true],
      ['2026-03-08', { ago: 'P1D' }, false],
      ['2026-03-17', { ahead: 'P7D' }, true],
    ],
    ...present(days.low),
  },
  person: {
    is: [
      [{ user: 'u1' }, 'u1', true],
      [{ user: 'u1' }, { user: 'u1' }, true],
      [{ group: 'g1' }, { group: 'g1' }, true],
      [{ kind: 'requester', id: 'u1' }, 'u1', true],
      [{ group: 'u1' }, 'u1', false],
    ],
    'is-not': [
      [{ user: 'u1' }, 'u2', true],
      [undefined, 'u1', true],
      [{ user: 'u1' }, 'u1', false],
    ],
    ...memberOf({ user: 'u1' }, { group: 'g1' }),
    ...present({ group: 'g1' }),
  },
  location: {
    near: [
      [here, { ...here, meters: 1 }, true],
      [{ lat: 40.7128, lon: -74.016 }, { ...here, meters: 843 }, true],
      [{ lat: 40.7128, lon: -74.016 }, { ...here, meters: 842 }, false],
      [{ text: 'Broadway' }, { ...here, meters: 1 }, false],
    ],
    ...present({ text: 'Broadway' }),
  },
  open: {
    is: [
      ['3', 3, true],
      [3, '3', true],
      ['true', true, true],
      [' 4', 3, false],
      [['3'], '3', false],
      [{ a: 1 }, '[object Object]', false],
    ],
    'is-not': [
      ['4', 3, true],
      ['3', 3, false],
    ],
    ...memberOf('a', 'b'),
    ...pieces,
    contains: [...pieces.contains, [['a', 'b'], 'b', true], [['ab'], 'b', false]],
    ...beforeAndAfter(instants),
    lt: [...orderOf(instants).lt, ['2.1', 2.5, true], ['x', 2.5, false], [3, '2026-03-01', false]],
    lte: [...orderOf(instants).lte, ['2.5', 2.5, true]],
    gt: [...orderOf(instants).gt, ['2.6', 2.5, true]],
    gte: [...orderOf(instants).gte, ['', 0, false]],
    between: [...orderOf(days).between, [2, [1, 3], true], ['4', [1, 3], false]],
    ...withinDays,
    near: [
      [here, { ...here, meters: 1 }, true],
      ['here', { ...here, meters: 1 }, false],
    ],
    ...present('x'),
  },
};
