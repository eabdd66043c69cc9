import { afterEach, describe, expect, test } from 'vitest';
import { aRule, is, note, notesOn, removeRules } from './rule-making.ts';
import { aCase, aCaseType, aContact, act, here, put, runsOn } from './world.ts';

const noteOn = async (event: string, type: string, more: object[] = []) =>
  aRule({
    for: 'case',
    trigger: { event },
    condition: { all: [is('case.type', type), ...more] },
    actions: [note(event)],
  });

describe('[AU-10] what sets off rules beside alerts and cases themselves', () => {
  afterEach(removeRules);

  test('[AU-10] a call that is logged as done, one that is completed, and one that is cancelled', async () => {
    const type = await aCaseType();
    for (const event of ['activity-created', 'activity-completed', 'activity-cancelled'])
      await noteOn(event, type, [is('event.detail.after.activity.type', 'call')]);
    const made = async (body: object) => {
      const record = await aCase({ type });
      const path = `/v1/cases/${record.id}/activities`;
      const { body: one } = await act<{ id: string }>(here().as.manager, path, {
        type: 'call',
        subject: 'Ring',
        ...body,
      });
      return { record, path: `${path}/${one.id}` };
    };
    const logged = await made({ status: 'completed' });
    expect((await notesOn('cases', logged.record.id)).sort()).toEqual(['activity-completed', 'activity-created']);
    const planned = await made({ status: 'scheduled', at: '2027-01-11T15:00:00Z' });
    await here().local.idle();
    await act(here().as.manager, `${planned.path}/complete`);
    expect((await notesOn('cases', planned.record.id)).sort()).toEqual(['activity-completed', 'activity-created']);
    const dropped = await made({ status: 'scheduled', at: '2027-01-11T15:00:00Z' });
    await here().local.idle();
    await act(here().as.manager, `${dropped.path}/cancel`);
    expect((await notesOn('cases', dropped.record.id)).sort()).toEqual(['activity-cancelled', 'activity-created']);
  });

  test('[AU-10] an appointment that is made, changed and missed', async () => {
    const type = await aCaseType();
    for (const event of ['appointment-created', 'appointment-updated', 'appointment-missed']) await noteOn(event, type);
    const record = await aCase({ type });
    const path = `/v1/cases/${record.id}/appointments`;
    const { body: one } = await act<{ id: string }>(here().as.manager, path, {
      title: 'Talk',
      startsAt: '2027-01-11T15:00:00Z',
      endsAt: '2027-01-11T15:30:00Z',
    });
    await here().local.idle();
    const changes = { body: { title: 'A talk' }, headers: { 'if-match': '*' } };
    await here().as.manager.send('PATCH', `${path}/${one.id}`, changes);
    await here().local.idle();
    await act(here().as.manager, `${path}/${one.id}/no-show`);
    expect((await notesOn('cases', record.id)).sort()).toEqual([
      'appointment-created',
      'appointment-missed',
      'appointment-updated',
    ]);
  });

  test('[AU-10] a merge sets off a rule once for each of the two, a conversion and a release once', async () => {
    const type = await aCaseType();
    for (const event of ['case-merged', 'case-converted', 'case-unassigned']) await noteOn(event, type);
    const contact = await aContact();
    const [one, into] = [await aCase({ type, contactId: contact.id }), await aCase({ type, contactId: contact.id })];
    await act(here().as.manager, `/v1/cases/${one.id}/merge`, { into: into.id });
    await here().local.idle();
    const merged = async (id: string) => (await runsOn(id)).filter(({ matched }) => matched).length;
    expect([await merged(one.id), await merged(into.id)]).toEqual([1, 1]);
    const other = await aCase({ type: await aCaseType() });
    await act(here().as.manager, `/v1/cases/${other.id}/convert`, { type, targets: 'keep' });
    await act(here().as.manager, `/v1/cases/${other.id}/claim`);
    await act(here().as.manager, `/v1/cases/${other.id}/release`);
    expect((await notesOn('cases', other.id)).sort()).toEqual(['case-converted', 'case-unassigned']);
  });

  test('[AU-10] [AU-4] a contact that is new or changed, on which a rule sets labels and properties', async () => {
    const label = 'newcomer';
    await aRule({
      for: 'contact',
      trigger: { event: 'contact-created' },
      condition: is('contact.attributes.origin', 'story'),
      actions: [
        { do: 'add-label', label },
        { do: 'set-property', property: 'attributes.stage', value: 'first' },
        { do: 'set-property', property: 'network.adviser', value: 'ben' },
      ],
    });
    await aRule({
      for: 'contact',
      trigger: { event: 'contact-updated' },
      condition: { field: 'contact.labels', op: 'contains', value: label },
      actions: [
        {
          do: 'create-case',
          join: 'open-case',
          case: { type: 'academic-concern', subject: 'Welcome', assignee: { network: 'adviser' } },
        },
      ],
    });
    const contact = await aContact({ attributes: { origin: 'story' } });
    await here().local.idle();
    expect(await here().as.admin.get(`/v1/contacts/${contact.id}`)).toMatchObject({
      labels: [label],
      attributes: { origin: 'story', stage: 'first' },
      network: { adviser: { user: 'ben' } },
    });
    const runs = (await runsOn(contact.id)).filter(({ matched }) => matched);
    expect(runs.map(({ recordId, actions }) => [recordId, actions[0]?.do])).toContainEqual([contact.id, 'add-label']);
    expect((await here().as.admin.get<{ items: object[] }>(`/v1/contacts/${contact.id}/cases`)).items).toMatchObject([
      { subject: 'Welcome', assignee: { user: 'ben' }, createdBy: { kind: 'rule' } },
    ]);
  });

  test('[AU-1] a rule that was saved before something happened applies to it, always', async () => {
    const { local } = here();
    const type = await aCaseType();
    await local.faults({ duplicate: 0.5, reorder: true, seed: 21 });
    for (let round = 0; round < 8; round++) {
      const tag = `round-${round}`;
      await aRule({
        for: 'case',
        trigger: { event: 'case-created' },
        condition: is('case.subject', tag),
        actions: [{ do: 'add-tag', tag }],
      });
      // Nothing is waited for: consumers that know the rules of a moment ago are at work.
      const made = await Promise.all([aCase({ type, subject: 'other' }), aCase({ type, subject: tag })]);
      if (round % 2 === 0) await local.idle();
      await put('/v1/groups/tutors', await here().as.admin.get<object>('/v1/groups/tutors').then(withoutBook));
      await local.idle();
      const found = await here().as.admin.get<{ tags: string[] }>(`/v1/cases/${made[1].id}`);
      expect(found.tags).toEqual([tag]);
    }
    await local.faults({});
  });
});

const withoutBook = (found: object): object => {
  const {
    key: _k,
    version: _v,
    createdAt: _c,
    createdBy: _b,
    updatedAt: _u,
    ...value
  } = found as Record<string, unknown>;
  return value;
};
