import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { beforeAll, describe, expect, test } from 'vitest';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';
import { detailDocument } from '#shared/contract/asyncapi.ts';
import { allEvents } from '#shared/contract/events.ts';
import { shareInstitution } from '#test/house/institution.ts';
import { aCase, aContact, act, anAlert, busEventsOf, everyPage, expectRefused, here, historyOf } from './world.ts';

beforeAll(shareInstitution);

/** A case that much has happened to, and its history when all is quiet. */
const aFullLife = async () => {
  const { as, local } = here();
  const contact = await aContact();
  const alert = await anAlert({ contactId: contact.id });
  const record = await aCase({ contactId: contact.id });
  const on = (verb: string, body?: object, by = as.manager) =>
    act<CaseAnswer>(by, `/v1/cases/${record.id}/${verb}`, body);
  await act(as.manager, `/v1/alerts/${alert.id}/escalate`, { caseId: record.id });
  await on('claim');
  const changes = { body: { priority: 'high', tags: ['maths'] }, headers: { 'if-match': '"3"' } };
  expect((await as['another manager'].send('PATCH', `/v1/cases/${record.id}`, changes)).status).toBe(200);
  await on('status', { status: 'open' });
  await on('notes', { text: 'Called.', public: true });
  await on('clocks/completion/extend', { by: { amount: 1, unit: 'days', time: 'working' }, note: 'She asked.' });
  await on('escalate', { reason: 'no-answer', note: 'Nobody home.' });
  await on('de-escalate', {});
  await on('assign', { group: 'tutors', reason: 'knows-student' });
  await on('close', { reason: 'solved', details: 'Fine now.' });
  await on('reopen', { note: 'Not fine.' }, as.admin);
  await local.idle();
  return { record, alert, history: await historyOf('cases', record.id) };
};

describe('[CA-19] the history of a case', () => {
  let life: Awaited<ReturnType<typeof aFullLife>>;
  const story = async () => {
    life ??= await aFullLife();
    return life;
  };
  const done = async () => (await story()).history;

  test('[CA-19] tells every change, in order, by whom', async () => {
    expect((await done()).map(({ type, actor }) => `${type} by ${actor.id}`)).toEqual([
      'Case Created by amara',
      'Alert Linked by amara',
      'Case Assigned by amara',
      'Case Updated by ben',
      'Case Status Changed by amara',
      'Note Added by amara',
      'Target Changed by amara',
      'Case Escalated by amara',
      'Case De-escalated by amara',
      'Case Assigned by amara',
      'Case Closed by amara',
      'Case Reopened by ada',
    ]);
  });

  test('[CA-19] says of each what changed, and how it was before and after', async () => {
    const history = await done();
    const find = (type: string) => history.find((event) => event.type === type);
    expect(find('Case Updated')).toMatchObject({
      before: { priority: 'medium', tags: [] },
      after: { priority: 'high', tags: ['maths'] },
    });
    expect(find('Case Updated')?.changed).toEqual(expect.arrayContaining(['priority', 'tags']));
    expect(find('Case Status Changed')).toMatchObject({
      changed: ['status'],
      before: { status: { key: 'new' } },
      after: { status: { key: 'open' } },
    });
    expect(find('Case Escalated')).toMatchObject({
      before: { escalated: 0 },
      after: { escalated: 1, reason: 'no-answer' },
    });
    expect(find('Case Closed')).toMatchObject({ after: { closure: { reason: 'solved', details: 'Fine now.' } } });
    expect(find('Note Added')).toMatchObject({ after: { note: { text: 'Called.', public: true } } });
  });

  test('[CA-19] joins without a gap: what was before is what was after the last that changed it', async () => {
    const shown: Record<string, unknown> = {};
    for (const { before, after, changed, record } of await done()) {
      for (const field of changed)
        if (field in shown) expect(before[field] ?? null, field).toEqual(shown[field] ?? null);
      for (const field of changed) shown[field] = after[field] ?? (record as Record<string, unknown>)?.[field];
    }
    const record = (await done()).at(-1)?.record as Record<string, unknown>;
    for (const field of ['status', 'priority', 'tags', 'assignee', 'escalated'])
      expect(shown[field], field).toEqual(record[field]);
  });

  test('[CA-19] [IN-2] is what went over the bus, word for word', async () => {
    const { record, history } = await story();
    // That a mail went out is told on the bus; it is no change of the case.
    const changes = (await busEventsOf(record.id)).filter((event) => !event['detail-type'].startsWith('Notification '));
    const told = new Map(changes.map((event) => [event.detail.eventId, event]));
    expect(told.size).toBe(history.length);
    for (const { type, ...detail } of history) {
      const event = told.get(detail.eventId);
      expect(event).toMatchObject({ source: 'caseward', 'detail-type': type });
      expect(event?.detail).toEqual(detail);
      expect(detail.subject).toEqual({ kind: 'case', id: record.id, reference: record.reference });
    }
  });

  test('[CA-19] is there for everybody who may see the case, by its reference too, page by page', async () => {
    const { record, history } = await story();
    const backwards = await everyPage(here().as.enquiry, `/v1/cases/${record.id}/history?sort=-createdAt`, 3);
    expect(backwards).toEqual((await historyOf('cases', record.id)).toReversed());
    const paged = await everyPage(here().as.enquiry, `/v1/cases/${record.reference}/history`, 3);
    expect(paged).toEqual(history);
    expectRefused(await here().as['other staff'].send('GET', `/v1/cases/${record.id}/history`), 404);
  });

  test('[CA-19] a command that changes nothing tells nothing, and changes no version', async () => {
    const { id } = await aCase({ assignee: { user: 'amara' } });
    const again = await act<CaseAnswer>(here().as.manager, `/v1/cases/${id}/claim`);
    expect(again).toMatchObject({ status: 200, body: { version: 1 } });
    expect(await historyOf('cases', id)).toHaveLength(1);
  });

  test('[IN-2] every event on the bus is as its published schema says', async () => {
    const { record, alert } = await story();
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    addFormats.default(ajv);
    const validators = new Map<string, ReturnType<typeof ajv.compile>>();
    const validatorOf = async (detailType: string) => {
      const declaration = allEvents.find(({ type }) => type === detailType);
      if (!declaration) throw new Error(`there is no event ${detailType}`);
      const known = validators.get(detailType) ?? ajv.compile(await detailDocument(declaration));
      validators.set(detailType, known);
      return known;
    };
    const events = [...(await busEventsOf(record.id)), ...(await busEventsOf(alert.id))];
    expect(new Set(events.map((event) => event['detail-type'])).size).toBe(15);
    for (const event of events) {
      const validate = await validatorOf(event['detail-type']);
      validate(event.detail);
      expect(validate.errors, event['detail-type']).toBeNull();
    }
  });
});
