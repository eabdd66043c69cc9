import { describe, expect, test } from 'vitest';
import { epoch, iso } from '#shared/core/records/instants.ts';
import { anEndpoint } from './endpoint.ts';
import { is } from './rule-making.ts';
import { aSegment } from './segment-making.ts';
import { aMappingOfGrades } from './signal-making.ts';
import {
  admin,
  aWorkflow,
  byHand,
  enrol,
  enrolments,
  label,
  labelsOf,
  logOf,
  minutes,
  theOne,
  wait,
} from './workflow-making.ts';
import { aCase, aContact, act, anAlert, busEventsOf, expectRefused, here, put, signIn } from './world.ts';

const day = 24 * 60 * 60_000;
const later = (instant: string, by: number) => iso(epoch(instant) + by);

describe('[WF-2] a wait', () => {
  test('[WF-2] lasts as long as it says, to the millisecond, and never ends early', async () => {
    const { id } = await aWorkflow({ steps: [wait({ for: 'P7D' }), label('written-to')] });
    const contact = await aContact();
    const enrolled = await enrol(id, contact.id);
    expect(enrolled).toMatchObject({
      contactId: contact.id,
      status: 'running',
      step: '/0',
      workflowVersion: 1,
      log: [],
    });
    const until = later(enrolled.since, 7 * day);
    expect(await theOne(id)).toMatchObject({ step: '/0', waitingFor: { why: 'wait', at: until } });
    // The request that looks takes the last millisecond before.
    await here().local.advanceTo(later(until, -2));
    expect(await labelsOf(contact.id)).toEqual([]);
    await here().local.advanceTo(until);
    expect(await labelsOf(contact.id)).toEqual(['written-to']);
    const finished = await theOne(id);
    expect(finished).toMatchObject({ status: 'finished', endedAt: until });
    expect(finished.log.map(({ at }) => at)).toEqual([until, until]);
    expect(logOf(finished)).toEqual(['/0 wait waited', '/1 add-label done']);
  });

  test('[WF-2] one after another do not drift, and those beyond a week come by the sweep', async () => {
    const { id } = await aWorkflow({ steps: [wait({ for: 'P9D' }), label('a'), wait({ for: 'P8D' }), label('b')] });
    const contact = await aContact();
    const { since } = await enrol(id, contact.id);
    const first = later(since, 9 * day);
    await here().local.advanceTo(first);
    expect(await labelsOf(contact.id)).toEqual(['a']);
    await here().local.advanceTo(later(first, 8 * day - 2));
    expect(await labelsOf(contact.id)).toEqual(['a']);
    await here().local.advanceTo(later(first, 8 * day));
    expect(await labelsOf(contact.id)).toEqual(['a', 'b']);
  });

  test('[WF-2] is until an instant, a date of the contact, or not at all where that is past', async () => {
    const until = '{{ contact.attributes.term-ends }}';
    const { id } = await aWorkflow({ repeat: 'always', steps: [wait({ until }), label('over')] });
    const contact = await aContact({ timeZone: 'America/New_York', attributes: { 'term-ends': '2026-12-18' } });
    await enrol(id, contact.id);
    expect((await theOne(id)).waitingFor).toMatchObject({ at: '2026-12-18T05:00:00.000Z' });
    const past = await aContact({ attributes: { 'term-ends': '2026-01-18T10:00:00+01:00' } });
    await enrol(id, past.id);
    await here().local.idle();
    expect(await labelsOf(past.id)).toEqual(['over']);
    const nothing = await aContact();
    const { id: failed } = await enrol(id, nothing.id);
    await here().local.idle();
    expect(await (await admin()).get(`/v1/workflows/${id}/enrollments/${failed}`)).toMatchObject({
      status: 'failed',
      reason: expect.stringContaining('is no instant'),
      log: [{ path: '/0', do: 'wait', outcome: 'no-instant' }],
    });
  });

  test('[WF-2] ends when somebody works', async () => {
    await put('/v1/calendars/mondays', { name: 'Mondays', timeZone: 'UTC', week: { monday: [['09:00', '17:00']] } });
    const { id } = await aWorkflow({
      steps: [wait({ for: 'P1D', at: 'next-working-moment', calendar: 'mondays' }), label('called')],
    });
    const contact = await aContact();
    const { since } = await enrol(id, contact.id);
    const { waitingFor } = await theOne(id);
    const at = String(waitingFor?.at);
    expect(new Date(at).getUTCDay()).toBe(1);
    expect(at.slice(10)).toBe('T09:00:00.000Z');
    expect(epoch(at) - epoch(since)).toBeLessThanOrEqual(9 * day);
  });

  test('[WF-2] ends with an event, or with its time, whichever comes first', async () => {
    const steps = [
      wait({ event: 'case-created', for: 'P3D' }),
      {
        do: 'branch',
        if: { field: 'event.detailType', op: 'exists' },
        then: [label('came')],
        else: [label('stayed-away')],
      },
    ];
    const { id } = await aWorkflow({ steps });
    const [one, other] = [await aContact(), await aContact()];
    await enrol(id, one.id);
    await enrol(id, other.id);
    expect((await enrolments(id)).map(({ waitingFor }) => waitingFor?.event)).toEqual(['case-created', 'case-created']);
    await aCase({ contactId: one.id });
    await here().local.idle();
    expect([await labelsOf(one.id), await labelsOf(other.id)]).toEqual([['came'], []]);
    await here().local.advance('P3D');
    expect([await labelsOf(one.id), await labelsOf(other.id)]).toEqual([['came'], ['stayed-away']]);
    const logs = await enrolments(id);
    expect(logs.map((log) => logOf(log)[0]).sort()).toEqual(['/0 wait event', '/0 wait time-limit']);
  });

  test('[WF-2] about a case ends with what happens to that case alone', async () => {
    const { id } = await aWorkflow({ steps: [wait({ event: 'case-closed' }), label('helped')] });
    const contact = await aContact();
    const [own, other] = [await aCase({ contactId: contact.id }), await aCase({ contactId: contact.id })];
    await enrol(id, contact.id, { caseId: own.id });
    await here().local.idle();
    await act(await signIn('amara', 'advisers'), `/v1/cases/${other.id}/close`, { reason: 'solved' });
    await here().local.idle();
    expect(await labelsOf(contact.id)).toEqual([]);
    await act(await signIn('amara', 'advisers'), `/v1/cases/${own.id}/close`, { reason: 'solved' });
    await here().local.idle();
    expect(await labelsOf(contact.id)).toEqual(['helped']);
  });
});

