import { describe, expect, test } from 'vitest';
import { aWorkflow, enrol, enrolments, label, labelsOf, logOf, theOne } from './workflow-making.ts';
import { aContact, act, expectRefused, here, put } from './world.ts';

const template = async () => {
  await put('/v1/templates/news', { name: 'News', subject: 'News for {{ contact.name }}', text: 'There is some.' });
  return { do: 'send-mail', template: 'news', to: { contact: true } };
};
const newsTo = async (email: string) =>
  (await here().local.mails(email)).filter(({ subject }) => subject.startsWith('News'));
const times = async (email: string) => (await newsTo(email)).map(({ at }) => at).sort();

describe('[WF-5] mail of a workflow', () => {
  test('[WF-5] waits for the end of the quiet hours of the contact, in their own zone', async () => {
    const { id } = await aWorkflow({
      respect: { quietHours: { from: '21:00', to: '08:00' } },
      steps: [await template(), label('through')],
    });
    const [here_, away] = [await aContact({ timeZone: 'UTC' }), await aContact({ timeZone: 'Pacific/Auckland' })];
    await here().local.advanceTo('2026-12-02T09:30:00.000Z');
    for (const contact of [here_, away]) await enrol(id, contact.id);
    await here().local.idle();
    // 22:30 in Auckland.
    expect([(await times(here_.email)).length, (await times(away.email)).length]).toEqual([1, 0]);
    const [waiting] = await enrolments(id, `contactId=${away.id}`);
    expect(waiting).toMatchObject({ step: '/0', waitingFor: { why: 'quiet-hours', at: '2026-12-02T19:00:00.000Z' } });
    await here().local.advanceTo('2026-12-02T18:59:59.999Z');
    expect((await times(away.email)).length).toBe(0);
    await here().local.advanceTo('2026-12-02T19:00:01.000Z');
    expect((await times(away.email)).length).toBe(1);
    expect(await labelsOf(away.id)).toEqual(['through']);
  });

  test('[WF-5] comes at most so often in a day of the contact, from all workflows together', async () => {
    const respect = { perContactPerDay: 2, quietHours: { from: '22:00', to: '07:00' } };
    const step = await template();
    const [one, other] = [
      await aWorkflow({ respect, steps: [step, step] }),
      await aWorkflow({ respect, steps: [step, label('through')] }),
    ];
    const contact = await aContact({ timeZone: 'America/New_York' });
    await here().local.advanceTo('2026-12-02T20:00:00.000Z');
    await enrol(one.id, contact.id);
    await here().local.idle();
    await enrol(other.id, contact.id);
    // The next day of New York begins at 05:00 UTC, and its quiet hours end at 12:00.
    expect((await theOne(other.id)).waitingFor).toEqual({ why: 'mails-per-day', at: '2026-12-03T12:00:00.000Z' });
    expect((await times(contact.email)).length).toBe(2);
    await here().local.advanceTo('2026-12-03T12:00:01.000Z');
    expect((await times(contact.email)).length).toBe(3);
    expect(await labelsOf(contact.id)).toEqual(['through']);
  });

  test('[WF-5] is ended by its kind, by a button of the mail program, and service mail is not', async () => {
    const step = await template();
    const news = { respect: { optOut: 'news' }, steps: [step] };
    const [first, second] = [await aWorkflow(news), await aWorkflow({ ...news, steps: [step, label('through')] })];
    const [service, other] = [
      await aWorkflow({ steps: [step] }),
      await aWorkflow({ ...news, respect: { optOut: 'jobs' } }),
    ];
    const contact = await aContact();
    await enrol(first.id, contact.id);
    await here().local.idle();
    const [mail] = await newsTo(contact.email);
    const headers = mail?.headers ?? {};
    expect(headers['list-unsubscribe-post']).toMatch(/List-Unsubscribe=One-Click$/);
    const link = /<(.*)>/.exec(headers['list-unsubscribe'] ?? '')?.[1] ?? '';
    expect(await (await here().fetch(link)).json()).toEqual({ kind: 'news', optedOut: false });
    const pressed = await here().fetch(link, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
    });
    expect([pressed.status, await pressed.json()]).toEqual([200, { kind: 'news', optedOut: true }]);
    expect((await here().fetch(link, { method: 'POST' })).status).toBe(200);
    await enrol(second.id, contact.id);
    expect(logOf(await theOne(second.id))).toEqual(['/0 send-mail opted-out', '/1 add-label done']);
    expect((await newsTo(contact.email)).length).toBe(1);
    for (const { id } of [service, other]) await enrol(id, contact.id);
    await here().local.idle();
    const mails = await newsTo(contact.email);
    expect(mails.length).toBe(3);
    expect(mails.map((one) => 'list-unsubscribe' in (one.headers ?? {})).sort()).toEqual([false, true, true]);
    const forged = link.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    expectRefused(await act(here().as.nobody, new URL(forged).pathname), 404, 'link-not-valid');
  });
});
