import { describe, expect, test } from 'vitest';
import { epoch, iso } from '#shared/core/records/instants.ts';
import {
  aDraft,
  admin,
  enrol,
  enrolments,
  impactOf,
  label,
  labelsOf,
  logOf,
  minutes,
  publish,
  theOne,
  wait,
} from './workflow-making.ts';
import { aContact, act, expectRefused, here, unique } from './world.ts';

const hour = 60 * 60_000;
const later = (instant: string, by: number) => iso(epoch(instant) + by);
const hours = (amount: number) => ({ amount, unit: 'hours', time: 'calendar' });

describe('[WF-4] publishing', () => {
  test('[WF-4] a draft enrols nobody until it is published, and says first whom that touches', async () => {
    const { id, version, published } = await aDraft({ steps: [wait({ for: hours(1) }), wait({ for: hours(1) })] });
    expect([version, published]).toEqual([1, undefined]);
    const contact = await aContact();
    const enrolling = () => act(here().as.admin, `/v1/workflows/${id}/enrollments`, { contactId: contact.id });
    expectRefused(await enrolling(), 409, 'not-published');
    expect((await impactOf(id)).impact).toEqual({ perStep: {}, empty: true });
    expect(await publish(id)).toMatchObject({ id, key: id, version: 1, published: 1 });
    expect((await enrolling()).status).toBe(201);
    await here().local.advance('PT1H');
    await enrol(id, (await aContact()).id);
    await here().local.idle();
    expect((await impactOf(id)).impact).toEqual({ perStep: { '/0': 1, '/1': 1 }, empty: false });
    const draft = await aDraft({ steps: [label('new')] }, id);
    expect(draft).toMatchObject({ version: 2, published: 1 });
  });

  test('[WF-4] takes the token of the impact that was shown, and no other', async () => {
    const { id } = await aDraft({ steps: [wait({ for: hours(1) })] });
    const path = `/v1/workflows/${id}/publish`;
    const { token } = await impactOf(id);
    await aDraft({ steps: [wait({ for: hours(2) })] }, id);
    expectRefused(await act(here().as.admin, path, { token }), 409, 'stale-token');
    await publish(id);
    const before = await impactOf(id);
    await enrol(id, (await aContact()).id);
    await here().local.idle();
    expectRefused(await act(here().as.admin, path, { token: before.token, running: 'end' }), 409, 'stale-token');
    expectRefused(await act(here().as.admin, path, { token: 'made-up' }), 409, 'stale-token');
    expectRefused(await act(here().as.manager, path, {}), 403);
  });

  test('[WF-4] keeps those under way in their version to its end', async () => {
    const { id } = await aDraft({ steps: [wait({ for: hours(1) }), label('old')] });
    await publish(id);
    const [one, other] = [await aContact(), await aContact()];
    await enrol(id, one.id);
    await aDraft({ steps: [wait({ for: hours(1) }), label('new')] }, id);
    await publish(id, 'keep');
    await enrol(id, other.id);
    await here().local.advance('PT1H');
    expect([await labelsOf(one.id), await labelsOf(other.id)]).toEqual([['old'], ['new']]);
    expect((await enrolments(id)).map(({ workflowVersion }) => workflowVersion).sort()).toEqual([1, 2]);
  });

  test('[WF-4] moves them to the step of the same path, whose wait counts from when it began, at once', async () => {
    const { id } = await aDraft({ steps: [wait({ for: hours(10) }), label('old')] });
    await publish(id);
    const [early, late] = [await aContact(), await aContact()];
    await enrol(id, early.id);
    await here().local.advance('PT3H');
    await enrol(id, late.id);
    await here().local.idle();
    await aDraft({ steps: [wait({ for: hours(2) }), label('new')] }, id);
    await publish(id, 'move');
    await here().local.idle();
    expect([await labelsOf(early.id), await labelsOf(late.id)]).toEqual([['new'], []]);
    const [moved] = await enrolments(id, `contactId=${late.id}`);
    expect(moved).toMatchObject({
      workflowVersion: 2,
      step: '/0',
      waitingFor: { at: later(moved?.since ?? '', 2 * hour) },
    });
    await here().local.advanceTo(moved?.waitingFor?.at ?? '');
    await here().local.idle();
    expect(await labelsOf(late.id)).toEqual(['new']);
    const [done] = await enrolments(id, `contactId=${late.id}`);
    expect(done && logOf(done)).toEqual(['/0 publish moved', '/0 wait waited', '/1 add-label done']);
  });

  test('[WF-4] moves what waited for an event to what waits there now, and what is gone behind its branch', async () => {
    const { id } = await aDraft({ steps: [wait({ event: 'case-created' })] });
    await publish(id);
    const contact = await aContact();
    await enrol(id, contact.id);
    await here().local.idle();
    await aDraft({ steps: [label('now')] }, id);
    await publish(id, 'move');
    expect(await theOne(id)).toMatchObject({ status: 'finished', workflowVersion: 2 });
    expect(await labelsOf(contact.id)).toEqual(['now']);
  });

  test('[WF-4] ends them where it says so', async () => {
    const { id } = await aDraft({ steps: [wait({ for: hours(1) }), label('old')] });
    await publish(id);
    const contact = await aContact();
    await enrol(id, contact.id);
    await here().local.idle();
    await aDraft({ steps: [label('new')] }, id);
    await publish(id, 'end');
    expect(await theOne(id)).toMatchObject({ status: 'aborted', reason: 'published' });
    await here().local.advance('PT2H');
    expect(await labelsOf(contact.id)).toEqual([]);
  });

  test('[WF-4] ends those of the published version too, and nobody who comes after', async () => {
    const { id } = await aDraft({ steps: [wait({ for: hours(1) }), label('done')] });
    await publish(id);
    const [before, after] = [await aContact(), await aContact()];
    await enrol(id, before.id);
    await here().local.idle();
    expect((await impactOf(id)).impact).toEqual({ perStep: { '/0': 1 }, empty: false });
    await publish(id, 'end');
    await enrol(id, after.id);
    await here().local.advance('PT2H');
    const status = async (of: string) => (await enrolments(id, `contactId=${of}`)).map((one) => one.status);
    expect([await status(before.id), await status(after.id)]).toEqual([['aborted'], ['finished']]);
    expect([await labelsOf(before.id), await labelsOf(after.id)]).toEqual([[], ['done']]);
  });

  test('[WF-4] a disabled version takes nobody in, and who is under way goes on', async () => {
    const steps = [wait({ for: hours(1) }), label('done')];
    const { id } = await aDraft({ steps });
    await publish(id);
    const contact = await aContact();
    await enrol(id, contact.id);
    await aDraft({ steps, enabled: false }, id);
    await publish(id);
    const { id: contactId } = await aContact();
    expectRefused(await act(here().as.admin, `/v1/workflows/${id}/enrollments`, { contactId }), 409, 'disabled');
    await here().local.advance('PT1H');
    expect(await labelsOf(contact.id)).toEqual(['done']);
  });
});