describe('[WF-1] what begins a workflow', () => {
  test('[WF-1] an event, where its condition holds, once for each record that it is about', async () => {
    const { id } = await aWorkflow({
      trigger: { event: 'alert-created' },
      condition: is('alert.priority', 'high'),
      steps: [wait({ for: minutes(5) })],
    });
    const contact = await aContact();
    await anAlert({ contactId: contact.id, priority: 'low' });
    const alert = await anAlert({ contactId: contact.id, priority: 'high' });
    expect(await theOne(id)).toMatchObject({
      contactId: contact.id,
      context: { alertId: alert.id },
      enrolledBy: { kind: 'workflow', id },
    });
    await anAlert({ contactId: contact.id, priority: 'high' });
    expect((await enrolments(id)).length).toBe(2);
    await anAlert({ priority: 'high' });
    expect((await enrolments(id)).length).toBe(2);
  });

  test('[WF-1] an event each time, or once for a record', async () => {
    const on = { trigger: { event: 'case-status-changed' }, steps: [wait({ for: minutes(5) })] };
    const [once, always] = [await aWorkflow({ ...on }), await aWorkflow({ ...on, repeat: 'always' })];
    const { id } = await aCase({ contactId: (await aContact()).id });
    for (const status of ['open', 'waiting', 'open'])
      await act(here().as.manager, `/v1/cases/${id}/status`, { status });
    expect((await enrolments(once.id)).length).toBe(1);
    expect((await enrolments(always.id)).length).toBe(3);
  });

  test('[WF-1] a form of a type that a requester sent', async () => {
    const { id } = await aWorkflow({
      trigger: { event: 'form-submitted', caseType: 'academic-concern' },
      steps: [label('asked-us')],
    });
    await aCase({ contactId: 'S101' });
    expect(await enrolments(id)).toEqual([]);
    const { as } = here();
    const sent = await act(as['requester, a starter'], '/v1/cases', {
      type: 'academic-concern',
      subject: 'I fall behind',
      fields: { course: 'MATH-101' },
    });
    expect(sent.status, JSON.stringify(sent.body)).toBe(201);
    expect(await theOne(id)).toMatchObject({
      contactId: 'S101',
      context: { caseId: sent.body.id },
      status: 'finished',
    });
  });

  test('[WF-1] a rule, and a step of another workflow, which may go round where somebody waits', async () => {
    const inner = await aWorkflow({ repeat: 'always', steps: [wait({ for: minutes(1) }), label('inner')] });
    const outer = await aWorkflow({ steps: [{ do: 'enroll', workflow: inner.id }] });
    const rule = await (await admin()).post<{ id: string }>('/v1/rules', {
      title: 'Enrol',
      for: 'alert',
      trigger: { event: 'alert-created' },
      actions: [{ do: 'enroll', workflow: outer.id }],
    });
    expect(rule.id).toMatch(/./);
    const contact = await aContact();
    const alert = await anAlert({ contactId: contact.id });
    const enrolled = await theOne(outer.id);
    expect(enrolled).toMatchObject({ status: 'finished', context: { alertId: alert.id } });
    const [entry] = enrolled.log;
    expect((await theOne(inner.id)).id).toBe(entry?.made?.enrollmentId);
    await here().local.advance('PT1M');
    expect(await labelsOf(contact.id)).toEqual(['inner']);
  });

  test('[WF-1] a signal of its mapping, which a wait hears too, and who leaves a segment', async () => {
    const [mapping, other] = [await aMappingOfGrades(), await aMappingOfGrades()];
    const segment = await aSegment({ field: 'contact.labels', op: 'contains', value: 'enrolled' });
    const onSignal = await aWorkflow({
      trigger: { event: 'signal', mapping },
      steps: [label('heard'), wait({ event: 'signal', for: 'P1D' }), label('heard-again')],
    });
    const onLeaving = await aWorkflow({ trigger: { event: 'segment-left', segment }, steps: [label('has-left')] });
    const contact = await aContact({ labels: ['enrolled'] });
    await here().local.idle();
    const says = async (DetailType: string) => {
      await here().local.putEvents([{ Source: 'sis', DetailType, Detail: { contactId: contact.id, value: 1 } }]);
      await here().local.idle();
    };
    await says(other);
    expect(await enrolments(onSignal.id)).toEqual([]);
    await says(mapping);
    expect(await theOne(onSignal.id)).toMatchObject({ contactId: contact.id, step: '/1', status: 'running' });
    expect(await enrolments(onLeaving.id)).toEqual([]);
    const labels = (await labelsOf(contact.id)).filter((one) => one !== 'enrolled');
    await (await admin()).send('PATCH', `/v1/contacts/${contact.id}`, {
      body: { labels },
      headers: { 'if-match': '*' },
    });
    await here().local.idle();
    expect(await theOne(onLeaving.id)).toMatchObject({ contactId: contact.id, status: 'finished' });
    await says(other);
    expect(logOf(await theOne(onSignal.id))).toEqual(['/0 add-label done', '/1 wait event', '/2 add-label done']);
    expect(await labelsOf(contact.id)).toEqual(['heard', 'has-left', 'heard-again']);
  });

  test('[WF-2] somebody by hand, once each person and record; a second time is refused', async () => {
    const { id } = await aWorkflow({ steps: [label('in')] });
    const contact = await aContact();
    await enrol(id, contact.id);
    const again = (body: object) => act(here().as.admin, `/v1/workflows/${id}/enrollments`, body);
    expectRefused(await again({ contactId: contact.id }), 409, 'already-enrolled');
    expectRefused(await again({ contactId: contact.id, context: { term: '2027-SP' } }), 409, 'already-enrolled');
    const { id: caseId } = await aCase({ contactId: contact.id });
    expect((await again({ contactId: contact.id, context: { caseId } })).status).toBe(201);
    expectRefused(await again({ contactId: contact.id, context: { caseId } }), 409, 'already-enrolled');
    expectRefused(await again({ contactId: 'nobody' }), 422, undefined, ['/contactId']);
    expectRefused(await again({ contactId: contact.id, context: { caseId: 'none' } }), 422, undefined, [
      '/context/caseId',
    ]);
    const always = await aWorkflow({ repeat: 'always', steps: [label('in')] });
    await enrol(always.id, contact.id);
    await enrol(always.id, contact.id);
    expect((await enrolments(always.id)).length).toBe(2);
  });
});

