import { describe, expect, test } from 'vitest';
import { admin, aWorkflow, enrol, enrolments, label, labelsOf, logOf, minutes, wait } from './workflow-making.ts';
import { aCase, aContact, anAlert, busEventsOf, here, put } from './world.ts';

// Played in a storm as well: every delivery late, out of order and twice, and every fifth process
// dies between two calls.

const quiet = async (): Promise<void> => {
  await here().local.idle();
  // What was lost is found by the sweep.
  await here().local.advance('PT20M');
  await here().local.idle();
};

describe('[WF-2] each step is done once', () => {
  test('[WF-2] over events, waits, mails and what is made, whatever happens on the way', async () => {
    await put('/v1/templates/once', { name: 'Once', subject: 'Only once, {{ contact.name }}', text: 'Dear you,' });
    const inner = await aWorkflow({ steps: [label('inner')] });
    const { id } = await aWorkflow({
      trigger: { event: 'alert-created' },
      repeat: 'always',
      respect: { perContactPerDay: 5 },
      steps: [
        { do: 'send-mail', template: 'once', to: { contact: true } },
        wait({ for: minutes(30) }),
        { do: 'create-case', case: { type: 'academic-concern', subject: 'From a workflow', fields: {} } },
        { do: 'create-task', task: { title: 'Call them' } },
        wait({ event: 'case-closed', for: minutes(30) }),
        { do: 'enroll', workflow: inner.id },
        label('through'),
      ],
    });
    const contacts = await Promise.all(Array.from({ length: 6 }, () => aContact()));
    for (const contact of contacts) await anAlert({ contactId: contact.id });
    await quiet();
    await here().local.advance('PT2H');
    await quiet();
    await here().local.advance('PT2H');
    await quiet();
    const all = await enrolments(id);
    expect(all.map(({ contactId }) => contactId).sort()).toEqual(contacts.map((contact) => contact.id).sort());
    for (const one of all) {
      expect([one.status, logOf(one)]).toEqual([
        'finished',
        [
          '/0 send-mail done',
          '/1 wait waited',
          '/2 create-case done',
          '/3 create-task done',
          '/4 wait time-limit',
          '/5 enroll done',
          '/6 add-label done',
        ],
      ]);
    }
    for (const contact of contacts) {
      const mails = (await here().local.mails(contact.email)).filter(({ subject }) => subject.startsWith('Only once'));
      expect(mails.length).toBe(1);
      const { items } = await (await admin()).get<{ items: { id: string }[] }>(`/v1/contacts/${contact.id}/cases`);
      expect(items.length).toBe(1);
      expect((await labelsOf(contact.id)).sort()).toEqual(['inner', 'through']);
      const events = (await busEventsOf(contact.id)).map(({ detail }) => detail as { eventId: string; type?: string });
      expect(events.length).toBeGreaterThan(0);
    }
    expect((await enrolments(inner.id)).length).toBe(contacts.length);
  });

  test('[WF-2] two events at once end one wait once', async () => {
    const { id } = await aWorkflow({
      repeat: 'always',
      steps: [wait({ event: 'case-created' }), label('a'), wait({ event: 'case-created' }), label('b')],
    });
    const contact = await aContact();
    await enrol(id, contact.id);
    await quiet();
    await Promise.all([aCase({ contactId: contact.id }), aCase({ contactId: contact.id })]);
    await quiet();
    const [one] = await enrolments(id);
    const done = one ? logOf(one) : [];
    // The second may have happened before the second wait began.
    expect(['/2', undefined]).toContain(one?.status === 'running' ? one.step : undefined);
    expect(done.filter((line) => line === '/0 wait event')).toEqual(['/0 wait event']);
    expect(done.filter((line) => line === '/1 add-label done')).toEqual(['/1 add-label done']);
  });

  test('[WF-2] many people enrolled at once: none twice, none lost', async () => {
    const { id } = await aWorkflow({
      trigger: { event: 'alert-created' },
      steps: [label('enrolled'), wait({ for: 'P1D' }), label('through')],
    });
    const contacts = Array.from({ length: 40 }, (_, index) => `M${index}`);
    const { as } = here();
    for (const contact of contacts)
      expect((await as.admin.send('PUT', `/v1/contacts/${contact}`, { body: { name: contact } })).status).toBe(201);
    for (let at = 0; at < contacts.length; at += 20) {
      const items = contacts.slice(at, at + 20).map((contactId) => ({
        type: 'attendance',
        priority: 'low',
        contactId,
        course: { code: 'MATH-101' },
      }));
      expect((await as.admin.send('POST', '/v1/alerts/bulk', { body: { items } })).status).toBe(200);
    }
    await quiet();
    expect((await enrolments(id)).map(({ contactId }) => contactId).sort()).toEqual([...contacts].sort());
    await here().local.advance('P1D');
    await quiet();
    for (const contact of contacts) expect((await labelsOf(contact)).sort()).toEqual(['enrolled', 'through']);
    const all = await enrolments(id, 'status=finished');
    expect(all.length).toBe(contacts.length);
    expect([...new Set(all.map((one) => logOf(one).join()))]).toEqual([
      '/0 add-label done,/1 wait waited,/2 add-label done',
    ]);
  });
});