describe('[WF-1] a workflow as configuration', () => {
  test('[WF-1] has its versions, takes If-Match, and is deleted where nobody needs it', async () => {
    const steps = [wait({ for: minutes(300) })];
    const { id } = await aDraft({ steps });
    const path = `/v1/workflows/${id}`;
    const body = { title: 'A workflow', trigger: { event: 'by-hand' }, steps };
    expectRefused(await here().as.admin.send('PUT', path, { body }), 428);
    expectRefused(await here().as.admin.send('PUT', path, { body, headers: { 'if-match': '"7"' } }), 412);
    await aDraft({ steps, title: 'Another' }, id);
    const versions = await here().as.admin.get<{ items: { title: string }[] }>(`${path}/versions`);
    expect(versions.items.map(({ title }) => title)).toEqual(['A workflow', 'Another']);
    await publish(id);
    await enrol(id, (await aContact()).id);
    await here().local.idle();
    const remove = async () => (await admin()).send('DELETE', path, { headers: { 'if-match': '"2"' } });
    expectRefused(await remove(), 409, 'in-use');
    await here().local.advance('PT5H');
    expect((await remove()).status).toBe(204);
    expectRefused(await (await admin()).send('GET', path), 404);
  });

  test('[WF-1] that enrol each other, over any number, have to wait on the way', async () => {
    const [one, two, three] = [unique('ring-'), unique('ring-'), unique('ring-')];
    const enrolIn = (workflow: string) => ({ do: 'enroll', workflow });
    await aDraft({ steps: [wait({ for: minutes(1) })] }, one);
    await aDraft({ steps: [enrolIn(one)] }, two);
    await aDraft({ steps: [label('x'), { do: 'branch', if: { all: [] }, then: [enrolIn(two)] }] }, three);
    const send = (key: string, steps: object[]) =>
      here().as.admin.send('PUT', `/v1/workflows/${key}`, {
        body: { title: 'Ring', trigger: { event: 'by-hand' }, steps },
        headers: { 'if-match': '*' },
      });
    const closed = await send(one, [label('x'), enrolIn(three)]);
    expectRefused(closed, 400, undefined, ['/steps/1']);
    expect(closed.body).toMatchObject({ errors: [{ code: 'circular' }] });
    expectRefused(await send(one, [enrolIn(one)]), 400, undefined, ['/steps/0']);
    expect((await send(one, [wait({ for: minutes(1) }), enrolIn(three)])).status).toBe(200);
    expect((await send(one, [wait({ for: minutes(1) }), enrolIn(one)])).status).toBe(200);
  });

  test('[WF-1] comes with a file, published, and is exported as it was saved last', async () => {
    const key = unique('filed-');
    const workflow = { title: 'Filed', trigger: { event: 'by-hand' }, steps: [label('filed')] };
    const imported = await act<{ items: object[] }>(here().as.admin, '/v1/configuration/import', {
      workflows: { [key]: workflow },
    });
    expect(imported.body.items).toEqual([{ kind: 'workflows', key, change: 'create' }]);
    const contact = await aContact();
    await enrol(key, contact.id);
    await here().local.idle();
    expect(await labelsOf(contact.id)).toEqual(['filed']);
    const file = await here().as.admin.get<{ workflows: Record<string, object> }>('/v1/configuration/export');
    expect(file.workflows[key]).toMatchObject({ title: 'Filed', enabled: true, repeat: 'once' });
    const again = await act<{ items: { change: string }[] }>(here().as.admin, '/v1/configuration/import', file);
    expect([...new Set(again.body.items.map(({ change }) => change))]).toEqual(['same']);
    const bad = { [key]: { ...workflow, steps: [{ do: 'enroll', workflow: key }] } };
    expectRefused(await act(here().as.admin, '/v1/configuration/import', { workflows: bad }), 400, undefined, [
      `/workflows/${key}/steps/0`,
    ]);
  });
});
