import { afterEach, describe, expect, test } from 'vitest';
import type { Condition } from '#shared/core/conditions/condition.ts';
import { anEndpoint } from './endpoint.ts';
import { aRule, is, note, notesOn, removeRules } from './rule-making.ts';
import { aSegment, escalatedWithoutCase, escalateWhileRead } from './segment-making.ts';
import {
  admin,
  aWorkflow,
  enrol,
  enrolments,
  label,
  labelsOf,
  logOf,
  minutes,
  theOne,
  wait,
} from './workflow-making.ts';
import { aCase, aContact, act, anAlert, here, put, unique } from './world.ts';

// Conditions that ask what a contact has beside the record of the event, wherever one may stand.

const twice: Condition = { count: 'alerts', within: 'P1D', op: 'gte', value: 2 };
const openCase: Condition = {
  some: 'cases',
  where: { field: 'case.category', op: 'in', value: ['to-do', 'in-progress'] },
};
const labelled = (name: string): Condition => ({ field: 'contact.labels', op: 'contains', value: name });
const inside = (segment: string): Condition => ({ field: 'contact.segments', op: 'contains', value: segment });

describe('[AU-3] [SE-1] the condition of a rule', () => {
  afterEach(removeRules);

  test('[AU-3] [SE-1] asks what the contact of the record has, has not, and how often within a time', async () => {
    const contact = await aContact();
    const mine = is('contact.id', contact.id);
    const about = (condition: Condition, text: string) =>
      aRule({
        for: 'alert',
        trigger: { event: 'alert-created' },
        condition: { all: [mine, condition] },
        actions: [note(text)],
      });
    await about(openCase, 'some');
    await about({ none: 'cases' }, 'none');
    await about(twice, 'twice');
    const first = await anAlert({ contactId: contact.id });
    expect(await notesOn('alerts', first.id)).toEqual(['none']);
    await aCase({ contactId: contact.id });
    await here().local.idle();
    const second = await anAlert({ contactId: contact.id });
    expect((await notesOn('alerts', second.id)).sort()).toEqual(['some', 'twice']);
    await here().local.advance('P2D');
    const third = await anAlert({ contactId: contact.id }, await admin());
    expect(await notesOn('alerts', third.id)).toEqual(['some']);
  });

  test('[AU-3] [SE-1] about a contact asks by a plain field whether some of what it has is so', async () => {
    const [one, other] = [await aContact(), await aContact()];
    await aRule({
      for: 'contact',
      trigger: { event: 'contact-updated' },
      condition: {
        all: [is('alert.priority', 'critical'), { field: 'contact.id', op: 'in', value: [one.id, other.id] }],
      },
      actions: [{ do: 'add-label', label: 'worried-about' }],
    });
    for (const priority of ['low', 'critical']) await anAlert({ contactId: one.id, priority });
    await anAlert({ contactId: other.id, priority: 'low' });
    await here().local.idle();
    for (const { id, email } of [one, other]) await put(`/v1/contacts/${id}`, { name: 'Renamed', email });
    await here().local.idle();
    expect([await labelsOf(one.id), await labelsOf(other.id)]).toEqual([['worried-about'], []]);
  });

  test('[AU-3] [SE-3] asks which segments the contact is in, and finds none where there is no contact', async () => {
    const name = unique('mark-');
    const segment = await aSegment(labelled(name));
    const contact = await aContact();
    const id = is('case.subject', name);
    const about = (condition: Condition, text: string) =>
      aRule({
        for: 'case',
        trigger: { event: 'case-created' },
        condition: { all: [id, condition] },
        actions: [note(text)],
      });
    await about(inside(segment), 'inside');
    await about({ not: inside(segment) }, 'outside');
    const raised = async (by: object) => {
      const record = await aCase({ subject: name, ...by });
      return notesOn('cases', record.id);
    };
    expect(await raised({ contactId: contact.id })).toEqual(['outside']);
    await put(`/v1/contacts/${contact.id}`, { name: contact.name, email: contact.email, labels: [name] });
    await here().local.idle();
    expect(await raised({ contactId: contact.id })).toEqual(['inside']);
    expect(await raised({})).toEqual(['outside']);
  });
});

