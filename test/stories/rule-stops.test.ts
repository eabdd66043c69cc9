import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DemoMail } from '#local/demo/client.ts';
import { aRule, is, note, notesOn, removeRules } from './rule-making.ts';
import { aCase, aCaseType, act, here, put, runsOn } from './world.ts';

const admins = ['ada', 'alan'].map((id) => ({ id, email: `${id}@staff.example.edu`, name: `${id} Admin` }));

const stops = async (ruleId: string) => {
  const { local } = here();
  await local.idle();
  const events = await local.busEvents({ about: `rules/${ruleId}` });
  const told = events.filter((one) => one['detail-type'] === 'Rule Stopped');
  return [...new Map(told.map(({ detail }) => [detail.eventId, detail.after])).values()];
};

const mailsOf = async (title: string): Promise<DemoMail[]> => {
  const { local } = here();
  await local.idle();
  const all = await Promise.all(admins.map(({ email }) => local.mails({ to: email })));
  return all.flat().filter(({ subject }) => subject === `Stopped: ${title}`);
};

const mailsTo = async (title: string): Promise<string[]> => (await mailsOf(title)).flatMap(({ to }) => to).sort();

const everybody = admins.map(({ email }) => email);

describe('[AU-16] a rule that runs wild is stopped, and never silently', () => {
  beforeEach(() => put('/v1/groups/admins', { name: 'Administrators', members: admins }));
  afterEach(removeRules);

  test('[AU-16] by its limit: it rests until the hour is over, and then goes on', async () => {
    const { local } = here();
    const type = await aCaseType();
    const title = `Wild ${type}`;
    const rule = await aRule({
      title,
      for: 'case',
      trigger: { event: 'case-created' },
      condition: is('case.type', type),
      limits: { perHour: 3 },
      actions: [note('done')],
    });
    const cases = [];
    for (let made = 0; made < 6; made++) {
      cases.push(await aCase({ type }));
      await local.idle();
    }
    const done = await Promise.all(cases.map(({ id }) => notesOn('cases', id)));
    expect(done.flat()).toHaveLength(3);
    const runs = (await Promise.all(cases.map(({ id }) => runsOn(id))))
      .flat()
      .filter(({ ruleId }) => ruleId === rule.id);
    expect(runs.filter(({ skipped }) => skipped === 'limit')).toHaveLength(3);
    expect(await stops(rule.id)).toEqual([{ ruleId: rule.id, reason: 'limit' }]);
    expect(await mailsTo(title)).toEqual(everybody);
    // Where the console has it.
    for (const { text } of await mailsOf(title)) expect(text).toContain(`/staff/admin/rules/${rule.id}\n`);
    await local.advance('PT1H');
    const later = await aCase({ type }, await local.as({ sub: 'amara', groups: ['advisers'] }));
    await local.idle();
    expect(
      (
        await local
          .as({ sub: 'ada', groups: ['admins'] })
          .then((ada) => ada.get<{ items: { text: string }[] }>(`/v1/cases/${later.id}/notes`))
      ).items,
    ).toMatchObject([{ text: 'done' }]);
  });

  test('[AU-16] exactly at its limit, also where fifty events come at once, twice and out of order', async () => {
    const { local } = here();
    const type = await aCaseType();
    const title = `Flood ${type}`;
    const rule = await aRule({
      title,
      for: 'case',
      trigger: { event: 'case-created' },
      condition: is('case.type', type),
      limits: { perHour: 20 },
      actions: [{ do: 'add-tag', tag: 'counted' }],
    });
    await local.faults({ duplicate: 1, reorder: true, seed: 5, fail: [{ function: 'automation', rate: 0.2 }] });
    const by = await local.as({ sub: 'amara', groups: ['advisers'] });
    const cases = await Promise.all(Array.from({ length: 50 }, () => aCase({ type }, by)));
    await local.idle();
    await local.faults({});
    await local.idle();
    const ada = await local.as({ sub: 'ada', groups: ['admins'] });
    const after = await Promise.all(cases.map(({ id }) => ada.get<{ tags: string[] }>(`/v1/cases/${id}`)));
    expect(after.filter(({ tags }) => tags.includes('counted'))).toHaveLength(20);
    expect(await stops(rule.id)).toEqual([{ ruleId: rule.id, reason: 'limit' }]);
    expect(await mailsTo(title)).toEqual(everybody);
  });

  test('[AU-6] [AU-16] at the end of a chain of eight, with an event and a mail to each administrator', async () => {
    const type = await aCaseType();
    const tag = (one: number) => ({ field: 'case.tags', op: 'contains', value: `t${one}` });
    const rules = [];
    for (let one = 0; one < 10; one++)
      rules.push(
        await aRule({
          title: `Chain ${type} ${one}`,
          // The later ones are asked first, so that each needs an event of its own.
          order: -one,
          for: 'case',
          trigger: { event: one === 0 ? 'case-status-changed' : 'case-updated' },
          condition: {
            all: [is('case.type', type), ...(one === 0 ? [] : [tag(one - 1)]), { not: tag(one) }],
          },
          actions: [{ do: 'add-tag', tag: `t${one}` }],
        }),
      );
    const { local } = here();
    const by = await local.as({ sub: 'amara', groups: ['advisers'] });
    const record = await aCase({ type }, by);
    await act(by, `/v1/cases/${record.id}/status`, { status: 'open' });
    await local.idle();
    const ada = await local.as({ sub: 'ada', groups: ['admins'] });
    expect((await ada.get<{ tags: string[] }>(`/v1/cases/${record.id}`)).tags).toEqual(
      Array.from({ length: 8 }, (_, one) => `t${one}`),
    );
    expect(await stops(String(rules[8]?.id))).toEqual([{ ruleId: rules[8]?.id, reason: 'depth' }]);
    expect(await stops(String(rules[9]?.id))).toEqual([]);
    expect(await mailsTo(`Chain ${type} 8`)).toEqual(everybody);
  });
});