describe('[AU-16] a workflow that runs wild', () => {
  test('[AU-16] enrols so many in an hour, says once that it was stopped, and goes on in the next', async () => {
    const { id } = await aWorkflow({
      trigger: { event: 'alert-created' },
      limits: { perHour: 2 },
      steps: [label('in')],
    });
    const raise = async () => anAlert({ contactId: (await aContact()).id });
    for (let one = 0; one < 4; one++) await raise();
    expect((await enrolments(id)).length).toBe(2);
    const stopped = (await here().local.busEvents()).filter((event) => event['detail-type'] === 'Rule Stopped');
    expect(stopped.map(({ detail }) => detail)).toMatchObject([
      { subject: { id: `workflows/${id}` }, after: { ruleId: `workflow:${id}`, reason: 'limit' } },
    ]);
    await here().local.advance('PT1H');
    await anAlert({ contactId: (await aContact()).id }, await signIn('amara', 'advisers'));
    expect((await enrolments(id)).length).toBe(3);
  });

  test('[AU-16] does not follow what it caused itself', async () => {
    const { id } = await aWorkflow({
      trigger: { event: 'alert-created' },
      repeat: 'always',
      steps: [{ do: 'create-alert', alert: { type: 'attendance', priority: 'low', course: { code: 'MATH-101' } } }],
    });
    const contact = await aContact();
    await anAlert({ contactId: contact.id });
    expect((await enrolments(id)).length).toBe(1);
  });
});

