import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { refillChanged } from '#functions/segments/fill.ts';
import { servicesOn } from '#functions/services.ts';
import type { Condition } from '#shared/core/conditions/condition.ts';
import { ulids } from '#shared/core/records/ids.ts';
import { aSegment, members, segment, segmentsOf } from './segment-making.ts';
import { aContact, here, put, signIn, unique } from './world.ts';

const label = (name: string): Condition => ({ field: 'contact.labels', op: 'contains', value: name });

const relabel = async (id: string, labels: string[]): Promise<void> => {
  const answer = await (await signIn('ada', 'admins')).send('PATCH', `/v1/contacts/${id}`, {
    body: { labels },
    headers: { 'if-match': '*' },
  });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
};

test('[SE-3] a segment that was saved before something happened applies to it, also while it is filled', async () => {
  const { id } = await aContact();
  const key = unique('fresh-');
  await put(`/v1/segments/${key}`, { name: key, condition: label(key) });
  await relabel(id, [key]);
  expect(await members(key)).toEqual([id]);
  await put(`/v1/segments/${key}`, { name: key, condition: { not: { not: label(`${key}-new`) } } });
  await relabel(id, [`${key}-new`]);
  expect(await members(key)).toEqual([id]);
});

test('[SE-6] a run that began before the definition was changed does not go back to the old one', async () => {
  const { table, local } = here();
  const now = Date.parse(await local.now());
  const slow = servicesOn({ table, newId: ulids(), random: randomBytes, now: () => now }, {});
  const { id } = await aContact({ labels: ['new'] });
  const key = await aSegment(label('old'));
  expect((await slow.definitions.one('segments', key))?.version).toBe(1);
  await put(`/v1/segments/${key}`, { name: key, condition: label('new') });
  expect(await members(key)).toEqual([id]);
  await refillChanged(slow);
  expect(await segment(key)).toMatchObject({ state: 'ready', version: 2 });
  expect(await members(key)).toEqual([id]);
});

test('[SE-6] while it is filled anew, members, count and each contact are those of before, and it says how far it is', async () => {
  const { local } = here();
  const [old, both, young] = [
    await aContact({ labels: ['old'] }),
    await aContact({ labels: ['old', 'young'] }),
    await aContact({ labels: ['young'] }),
  ];
  const key = await aSegment(label('old'));
  const seen = async () => ({
    members: (await members(key)).sort(),
    count: (await segment(key)).count,
    each: await Promise.all(
      [old, both, young].map(async ({ id }) => (await segmentsOf(id)).some((one) => one.segment === key && one.held)),
    ),
  });
  const before = { members: [old.id, both.id].sort(), count: 2, each: [true, true, false] };
  expect(await seen()).toEqual(before);
  // Whatever fills it dies, each time after some of it.
  await local.faults({ fail: [{ function: 'wake', rate: 1 }], seed: 8 });
  await put(`/v1/segments/${key}`, { name: key, condition: label('young') });
  for (let minute = 0; minute < 3; minute++) {
    await local.advance('PT1M');
    await local.idle();
    const { state, progress } = await segment(key);
    if (state === 'ready') break;
    expect(progress).toBeGreaterThanOrEqual(0);
    expect(progress).toBeLessThan(1);
    expect(await seen()).toEqual(before);
  }
  await local.faults({});
  await local.advance('PT16M');
  await local.idle();
  expect(await segment(key)).toMatchObject({ state: 'ready', version: 2 });
  expect(await seen()).toEqual({ members: [both.id, young.id].sort(), count: 2, each: [false, true, true] });
});
