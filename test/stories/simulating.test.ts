import { describe, expect, test } from 'vitest';
import { epoch, iso } from '#shared/core/records/instants.ts';
import { is } from './rule-making.ts';
import { aSegment } from './segment-making.ts';
import { admin, aWorkflow, byHand, enrolments, label, labelsOf, wait } from './workflow-making.ts';
import { aCase, aContact, act, expectRefused, here, put, unique } from './world.ts';

interface Simulation {
  steps: {
    path: string;
    at: string;
    do: string;
    outcome: string;
    mail?: { to: string[]; subject: string; text: string };
  }[];
  status: string;
  waitingFor?: object;
}

const simulate = async (body: object) => (await admin()).post<Simulation>('/v1/workflows/simulate', body);
const linesOf = ({ steps }: Simulation) => steps.map((step) => `${step.at} ${step.path} ${step.do} ${step.outcome}`);

describe('[WF-4] a simulation', () => {
  test('[WF-4] [AU-3] asks what the contact has and which segments it is in', async () => {
    const mark = unique('mark-');
    const segment = await aSegment({ field: 'contact.labels', op: 'contains', value: mark });
    const workflow = {
      title: 'Whom we know',
      trigger: byHand,
      condition: { some: 'cases' },
      steps: [
        {
          do: 'branch',
          if: { field: 'contact.segments', op: 'contains', value: segment },
          then: [label('known')],
          else: [label('unknown')],
        },
      ],
    };
    const [one, other] = [await aContact({ labels: [mark] }), await aContact()];
    await aCase({ contactId: one.id });
    await here().local.idle();
    const [known, unknown] = [
      await simulate({ workflow, contactId: one.id }),
      await simulate({ workflow, contactId: other.id }),
    ];
    expect([known, unknown].map(({ steps }) => steps[0]?.outcome)).toEqual(['then', 'else']);
    expect([known, unknown]).toMatchObject([{ condition: { held: true } }, { condition: { held: false } }]);
  });

  test('[WF-4] shows each step at its instant, branches with their reasons and mails as rendered, and writes nothing', async () => {
    await put('/v1/templates/hello', {
      name: 'Hello',
      subject: 'Hello {{ contact.name }}',
      text: 'Dear {{ contact.name }},',
    });
    const contact = await aContact({ attributes: { year: 1 } });
    const before = await here().eventsSoFar();
    const workflow = {
      title: 'Welcome',
      trigger: byHand,
      steps: [
        { do: 'set-property', property: 'attributes.welcomed', value: true },
        wait({ for: 'P7D' }),
        {
          do: 'branch',
          if: is('contact.attributes.welcomed', true),
          then: [{ do: 'send-mail', template: 'hello', to: { contact: true } }],
        },
        { do: 'create-case', case: { type: 'academic-concern', subject: 'Welcome', fields: {} } },
        { do: 'create-task', task: { title: 'Ring them' } },
      ],
    };
    const from = '2026-12-01T09:00:00.000Z';
    const simulation = await simulate({ workflow, contactId: contact.id, from });
    const week = iso(epoch(from) + 7 * 24 * 60 * 60_000);
    expect(linesOf(simulation)).toEqual([
      `${from} /0 set-property done`,
      `${week} /1 wait waited`,
      `${week} /2 branch then`,
      `${week} /2/then/0 send-mail done`,
      `${week} /3 create-case done`,
      `${week} /4 create-task done`,
    ]);
    expect(simulation.steps[2]).toMatchObject({ explanation: { value: true, held: true } });
    expect(simulation.steps[3]?.mail).toMatchObject({ to: [contact.email], subject: `Hello ${contact.name}` });
    expect(simulation.status).toBe('finished');
    expect(await here().eventsSoFar()).toBe(before);
    expect(await here().as.admin.get(`/v1/contacts/${contact.id}`)).toMatchObject({ attributes: { year: 1 } });
    expect(await here().local.mails(contact.email)).toEqual([]);
  });

  test('[WF-4] is told what happens meanwhile, and shows where it would still wait', async () => {
    const contact = await aContact();
    const { id } = await aWorkflow({
      steps: [wait({ event: 'case-created', for: 'P3D' }), label('a'), wait({ event: 'case-closed' })],
    });
    const from = '2026-12-01T09:00:00.000Z';
    const at = '2026-12-02T10:00:00.000Z';
    const met = await simulate({ workflow: id, contactId: contact.id, from, events: [{ at, event: 'case-created' }] });
    expect(linesOf(met)).toEqual([`${at} /0 wait event`, `${at} /1 add-label done`]);
    expect(met).toMatchObject({ status: 'running', step: '/2', waitingFor: { event: 'case-closed' } });
    const alone = await simulate({ workflow: id, contactId: contact.id, from });
    expect(linesOf(alone)[0]).toBe('2026-12-04T09:00:00.000Z /0 wait time-limit');
    expect(await enrolments(id)).toEqual([]);
    expect(await labelsOf(contact.id)).toEqual([]);
  });

  test('[WF-4] is what happens: the same steps at the same instants with the same outcomes', async () => {
    const contact = await aContact({ timeZone: 'Europe/Berlin' });
    const tenDaysOn = iso(epoch(await here().local.now()) + 10 * 24 * 60 * 60_000).slice(0, 10);
    const { id } = await aWorkflow({
      respect: { quietHours: { from: '20:00', to: '08:00' }, perContactPerDay: 1 },
      steps: [
        label('one'),
        wait({ for: 'PT90M' }),
        { do: 'send-mail', template: 'digest', to: { contact: true } },
        { do: 'send-mail', template: 'digest', to: { contact: true } },
        wait({ until: tenDaysOn }),
        { do: 'create-task', task: { title: 'Ring them' } },
        { do: 'branch', if: is('contact.kind', 'person'), then: [label('two')] },
      ],
    });
    const from = await here().local.now();
    const simulation = await simulate({ workflow: id, contactId: contact.id, from });
    await act(await admin(), `/v1/workflows/${id}/enrollments`, { contactId: contact.id });
    await here().local.idle();
    await here().local.advance('P11D');
    const [enrolment] = await enrolments(id);
    expect(enrolment?.status).toBe('finished');
    const near = (lines: string[]) => lines.map((line) => line.slice(0, 19) + line.slice(24));
    expect(near(linesOf({ steps: enrolment?.log ?? [], status: '' }))).toEqual(near(linesOf(simulation)));
  });

  test('[WF-4] refuses what a workflow would be refused for, and events that there are not', async () => {
    const contact = await aContact();
    const send = (body: object) => act(here().as.admin, '/v1/workflows/simulate', { contactId: contact.id, ...body });
    const sound = { title: 'W', trigger: byHand, steps: [label('a')] };
    expectRefused(await send({ workflow: 'none' }), 422, undefined, ['/workflow']);
    expectRefused(await send({ workflow: sound, contactId: 'nobody' }), 422, undefined, ['/contactId']);
    expectRefused(
      await send({ workflow: sound, events: [{ at: '2026-12-01T09:00:00Z', event: 'x' }] }),
      400,
      undefined,
      ['/events/0/event'],
    );
    const unsound = { ...sound, steps: [{ do: 'branch', if: is('contact.none', 1), then: [] }] };
    expectRefused(await send({ workflow: unsound }), 400, undefined, ['/workflow/steps/0/if/field']);
    expectRefused(
      await act(here().as.manager, '/v1/workflows/simulate', { workflow: sound, contactId: contact.id }),
      403,
    );
  });
});