describe('[WF-1] steps', () => {
  test('[WF-1] set a property and labels, branch by what they find, and finish', async () => {
    const { id } = await aWorkflow({
      steps: [
        { do: 'set-property', property: 'attributes.stage', value: 'second' },
        {
          do: 'branch',
          if: is('contact.attributes.stage', 'second'),
          then: [label('a'), { do: 'branch', if: is('contact.name', 'nobody'), then: [label('b')] }, label('c')],
          else: [label('d')],
        },
        { do: 'remove-label', label: 'a' },
        { do: 'finish' },
        label('never'),
      ],
    });
    const contact = await aContact();
    await enrol(id, contact.id);
    const done = await theOne(id);
    expect(logOf(done)).toEqual([
      '/0 set-property done',
      '/1 branch then',
      '/1/then/0 add-label done',
      '/1/then/1 branch else',
      '/1/then/2 add-label done',
      '/2 remove-label done',
      '/3 finish finished',
    ]);
    expect(done.log[1]?.explanation).toMatchObject({ field: 'contact.attributes.stage', value: 'second', held: true });
    expect(await labelsOf(contact.id)).toEqual(['c']);
  });

  test('[WF-1] make alerts, cases and tasks; a task goes to the case at hand, else to the newest open one', async () => {
    const task = { do: 'create-task', task: { title: 'Call them' } };
    const { id } = await aWorkflow({
      steps: [
        task,
        { do: 'create-alert', alert: { type: 'attendance', priority: 'high', course: { code: 'MATH-101' } } },
        { do: 'create-case', case: { type: 'academic-concern', subject: 'From a workflow', fields: {} } },
        task,
      ],
    });
    const contact = await aContact();
    await enrol(id, contact.id);
    const { log, status } = await theOne(id);
    expect(status).toBe('finished');
    expect(log.map(({ outcome }) => outcome)).toEqual(['no-case', 'done', 'done', 'done']);
    const made = log.map((entry) => entry.made);
    const alert = await here().as.admin.get(`/v1/alerts/${made[1]?.alertId}`);
    expect(alert).toMatchObject({ contactId: contact.id, createdBy: { kind: 'workflow', id } });
    const tasks = await here().as.admin.get<{ items: object[] }>(`/v1/cases/${made[2]?.caseId}/tasks`);
    expect(tasks.items).toMatchObject([{ id: made[3]?.taskId, title: 'Call them' }]);
  });

  test('[WF-1] call a webhook about the contact, and go on where it is switched off', async () => {
    const { url, got } = await anEndpoint();
    const hook = { name: 'The library', url, events: ['Case Created'] };
    await put('/v1/webhooks/library', hook);
    await put('/v1/webhooks/closed', { ...hook, enabled: false });
    const { id } = await aWorkflow({
      steps: [{ do: 'call-webhook', webhook: 'library' }, { do: 'call-webhook', webhook: 'closed' }, label('went-on')],
    });
    const contact = await aContact();
    const { id: enrollmentId } = await enrol(id, contact.id);
    expect((await theOne(id)).log.map(({ outcome }) => outcome)).toEqual(['done', 'disabled', 'done']);
    await here().local.advance('PT1S');
    await here().local.idle();
    expect(got.map(({ body }) => body)).toMatchObject([
      {
        type: 'Webhook Requested',
        data: {
          contactId: contact.id,
          after: { webhook: 'library', data: { enrollmentId, workflow: id, step: '/0' } },
        },
      },
    ]);
    const nowhere = { title: 'W', trigger: byHand, steps: [{ do: 'call-webhook', webhook: 'none' }] };
    expectRefused(await act(await admin(), '/v1/workflows', nowhere), 422, undefined, ['/steps/0/webhook']);
  });

  test('[WF-1] a call of a webhook that fails is in the log, and the enrolment goes on', async () => {
    let status = 500;
    const { url } = await anEndpoint(() => status);
    for (const key of ['flaky', 'dead']) await put(`/v1/webhooks/${key}`, { name: key, url, events: ['Case Created'] });
    const { id } = await aWorkflow({
      steps: [{ do: 'call-webhook', webhook: 'flaky' }, { do: 'call-webhook', webhook: 'dead' }, label('went-on')],
    });
    await enrol(id, (await aContact()).id);
    const outcomes = async () => {
      await here().local.idle();
      const one = await theOne(id);
      const alone = await (await admin()).get<typeof one>(`/v1/workflows/${id}/enrollments/${one.id}`);
      expect(alone).toEqual(one);
      return [one.status, ...one.log.map(({ outcome }) => outcome)];
    };
    await here().local.advance('PT1S');
    expect(await outcomes()).toEqual(['finished', 'failing', 'failing', 'done']);
    await put('/v1/webhooks/dead', { name: 'dead', url, events: ['Case Created'], enabled: false });
    status = 204;
    await here().local.advance('PT10M');
    expect(await outcomes()).toEqual(['finished', 'done', 'failed', 'done']);
  });

  test('[WF-1] that are refused say why, and the enrolment goes on', async () => {
    const { id } = await aWorkflow({
      steps: [{ do: 'create-alert', alert: { type: 'attendance', priority: 'high' } }, label('went-on')],
    });
    const contact = await aContact();
    await enrol(id, contact.id);
    expect((await theOne(id)).log.map(({ outcome }) => outcome)).toEqual(['required', 'done']);
  });

  test('[WF-3] mail somebody a week after a call, only if the case is still open', async () => {
    await put('/v1/templates/how-is-it', {
      name: 'How is it',
      subject: 'How is it going, {{ case.reference }}?',
      text: 'Tell us.',
    });
    const { id } = await aWorkflow({
      trigger: { event: 'activity-completed' },
      condition: is('event.detail.after.activity.type', 'phone-call'),
      steps: [
        wait({ for: 'P7D' }),
        {
          do: 'branch',
          if: { field: 'case.category', op: 'in', value: ['to-do', 'in-progress'] },
          then: [{ do: 'send-mail', template: 'how-is-it', to: { contact: true } }],
        },
      ],
    });
    const contact = await aContact();
    const open = await aCase({ contactId: contact.id });
    const closed = await aCase({ contactId: contact.id });
    for (const one of [open, closed])
      await act(here().as.manager, `/v1/cases/${one.id}/activities`, {
        type: 'phone-call',
        subject: 'They called',
        status: 'completed',
      });
    expect((await enrolments(id)).length).toBe(2);
    await act(here().as.manager, `/v1/cases/${closed.id}/close`, { reason: 'solved' });
    await here().local.advance('P7D');
    expect(
      (await here().local.mails(contact.email)).filter(({ subject }) => subject.startsWith('How is it')),
    ).toHaveLength(1);
    expect((await enrolments(id)).map(({ status }) => status)).toEqual(['finished', 'finished']);
  });

  test('[WF-5] are not done where the exit condition holds, asked anew before each', async () => {
    const { id } = await aWorkflow({
      exit: { field: 'contact.labels', op: 'contains', value: 'enough' },
      steps: [label('one'), wait({ for: minutes(10) }), label('two')],
    });
    const contact = await aContact();
    await enrol(id, contact.id);
    await here().local.idle();
    const path = `/v1/contacts/${contact.id}`;
    await put(path, { name: contact.name, labels: ['one', 'enough'] });
    await here().local.advance('PT10M');
    expect(await labelsOf(contact.id)).toEqual(['one', 'enough']);
    expect(await theOne(id)).toMatchObject({ status: 'finished', reason: 'exit' });
  });
});

