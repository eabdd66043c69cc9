import { expect, test } from 'vitest';
import type { TargetKind } from '#shared/automation/rules/rule-action.ts';
import type { RuleRun } from '#shared/automation/rules/run.ts';
import { isOfTime, subjectsOf, triggerEvents } from '#shared/automation/rules/triggers.ts';
import { goesAway } from './dealing.ts';
import { aRule, is } from './rule-making.ts';
import { aSegment } from './segment-making.ts';
import { aMappingOfGrades } from './signal-making.ts';
import { aCase, aCaseType, aContact, act, anAlert, anAlertType, everyPage, here, signIn } from './world.ts';

// Everything that a rule may wait for happens once or more, and a rule waits for each of it. Time
// is waited for in quiet-rules and scheduled-rules.

const manager = () => signIn('amara', 'advisers');

/** Does something below a case. @returns its path */
const below = async (path: string, body: object): Promise<string> => {
  const answer = await act<{ id: string }>(await manager(), path, body);
  expect(answer.status, `${path} ${JSON.stringify(answer.body)}`).toBe(201);
  return `${path}/${answer.body.id}`;
};
const does = async (path: string, body?: object): Promise<void> => {
  const { status, body: answer } = await act(await manager(), path, body);
  expect(status, `${path} ${JSON.stringify(answer)}`).toBeLessThan(300);
};
const changes = async (path: string, body: object): Promise<void> => {
  const answer = await (await manager()).send('PATCH', path, { body, headers: { 'if-match': '*' } });
  expect(answer.status, `${path} ${JSON.stringify(answer.body)}`).toBe(200);
};
const brings = async (record: string): Promise<void> => {
  const content = Buffer.from('words');
  const file = { name: 'a.txt', size: content.length, contentType: 'text/plain' };
  const announced = await act<{ upload: { url: string; headers: Record<string, string> } }>(
    await manager(),
    `${record}/files`,
    file,
  );
  const { url, headers } = announced.body.upload;
  await here().fetch(url, { method: 'PUT', headers, body: content });
};

const hours = (amount: number) => ({ amount, unit: 'hours', time: 'calendar' });
const inAMonth = { startsAt: '2027-01-11T15:00:00Z', endsAt: '2027-01-11T15:30:00Z' };

const withAlerts = async (type: string, caseType: string): Promise<void> => {
  const { id } = await anAlert({ type });
  const path = `/v1/alerts/${id}`;
  await changes(path, { description: 'More of it' });
  await changes(path, { priority: 'high' });
  await does(`${path}/start`);
  await does(`${path}/assign`, { user: 'ben' });
  await below(`${path}/notes`, { text: 'Seen.' });
  await does(`${path}/escalate`, { case: { type: caseType, subject: 'Is falling behind' } });
  await does(`/v1/alerts/${(await anAlert({ type })).id}/resolve`);
};

const withWork = async (path: string): Promise<void> => {
  const task = await below(`${path}/tasks`, { title: 'Ring' });
  await does(`${task}/start`);
  await does(`${task}/complete`, {});
  await does(`${await below(`${path}/tasks`, { title: 'Write' })}/cancel`);
  const call = { type: 'call', subject: 'Ring', status: 'scheduled', at: inAMonth.startsAt };
  await does(`${await below(`${path}/activities`, call)}/complete`);
  await does(`${await below(`${path}/activities`, call)}/cancel`);
  const talks = { title: 'Talk', ...inAMonth };
  const moved = await below(`${path}/appointments`, talks);
  await changes(moved, { title: 'A talk' });
  await does(`${moved}/cancel`);
  await does(`${await below(`${path}/appointments`, talks)}/attended`);
  await does(`${await below(`${path}/appointments`, talks)}/no-show`);
  await does(`${await below(`${path}/questions`, { text: 'When?' })}/answer`, { text: 'Today.' });
  await below(`${path}/questions`, { text: 'Why?', due: hours(3) });
};

