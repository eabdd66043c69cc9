import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rebuildSearch } from '#functions/search/rebuild-search.ts';
import { personOf } from '#shared/access/person.ts';
import { mayOnAlert, mayOnCase } from '#shared/access/policy.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { Definitions } from '#shared/core/definitions/definitions.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { recordKey } from '#shared/core/table/keys.ts';
import { searchedKinds } from '#shared/core/table/search-keys.ts';
import { people, type Role } from '#test/house/institution.ts';
import { foldAll, idsOf } from './searching.ts';
import { aCase, aCaseType, aContact, act, anAlert, here } from './world.ts';

const callers = [
  'admin',
  'view-all',
  'manager',
  'another manager',
  'escalation',
  'enquiry',
  'other staff',
] as const satisfies readonly Role[];
const words = ['heron', 'otter', 'swan', 'kite'] as const;
const texts = fc.subarray([...words], { minLength: 1 });

const lives = fc.array(
  fc.record({
    text: texts,
    note: fc.option(fc.constantFrom(...words)),
    by: fc.constantFrom('manager' as const, 'another manager' as const),
    private: fc.nat(2).map((one) => one === 0),
    elsewhere: fc.nat(2).map((one) => one === 0),
    ends: fc.constantFrom('as it is', 'in the trash', 'assigned', 'changed'),
    folds: fc.boolean(),
  }),
  { minLength: 6, maxLength: 10 },
);

/** Records of random lives, with the words that each has by now. */
const live = async (all: readonly (typeof lives extends fc.Arbitrary<infer T> ? T : never)[number][]) => {
  const other = await aCaseType({ groups: { starters: ['advisers'], managers: ['advisers'] } });
  const has = new Map<string, Set<string>>();
  for (const one of all) {
    const by = here().as[one.by];
    const type = one.elsewhere ? { type: other } : {};
    const record = await aCase({ subject: one.text.join(' '), private: one.private, ...type }, by);
    const alert = await anAlert({ description: one.text.join(' '), private: one.private }, by);
    has.set(alert.id, new Set(one.text));
    const words = new Set<string>(one.text);
    if (one.note) {
      await act(by, `/v1/cases/${record.id}/notes`, { text: one.note });
      words.add(one.note);
    }
    if (one.folds) await foldAll();
    const match = { 'if-match': '*' };
    const path = `/v1/cases/${record.id}`;
    if (one.ends === 'in the trash') await by.send('DELETE', path, { headers: match });
    if (one.ends === 'assigned') await act(by, `${path}/assign`, { user: 'grace' });
    if (one.ends === 'changed') {
      await by.send('PATCH', path, { body: { subject: 'Rook' }, headers: match });
      for (const word of one.text) if (word !== one.note) words.delete(word);
    }
    has.set(record.id, words);
  }
  return has;
};

/** What a caller is to find, by asking the policy about everything there is. */
const expected = async (
  role: (typeof callers)[number],
  kind: 'case' | 'alert',
  has: ReadonlyMap<string, Set<string>>,
  asked: readonly string[],
) => {
  const { table } = here();
  const person = personOf({ ...people[role], groups: [...people[role].groups] } as never, () => true);
  const definitions = new Definitions(table, { templates: {} } as never);
  await definitions.refresh();
  const found: { id: string; count: number; createdAt: string }[] = [];
  for (const [id, own] of has) {
    const record = (await table.get(recordKey({ kind, id })))?.record as (Case & Alert) | undefined;
    const count = asked.filter((word) => own.has(word)).length;
    if (!record || record.trashedAt || count === 0) continue;
    const type = (await definitions.all(kind === 'case' ? 'case-types' : 'alert-types')).get(record.type)?.value;
    const sees =
      kind === 'case'
        ? mayOnCase(person, 'view', type as never, record)
        : mayOnAlert(person, 'view', type as never, record);
    if (sees) found.push({ id, count, createdAt: record.createdAt });
  }
  return found.sort((a, b) => b.count - a.count || (a.createdAt < b.createdAt ? 1 : -1)).map(({ id }) => id);
};

const indexOf = async (): Promise<Item[]> => {
  const { table } = here();
  const partitions = searchedKinds.flatMap((kind) => [
    ...[0, 1, 2, 3].map((shard) => `SEARCH#${kind}#text#${shard}`),
    ...[0, 1, 2, 3, 4, 5].map((segment) => `SEARCH#${kind}#segment#${segment}`),
    `SEARCH#${kind}#rows`,
    `SEARCH#${kind}#types`,
  ]);
  return (await Promise.all(partitions.map((pk) => table.queryAll({ pk })))).flat();
};

describe('[FN-4] whoever searches, whatever happened', () => {
  test('[FN-4] everybody finds exactly what the policy lets them see, most words first, then newest', async () => {
    const [[life], [asked]] = [
      fc.sample(lives, { seed: 20261129, numRuns: 1 }),
      fc.sample(texts, { seed: 4, numRuns: 1 }),
    ];
    const has = await live(life ?? []);
    await here().local.idle();
    expect((await expected('manager', 'case', has, asked ?? [])).length).toBeGreaterThan(1);
    for (const role of callers)
      for (const [kinds, kind] of [
        ['cases', 'case'],
        ['alerts', 'alert'],
      ] as const)
        expect([
          role,
          kind,
          await idsOf(kinds, { text: (asked ?? []).join(' ') }, { by: here().as[role], limit: 3 }),
        ]).toEqual([role, kind, await expected(role, kind, has, asked ?? [])]);
  });

  test('[FN-2] made anew, the index finds the same, and made anew again it is the same to the byte', async () => {
    await aContact({ name: 'Heron Otter' });
    const [life] = fc.sample(lives, { seed: 7, numRuns: 1 });
    await live(life ?? []);
    await here().local.idle();
    const find = () =>
      Promise.all(
        ['cases', 'alerts', 'contacts'].map((kind) =>
          idsOf(kind as 'cases', { text: words.join(' ') }, { by: here().as.admin }),
        ),
      );
    const before = await find();
    expect(before.map(({ length }) => length > 0)).toEqual([true, true, true]);
    const { table, local } = here();
    const definitions = new Definitions(table, { templates: {} } as never);
    await definitions.refresh();
    const now = Date.parse(await local.now());
    const rebuild = () => rebuildSearch({ table, definitions, now: () => now });
    await rebuild();
    const once = await indexOf();
    expect(await find()).toEqual(before);
    await rebuild();
    expect(await indexOf()).toEqual(once);
  });
});