describe('[WF-2] an enrolment', () => {
  test('[WF-2] is aborted, says so on the bus, and nothing more happens in it', async () => {
    const { id } = await aWorkflow({ steps: [wait({ event: 'case-created', for: 'P1D' }), label('never')] });
    const contact = await aContact();
    const { id: eid } = await enrol(id, contact.id);
    await here().local.idle();
    const path = `/v1/workflows/${id}/enrollments/${eid}/abort`;
    expect(await act(await admin(), path)).toMatchObject({
      status: 200,
      body: { status: 'aborted', reason: 'by-hand' },
    });
    expectRefused(await act(await admin(), path), 409, 'not-running');
    await aCase({ contactId: contact.id });
    await here().local.advance('P2D');
    expect(await labelsOf(contact.id)).toEqual([]);
    const finished = (await busEventsOf(contact.id)).filter((event) => event['detail-type'] === 'Workflow Finished');
    expect(finished.map(({ detail }) => detail)).toMatchObject([
      { actor: { kind: 'user', id: 'ada' }, after: { enrollmentId: eid, workflow: id, status: 'aborted' } },
    ]);
  });

  test('[WF-2] is listed by where it is, and shown to who may know of it', async () => {
    const { id } = await aWorkflow({ groups: ['advisers'], steps: [wait({ for: 'P1D' }), wait({ for: 'P1D' })] });
    const contacts = [await aContact(), await aContact(), await aContact()];
    for (const contact of contacts) await enrol(id, contact.id);
    await here().local.advance('P1D');
    const late = await aContact();
    await enrol(id, late.id);
    const ids = (query: string) => enrolments(id, query).then((all) => all.map(({ contactId }) => contactId));
    expect(await ids('step=/0')).toEqual([late.id]);
    expect((await ids('step=/1')).sort()).toEqual(contacts.map((contact) => contact.id).sort());
    expect(await ids('status=finished')).toEqual([]);
    expect(await ids(`contactId=${late.id}`)).toEqual([late.id]);
    const amara = await signIn('amara', 'advisers');
    expect((await amara.send('GET', `/v1/workflows/${id}/enrollments`)).status).toBe(200);
    expectRefused(await (await signIn('dev', 'tutors')).send('GET', `/v1/workflows/${id}/enrollments`), 403);
    expectRefused(
      await act(await signIn('dev', 'tutors'), `/v1/workflows/${id}/enrollments`, { contactId: late.id }),
      403,
    );
  });
});