const withCases = async (type: string, contactId: string): Promise<void> => {
  const { id } = await aCase({ type, contactId });
  const path = `/v1/cases/${id}`;
  await changes(path, { subject: 'Is far behind' });
  await changes(path, { priority: 'high' });
  await changes(path, { stage: 'second' });
  await does(`${path}/status`, { status: 'open' });
  await does(`${path}/claim`);
  await does(`${path}/release`);
  await below(`${path}/notes`, { text: 'Seen.' });
  await brings(path);
  await withWork(path);
  await does(`${path}/escalate`, { reason: 'no-answer' });
  const closed = `/v1/cases/${(await aCase({ type, contactId })).id}`;
  await does(`${closed}/close`, { reason: 'solved' });
  await does(`${closed}/reopen`, { note: 'Again.' });
  await does(`${closed}/merge`, { into: id });
  await does(`/v1/cases/${(await aCase({ type, contactId })).id}/convert`, { type, targets: 'restart' });
};

test('[AU-2] [AU-10] each that there is sets off its rule, once for each event and record', async () => {
  const { local } = here();
  const stages = ['first', 'second'].map((key) => ({ key, name: key }));
  const targets = [{ key: 'completion', target: hours(2), reminders: [{ before: hours(1) }] }];
  const [alertType, type, other] = [
    await anAlertType(),
    await aCaseType({ stages, targets }),
    await aCaseType({ stages }),
  ];
  const [segment, mapping] = [await aSegment(is('contact.attributes.in', true)), await aMappingOfGrades()];
  await goesAway('dev');
  const nothing: Record<TargetKind, object> = {
    alert: { do: 'remove-tag', tag: 'none' },
    case: { do: 'remove-tag', tag: 'none' },
    contact: { do: 'remove-label', label: 'none' },
  };
  const more: Record<string, object> = {
    signal: { mapping },
    'segment-joined': { segment },
    'segment-left': { segment },
  };
  const waiting = await Promise.all(
    triggerEvents
      .filter((event) => !isOfTime(event))
      .flatMap((event) => subjectsOf(event).map((kind) => ({ event, kind })))
      .map(async ({ event, kind }) => {
        const trigger = { event, ...more[event] };
        const { id } = await aRule({ for: kind, trigger, title: event, actions: [nothing[kind]] });
        return { id, name: `${event} of ${kind}` };
      }),
  );
  for (const kind of ['alert', 'case']) {
    const failing = kind === 'alert' ? 'update-reviewer' : 'update-assignee';
    const condition = is(`${kind}.${kind === 'alert' ? 'description' : 'subject'}`, 'for somebody away');
    await aRule({
      for: kind,
      trigger: { event: `${kind}-created` },
      condition,
      actions: [{ do: failing, user: 'dev' }],
    });
  }
  const contact = await aContact({ attributes: { in: false } });
  for (const value of [true, false]) {
    const body = { attributes: { in: value } };
    await (await signIn('ada', 'admins')).send('PATCH', `/v1/contacts/${contact.id}`, {
      body,
      headers: { 'if-match': '*' },
    });
    await local.idle();
  }
  const detail = { contactId: contact.id, value: 3 };
  await local.putEvents([{ Source: 'sis', DetailType: mapping, Detail: detail }]);
  await withAlerts(alertType, type);
  await withCases(type, contact.id);
  await does(`/v1/cases/${(await aCase({ type, contactId: contact.id })).id}/convert`, {
    type: other,
    targets: 'keep',
  });
  await anAlert({ type: alertType, description: 'for somebody away' });
  await aCase({ type, subject: 'for somebody away' });
  await local.advance('PT4H');
  await local.idle();
  const admin = await signIn('ada', 'admins');
  const found = await Promise.all(
    waiting.map(async ({ id, name }) => {
      const runs = (await everyPage<RuleRun>(admin, `/v1/rules/${id}/runs`)).filter(({ matched }) => matched);
      const each = runs.map(({ eventId, recordId }) => `${eventId} ${recordId}`);
      expect([name, each.length - new Set(each).size]).toEqual([name, 0]);
      return [name, runs.length > 0] as const;
    }),
  );
  expect(found.filter(([, ran]) => !ran).map(([name]) => name)).toEqual([]);
});
