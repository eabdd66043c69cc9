import { afterEach, describe, expect, test } from 'vitest';
import { aRule, is, note, notesOn, removeRules } from './rule-making.ts';
import { aCase, aCaseType, act, expectRefused, here, historyOf, likeness, put, runsOn, unique } from './world.ts';

const routine = (members: object = {}) => ({
  title: 'Say hello',
  trigger: { event: 'case-created' },
  actions: [note('hello')],
  ...members,
});

describe('[AU-9] routines', () => {
  afterEach(removeRules);

  test('[AU-9] run for the cases of their type and no other, behind the rules, and say which they are', async () => {
    const type = await aCaseType({ routines: [routine(), routine({ key: 'named', actions: [note('named')] })] });
    await aRule({
      for: 'case',
      trigger: { event: 'case-created' },
      condition: is('case.type', type),
      actions: [note('rule')],
    });
    const [record, other] = [await aCase({ type }), await aCase({ type: await aCaseType() })];
    expect((await notesOn('cases', record.id)).sort()).toEqual(['hello', 'named', 'rule']);
    expect(await notesOn('cases', other.id)).toEqual([]);
    const runs = (await runsOn(record.id)).filter(({ matched }) => matched);
    expect(runs.map(({ ruleId, ruleVersion }) => [ruleId, ruleVersion])).toEqual(
      expect.arrayContaining([
        [`${type}/0`, 1],
        [`${type}/named`, 1],
      ]),
    );
    const caused = (await historyOf('cases', record.id)).filter(({ cause }) => cause.ruleId?.startsWith(type));
    expect(caused.map(({ cause, actor }) => [cause.ruleId, actor])).toEqual([
      [`${type}/0`, { kind: 'rule', id: `${type}/0` }],
      [`${type}/named`, { kind: 'rule', id: `${type}/named` }],
    ]);
  });

  test('[AU-9] are versioned with the type: a running case keeps its own, a new one and a converted one have the newest', async () => {
    const onStage = (text: string) =>
      routine({
        trigger: { event: 'case-stage-changed' },
        actions: [note(text)],
        condition: is('case.stage', 'stage-1'),
      });
    const stages = [{ key: 'stage-1', name: 'One' }];
    const type = await aCaseType({ stages, routines: [onStage('first')] });
    const old = await aCase({ type });
    await put(`/v1/case-types/${type}`, await likeness(`/v1/case-types/${type}`, { routines: [onStage('second')] }));
    const young = await aCase({ type });
    const moved = await aCase({ type: await aCaseType({ stages }) });
    await act(here().as.manager, `/v1/cases/${moved.id}/convert`, { type, targets: 'keep' });
    for (const { id } of [old, young, moved])
      await here().as.manager.send('PATCH', `/v1/cases/${id}`, {
        body: { stage: 'stage-1' },
        headers: { 'if-match': '*' },
      });
    expect(await notesOn('cases', old.id)).toEqual(['first']);
    expect(await notesOn('cases', young.id)).toEqual(['second']);
    expect(await notesOn('cases', moved.id)).toEqual(['second']);
  });

  test('[AU-9] are checked with the type, every fault with its pointer', async () => {
    const send = async (...routines: object[]) =>
      here().as.admin.send('PUT', `/v1/case-types/${unique('concern-')}`, {
        body: await likeness('/v1/case-types/academic-concern', { routines }),
      });
    expectRefused(await send(routine(), routine({ trigger: { event: 'nonsense' } })), 400, undefined, [
      '/routines/1/trigger/event',
    ]);
    expectRefused(await send(routine({ trigger: { event: 'alert-created' } })), 400, undefined, [
      '/routines/0/trigger/event',
    ]);
    expectRefused(await send(routine({ for: 'alert' })), 400, undefined, ['/routines/0/for']);
    const wrong = [{ do: 'resolve' }, { do: 'update-status', status: 'nope' }];
    expectRefused(await send(routine({ actions: wrong })), 400, undefined, ['/routines/0/actions/0/do']);
    expectRefused(await send(routine({ actions: wrong.slice(1) })), 400, undefined, ['/routines/0/actions/0/status']);
    expectRefused(await send(routine({ condition: is('case.nope', 1) })), 400, undefined, [
      '/routines/0/condition/field',
    ]);
    expectRefused(await send(routine({ nonsense: 1 })), 400, undefined, ['/routines/0/nonsense']);
    expectRefused(await send(routine({ key: 'x' }), routine({ key: 'x' })), 400, undefined, ['/routines/1/key']);
    const nowhere = [{ do: 'create-case', case: { type: 'nope' } }];
    expectRefused(await send(routine({ actions: nowhere })), 422, undefined, ['/routines/0/actions/0/case/type']);
  });

  test('[AU-9] [AU-6] never run on what they did themselves', async () => {
    const type = await aCaseType({
      routines: [
        routine({ trigger: { event: 'case-updated' }, actions: [{ do: 'add-tag', tag: 'seen' }, note('once')] }),
      ],
    });
    const record = await aCase({ type });
    await here().as.manager.send('PATCH', `/v1/cases/${record.id}`, {
      body: { subject: 'New' },
      headers: { 'if-match': '*' },
    });
    expect(await notesOn('cases', record.id)).toEqual(['once']);
  });
});