describe('[WF-1] a workflow', () => {
  test('[WF-1] is refused with every fault of it at once', async () => {
    const send = (body: object) => act(here().as.admin, '/v1/workflows', { title: 'W', trigger: byHand, ...body });
    const steps = [
      wait({}),
      wait({ event: 'nonsense' }),
      wait({ until: 'tomorrow' }),
      wait({ for: { amount: 1, unit: 'days', time: 'working' } }),
      { do: 'nonsense' },
      { do: 'branch', if: is('contact.nonsense', 1), then: [{ do: 'set-property', property: 'nonsense', value: 1 }] },
    ];
    expectRefused(await send({ steps: steps.slice(0, 1) }), 400, undefined, ['/steps/0']);
    expectRefused(await send({ steps: [steps[1]] }), 400, undefined, ['/steps/0/event']);
    expectRefused(await send({ steps: [steps[2]] }), 400, undefined, ['/steps/0/until']);
    expectRefused(await send({ steps: [wait({ until: '{{ person.ends }}' })] }), 400, undefined, ['/steps/0/until']);
    expectRefused(await send({ steps: [steps[3]] }), 400, undefined, ['/steps/0/calendar']);
    const nowhere = { event: 'segment-joined', segment: 'nonsense' };
    expectRefused(await send({ trigger: nowhere, steps: [label('x')] }), 422, undefined, ['/trigger/segment']);
    expectRefused(await send({ steps: [steps[4]] }), 400, undefined, ['/steps/0/do']);
    expectRefused(await send({ steps: [steps[5]] }), 400, undefined, ['/steps/0/if/field', '/steps/0/then/0/property']);
    expectRefused(await send({ steps: [{ do: 'branch', if: is('contact.nonsense', 1), then: [] }] }), 400, undefined, [
      '/steps/0/if/field',
    ]);
    expectRefused(await send({ steps: [] }), 400, undefined, ['/steps']);
    const none = { do: 'enroll', workflow: 'none' };
    const nested = { do: 'branch', if: is('contact.nonsense', 1), then: [none, { do: 'nonsense' }], else: [none] };
    const hidden = [wait({ until: '2026-02-30' }), { do: 'add-label', label: 3 }, none, nested];
    expectRefused(await send({ respect: { quietHours: 3 }, groups: ['none'], steps: hidden }), 400, undefined, [
      '/groups/0',
      '/respect/quietHours',
      '/steps/0/until',
      '/steps/1/label',
      '/steps/2/workflow',
      '/steps/3/else/0/workflow',
      '/steps/3/if/field',
      '/steps/3/then/0/workflow',
      '/steps/3/then/1/do',
    ]);
    expectRefused(await send({ steps: [{ do: 'enroll', workflow: 'none' }] }), 422, undefined, ['/steps/0/workflow']);
    expectRefused(
      await send({ steps: [{ do: 'send-mail', template: 'none', to: { contact: true } }] }),
      422,
      undefined,
      ['/steps/0/template'],
    );
  });
});