describe('[WF-1] [SE-1] the conditions of a workflow', () => {
  test('[WF-1] [SE-1] ask what the contact has: which begins it, where it goes on, and what ends it', async () => {
    const name = unique('mark-');
    const segment = await aSegment(labelled(name));
    const { id } = await aWorkflow({
      trigger: { event: 'alert-created' },
      condition: { all: [is('alert.description', name), twice] },
      exit: { some: 'cases', where: is('case.priority', 'critical') },
      steps: [
        { do: 'branch', if: inside(segment), then: [label('known')], else: [label('unknown')] },
        wait({ for: minutes(5) }),
        label('later'),
      ],
    });
    const [one, other] = [await aContact({ labels: [name] }), await aContact()];
    await here().local.idle();
    for (const contactId of [one.id, one.id, other.id]) {
      await anAlert({ contactId, description: name });
      await here().local.idle();
    }
    expect((await enrolments(id)).map(({ contactId }) => contactId)).toEqual([one.id]);
    await anAlert({ contactId: other.id, description: name });
    expect((await enrolments(id)).map(({ contactId }) => contactId).sort()).toEqual([one.id, other.id].sort());
    expect([await labelsOf(one.id), await labelsOf(other.id)]).toEqual([[name, 'known'], ['unknown']]);
    await aCase({ contactId: other.id, priority: 'critical' });
    await here().local.advance('PT6M');
    const logs = new Map((await enrolments(id)).map((enrolment) => [enrolment.contactId, logOf(enrolment)]));
    expect(logs.get(one.id)?.at(-1)).toBe('/2 add-label done');
    expect(logs.get(other.id)?.at(-1)).toContain('exit exit');
    expect(await labelsOf(other.id)).toEqual(['unknown']);
  });

  test('[WF-1] [SE-1] never hold of what was so at no instant, though it changes while it is read', async () => {
    const branch = { do: 'branch', if: escalatedWithoutCase, then: [label('never')], else: [label('as-it-was')] };
    const { id } = await aWorkflow({ steps: [wait({ for: minutes(5) }), branch] });
    const contact = await aContact();
    const alert = await anAlert({ contactId: contact.id });
    await enrol(id, contact.id);
    await here().local.idle();
    escalateWhileRead(alert.id, 'wake');
    await here().local.advance('PT6M');
    expect(logOf(await theOne(id))).toContain('/1 branch else');
    expect(await here().as.admin.get(`/v1/alerts/${alert.id}`)).toHaveProperty('caseId');
  });

  test('[WF-2] ask for the hours of a calendar', async () => {
    const calendar = unique('hours-');
    await put(`/v1/calendars/${calendar}`, {
      name: 'Always',
      timeZone: 'UTC',
      week: Object.fromEntries(
        ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map((day) => [
          day,
          [['00:00', '24:00']],
        ]),
      ),
    });
    const { id } = await aWorkflow({
      steps: [{ do: 'branch', if: { now: 'working', calendar }, then: [label('now')], else: [label('not-now')] }],
    });
    const contact = await aContact();
    await enrol(id, contact.id);
    expect(logOf(await theOne(id))[0]).toBe('/0 branch then');
  });
});

describe('[WH-1] [SE-1] the condition of a webhook', () => {
  test('[WH-1] [SE-1] asks what the contact has, and which segments it is in', async () => {
    const { url, got } = await anEndpoint();
    const name = unique('mark-');
    const segment = await aSegment(labelled(name));
    await put(`/v1/webhooks/${unique('hook-')}`, {
      name: 'Those with a case',
      url,
      events: ['Alert Created'],
      condition: { all: [inside(segment), openCase] },
    });
    const [one, other] = [await aContact({ labels: [name] }), await aContact()];
    await here().local.idle();
    const sent = async () => {
      await here().local.idle();
      await here().local.advance('PT1S');
      await here().local.idle();
      return got.map(({ body }) => (body.data.subject as { id: string }).id);
    };
    await anAlert({ contactId: one.id });
    expect(await sent()).toEqual([]);
    for (const { id } of [one, other]) await aCase({ contactId: id });
    await here().local.idle();
    const [wanted] = [await anAlert({ contactId: one.id }), await anAlert({ contactId: other.id })];
    expect(await sent()).toEqual([wanted.id]);
    await act(here().as.manager, `/v1/alerts/${wanted.id}/start`);
    expect(await sent()).toEqual([wanted.id]);
  });
});
