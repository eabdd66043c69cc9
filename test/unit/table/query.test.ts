import { beforeEach, describe, expect, it } from 'vitest';
import { askedTable } from './asked-table.ts';

let { table, asked, answers } = askedTable();

beforeEach(() => {
  ({ table, asked, answers } = askedTable());
});

describe('a query of the table', () => {
  const range = { from: 'b', to: 'y' };
  it.each([
    ['a whole partition', {}, '#pk = :pk', {}],
    ['a prefix', { prefix: 'a#' }, '#pk = :pk AND begins_with(#sk, :prefix)', { ':prefix': 'a#' }],
    ['from a key on', { from: 'b' }, '#pk = :pk AND #sk >= :from', { ':from': 'b' }],
    ['up to a key', { to: 'y' }, '#pk = :pk AND #sk <= :to', { ':to': 'y' }],
    ['between two keys', range, '#pk = :pk AND #sk BETWEEN :from AND :to', { ':from': 'b', ':to': 'y' }],
    [
      'behind a key in it',
      { ...range, after: 'm' },
      '#pk = :pk AND #sk BETWEEN :from AND :to',
      { ':from': 'm\u0001', ':to': 'y' },
    ],
    [
      'behind a key in it, backwards',
      { ...range, after: 'm', descending: true },
      '#pk = :pk AND #sk BETWEEN :from AND :to',
      { ':from': 'b', ':to': 'm' },
    ],
    [
      'behind a key of a prefix',
      { prefix: 'a#', after: 'a#5' },
      '#pk = :pk AND #sk BETWEEN :from AND :to',
      { ':from': 'a#5\u0001', ':to': 'a#\u{10ffff}' },
    ],
    [
      'behind a key of a prefix, backwards',
      { prefix: 'a#', after: 'a#5', descending: true },
      '#pk = :pk AND #sk BETWEEN :from AND :to',
      { ':from': 'a#', ':to': 'a#5' },
    ],
  ])('reads %s by one key condition', async (_what, members, condition, values) => {
    await table.query({ pk: 'p', ...members });
    expect(asked[0]?.input).toMatchObject({
      TableName: 'the-table',
      KeyConditionExpression: condition,
      ExpressionAttributeValues: { ':pk': 'p', ...values },
      ScanIndexForward: !('descending' in members),
    });
  });

  it.each([
    ['two keys', { from: 'b', to: 'a' }],
    ['behind its last', { from: 'a', to: 'b', after: 'b' }],
    ['an instant to come and now', { from: 'd#2100', to: 'd#2026' }],
    ['a key beyond the basic plane and one in it', { from: '\u{10000}', to: '\uffff' }],
  ])('has nothing between %s where the end lies first, and asks nobody', async (_what, members) => {
    expect(await table.query({ pk: 'p', ...members })).toEqual({ items: [], more: false });
    expect(asked).toEqual([]);
  });

  it('reads an index by its own keys', async () => {
    await table.query({ pk: 'p', index: 'gsi2', from: 'b' });
    expect(asked[0]?.input).toMatchObject({
      IndexName: 'gsi2',
      ExpressionAttributeNames: { '#pk': 'gsi2pk', '#sk': 'gsi2sk' },
    });
  });

  it('leaves out the row that it goes on after, and asks for one more in its place', async () => {
    answers({ Items: [{ sk: 'm' }, { sk: 'l' }], LastEvaluatedKey: { sk: 'l' } });
    const page = await table.query({ pk: 'p', after: 'm', descending: true, limit: 1 });
    expect(page).toEqual({ items: [{ sk: 'l' }], more: true });
    expect(asked[0]?.input.Limit).toBe(2);
  });

  it('counts what it cost', async () => {
    answers({ Items: [], ConsumedCapacity: { CapacityUnits: 2.5 } });
    const before = table.cost.reads;
    await table.query({ pk: 'p' });
    expect(table.cost.reads - before).toBe(2.5);
  });
});

describe('items by key', () => {
  const keys = ['a', 'b', 'c'].map((pk) => ({ pk, sk: 's' }));

  it('come in the order of their keys, without those that are not there', async () => {
    answers({
      Responses: {
        'the-table': [
          { pk: 'c', sk: 's' },
          { pk: 'a', sk: 's' },
        ],
      },
    });
    expect(await table.getMany(keys)).toEqual([keys[0], keys[2]]);
  });

  it('are one call for all that ask before the process waits, each key once', async () => {
    answers({
      Responses: {
        'the-table': [
          { pk: 'A', sk: 'a', n: 1 },
          { pk: 'B', sk: 'b' },
        ],
      },
    });
    const later = async () => {
      await Promise.resolve();
      return table.get({ pk: 'B', sk: 'b' });
    };
    const [one, some, another] = await Promise.all([
      table.get({ pk: 'A', sk: 'a' }),
      table.getMany(
        [
          { pk: 'A', sk: 'a' },
          { pk: 'C', sk: 'c' },
        ],
        { consistent: true },
      ),
      later(),
    ]);
    expect([one, some, another]).toEqual([
      { pk: 'A', sk: 'a', n: 1 },
      [{ pk: 'A', sk: 'a', n: 1 }],
      { pk: 'B', sk: 'b' },
    ]);
    const Keys = ['a', 'c', 'b'].map((sk) => ({ pk: sk.toUpperCase(), sk }));
    expect(asked.map(({ operation, input }) => [operation, input.RequestItems])).toEqual([
      ['BatchGetItem', { 'the-table': { Keys, ConsistentRead: true } }],
    ]);
  });

  it('are not read with others where those may be a moment old, or where one is a secret', async () => {
    answers({});
    const keys = [{ pk: 'A', sk: 'a' }];
    await Promise.all([
      table.get({ pk: 'A', sk: 'a' }),
      table.getMany(keys),
      table.get({ pk: 'SECRET#cursors', sk: 'secret' }),
    ]);
    expect(asked.map(({ operation }) => operation).sort()).toEqual(['BatchGetItem', 'GetItem', 'GetItem']);
  });

  it('are asked for again as long as DynamoDB leaves some out', async () => {
    answers(
      {
        Responses: { 'the-table': [{ pk: 'a', sk: 's' }] },
        UnprocessedKeys: { 'the-table': { Keys: keys.slice(1) } },
      },
      { Responses: { 'the-table': keys.slice(1) } },
    );
    expect(await table.getMany(keys)).toEqual(keys);
    expect(asked[1]?.input.RequestItems).toMatchObject({
      'the-table': { Keys: keys.slice(1) },
    });
  });

  it('cost nothing where none is asked for', async () => {
    expect(await table.getMany([])).toEqual([]);
    expect(asked).toEqual([]);
  });
});
