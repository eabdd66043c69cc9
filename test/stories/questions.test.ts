import { beforeEach, describe, expect, test } from 'vitest';
import type { ClientResponse } from '#local/demo/client.ts';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';
import type { Note } from '#shared/casework/notes/note.schema.ts';
import type { QuestionAnswer } from '#shared/casework/questions/question.ts';
import { arrives, lastMailTo } from './post.ts';
import {
  aTypeWithTarget,
  elapsed,
  free,
  hours,
  manager,
  nextMonday,
  plus,
  raise,
  theCase,
  travelTo,
  working,
} from './weeks.ts';
import {
  aContact,
  act,
  addresses,
  expectRefused,
  here,
  historyOf,
  likeness,
  mailsAbout,
  put,
  signIn,
  unique,
} from './world.ts';

const ask = async (id: string, body: object): Promise<QuestionAnswer> => {
  const { status, body: question } = await act<QuestionAnswer>(await manager(), `/v1/cases/${id}/questions`, body);
  expect([status, question.state], JSON.stringify(question)).toEqual([201, 'open']);
  return question;
};
const on = async (
  id: string,
  questionId: string,
  what: string,
  body?: object,
): Promise<ClientResponse<QuestionAnswer>> =>
  act<QuestionAnswer>(await manager(), `/v1/cases/${id}/questions/${questionId}/${what}`, body);
const questionsOf = async (id: string) =>
  (await (await manager()).get<{ items: QuestionAnswer[] }>(`/v1/cases/${id}/questions`)).items;
const clockOf = async (id: string, key: string) => (await theCase(id)).clocks.find((clock) => clock.key === key);
const typesOf = async (id: string) =>
  (await historyOf('cases', id)).map(({ type }) => type).filter((type) => /^Question|^Case C/.test(type));
const mailsOfQuestions = async (record: CaseAnswer) =>
  (await mailsAbout(record)).filter((mail) => /^question|^case-closed/.test(mail));

/**
 * A type whose completion waits for the requester, with first response and next reply, but for what
 * is said.
 */
const aTypeThatAsks = async (changes: object = {}): Promise<string> => {
  const type = await aTypeWithTarget({ ...free, pauseWhileAwaitingReply: true });
  const { targets } = await likeness(`/v1/case-types/${type}`, {});
  const replies = ['first-response', 'next-reply'].map((key) => ({ key, target: elapsed(4, 'hours') }));
  await put(
    `/v1/case-types/${type}`,
    await likeness(`/v1/case-types/${type}`, { targets: [...(targets as object[]), ...replies], ...changes }),
  );
  return type;
};
const raised = async (type: string) => {
  const contact = await aContact();
  const record = await raise(type, { contactId: contact.id, assignee: { user: 'ben' } });
  return { contact, record };
};

describe('questions to the requester', () => {
  beforeEach(nextMonday);

  test('[ME-1] [SLA-8] [SLA-3] clocks wait until all are answered; asking is a reply of staff, answering is one of the requester', async () => {
    const { contact, record } = await raised(await aTypeThatAsks());
    const first = await ask(record.id, { text: 'Which course?' });
    const second = await ask(record.id, { text: 'Since when?', due: working(3, 'days') });
    expect(await theCase(record.id)).toMatchObject({ openQuestions: 2 });
    expect(await clockOf(record.id, 'completion')).toMatchObject({ state: 'paused', pausedBy: ['question'] });
    expect(await clockOf(record.id, 'first-response')).toMatchObject({ state: 'met' });
    await here().local.advance('PT2H');
    expect((await on(record.id, first.id, 'answer', { text: 'Mathematics' })).status).toBe(200);
    expect(await clockOf(record.id, 'completion')).toMatchObject({ state: 'paused' });
    expect(await clockOf(record.id, 'next-reply')).toMatchObject({ state: 'running' });
    expectRefused(await on(record.id, first.id, 'answer', { text: 'Physics' }), 409, 'already-answered');
    expectRefused(
      await on(record.id, second.id, 'answer', { text: 'x', fileIds: ['01KAG0000000000000000000F1'] }),
      422,
      'unknown-reference',
      ['/fileIds/0'],
    );
    expect((await on(record.id, second.id, 'withdraw')).body).toMatchObject({ state: 'withdrawn', version: 2 });
    expectRefused(await on(record.id, second.id, 'answer', { text: 'x' }), 409, 'question-ended');
    const resumed = await clockOf(record.id, 'completion');
    expect(resumed?.state).toBe('running');
    // Two hours, and as long as the requests took.
    const waited = Date.parse(String(resumed?.dueAt)) - Date.parse(String(record.dueAt));
    expect(waited).toBeGreaterThanOrEqual(hours(2));
    expect(waited).toBeLessThan(hours(2.1));
    expect(await theCase(record.id)).toMatchObject({ openQuestions: 0 });
    expect(await mailsOfQuestions(record)).toEqual([
      `question-answered → ${addresses.ben}`,
      `question-asked → ${contact.email}`,
      `question-asked → ${contact.email}`,
    ]);
    expect(await typesOf(record.id)).toEqual([
      'Case Created',
      'Question Asked',
      'Question Asked',
      'Question Answered',
      'Question Withdrawn',
    ]);
  });

  test('[ME-1] [ME-2] a reply to the mail of a question is its answer, with what comes with it; any other mail is a note', async () => {
    const { contact, record } = await raised(await aTypeThatAsks());
    const plain = (await lastMailTo(contact.email)).replyTo;
    const first = await ask(record.id, { text: 'Which course?' });
    const { replyTo, text } = await lastMailTo(contact.email);
    expect(text).toContain('Which course?');
    const second = await ask(record.id, { text: 'Since when?' });
    await arrives({ from: contact.email, to: plain, text: 'I wanted to say something else.' });
    const attachments = [{ filename: 'timetable.txt', content: 'Mondays', contentType: 'text/plain' }];
    const answer = {
      from: contact.email,
      to: replyTo,
      text: 'Mathematics',
      messageId: `<${unique('a')}@x>`,
      attachments,
    };
    await arrives(answer);
    await arrives(answer);
    const [answered, waiting] = await questionsOf(record.id);
    const { items } = await (await manager()).get<{ items: { id: string; name: string; state: string }[] }>(
      `/v1/cases/${record.id}/files`,
    );
    const files = items.filter(({ name }) => name !== 'message.eml');
    expect(files).toMatchObject([{ name: 'timetable.txt', state: 'stored' }]);
    expect(answered).toMatchObject({
      id: first.id,
      state: 'answered',
      answer: { text: 'Mathematics', via: 'mail', by: { kind: 'requester', id: contact.id }, fileIds: [files[0]?.id] },
    });
    expect(waiting).toMatchObject({ id: second.id, state: 'open' });
    await arrives({ from: contact.email, to: replyTo, text: 'Or was it physics?' });
    const { items: notes } = await (await manager()).get<{ items: Note[] }>(`/v1/cases/${record.id}/notes`);
    expect(notes.map((note) => note.text)).toEqual(['I wanted to say something else.', 'Or was it physics?']);
  });

  test('[SLA-3] next reply runs from the requester’s mail to the answer of staff, and breaches where none comes', async () => {
    const { contact, record } = await raised(await aTypeThatAsks());
    const { replyTo } = await lastMailTo(contact.email);
    await arrives({ from: contact.email, to: replyTo, text: 'How long will it take?' });
    expect(await clockOf(record.id, 'next-reply')).toMatchObject({ state: 'running' });
    await act(await manager(), `/v1/cases/${record.id}/messages`, { subject: 'Soon', text: 'By Friday.' });
    expect(await clockOf(record.id, 'next-reply')).toMatchObject({ state: 'met' });
    await arrives({ from: contact.email, to: replyTo, text: 'This Friday?' });
    const again = await clockOf(record.id, 'next-reply');
    await travelTo(String(again?.dueAt));
    expect(await clockOf(record.id, 'next-reply')).toMatchObject({ state: 'breached' });
    const breaches = (await historyOf('cases', record.id)).filter(({ type }) => type === 'Target Breached');
    expect(breaches.at(-1)?.after).toMatchObject({ clock: 'next-reply', dueAt: again?.dueAt });
  });

  test('[ME-1] when no answer comes both sides are told, once, by working time; it can be answered after that', async () => {
    const { contact, record } = await raised(await aTypeThatAsks({ questionExpiresAfter: working(1, 'days') }));
    const asked = await ask(record.id, { text: 'Which course?' });
    expect(asked.dueAt?.slice(0, 10)).toBe(plus(asked.createdAt, hours(24)).slice(0, 10));
    await here().local.faults({ duplicate: 0.5, seed: 7 });
    await travelTo(plus(String(asked.dueAt), hours(30)));
    await here().local.faults({});
    expect(await typesOf(record.id)).toEqual(['Case Created', 'Question Asked', 'Question Unanswered']);
    expect(await questionsOf(record.id)).toMatchObject([{ state: 'open', unansweredAt: asked.dueAt }]);
    expect((await mailsOfQuestions(record)).filter((mail) => mail.startsWith('question-un'))).toEqual([
      `question-unanswered-requester → ${contact.email}`,
      `question-unanswered-staff → ${addresses.ben}`,
    ]);
    expect((await on(record.id, asked.id, 'answer', { text: 'Mathematics' })).body).toMatchObject({
      state: 'answered',
    });
  });

  test('[ME-1] after further silence the case is closed for the reason of its type, as was announced; a word from the requester is no silence', async () => {
    const type = await aTypeThatAsks({
      questionExpiresAfter: elapsed(3, 'days'),
      questions: { closeAfter: elapsed(4, 'days'), reason: 'no-answer' },
      closureReasons: [
        { key: 'solved', name: 'Solved' },
        { key: 'no-answer', name: 'No answer', status: 'withdrawn' },
      ],
    });
    const silent = await raised(type);
    const speaking = await raised(type);
    const { replyTo } = await lastMailTo(speaking.contact.email);
    const asked = await ask(silent.record.id, { text: 'Which course?' });
    await ask(speaking.record.id, { text: 'Which course?' });
    await travelTo(String(asked.dueAt));
    await here().local.advance('PT1M');
    const [expired] = await questionsOf(silent.record.id);
    const closesAt = plus(String(asked.dueAt), hours(4 * 24));
    expect(expired).toMatchObject({ unansweredAt: asked.dueAt, closesAt });
    expect((await lastMailTo(silent.contact.email)).text).toContain('we will close your request on');
    await arrives({ from: speaking.contact.email, to: replyTo, text: 'I am looking for it.' });
    await travelTo(plus(closesAt, hours(1)));
    expect(await theCase(silent.record.id)).toMatchObject({
      status: { key: 'withdrawn', category: 'cancelled' },
      closure: { reason: 'no-answer', at: closesAt, by: { kind: 'clock' } },
      openQuestions: 0,
    });
    expect(await typesOf(silent.record.id)).toEqual([
      'Case Created',
      'Question Asked',
      'Question Unanswered',
      'Case Closed',
    ]);
    expect(await questionsOf(silent.record.id)).toMatchObject([{ state: 'ended' }]);
    expectRefused(await on(silent.record.id, asked.id, 'answer', { text: 'Here I am' }), 409, 'already-closed');
    expect(await mailsOfQuestions(silent.record)).toContain(`case-closed-requester → ${silent.contact.email}`);
    const still = await theCase(speaking.record.id);
    expect([still.closure, still.openQuestions]).toEqual([undefined, 1]);
    expect((await questionsOf(speaking.record.id))[0]).not.toHaveProperty('closesAt');
  });

  test('[ME-1] an open task keeps the silent case from closing, and the history says so', async () => {
    const type = await aTypeThatAsks({
      questionExpiresAfter: elapsed(1, 'days'),
      questions: { closeAfter: elapsed(1, 'days'), reason: 'solved' },
      taskTypes: [{ key: 'call', name: 'Call them', cancelable: false, generate: {} }],
    });
    const { record } = await raised(type);
    const asked = await ask(record.id, { text: 'Which course?' });
    await travelTo(plus(String(asked.dueAt), hours(26)));
    expect(await theCase(record.id)).not.toHaveProperty('closedAt');
    expect((await historyOf('cases', record.id)).at(-1)).toMatchObject({
      type: 'Closing Called Off',
      after: { code: 'open-tasks' },
    });
    expect(await mailsAbout(record)).toContain(`due-action-failed → ${addresses.ben}`);
  });

  test('[ME-1] [PO-1] a requester answers in the portal, once, with a file, and sees neither who asked nor other cases', async () => {
    const { contact, record } = await raised(await aTypeThatAsks());
    const asked = await ask(record.id, { text: 'Which course?' });
    const student = await signIn(contact.id, 'students');
    const path = `/v1/me/cases/${record.id}`;
    const file = await act<{ id: string }>(student, `${path}/files`, {
      name: 'a.txt',
      size: 2,
      contentType: 'text/plain',
    });
    const answer = { text: 'Mathematics', fileIds: [file.body.id] };
    const { body } = await act<object>(student, `${path}/questions/${asked.id}/answer`, answer);
    expect(body).toMatchObject({ state: 'answered', answer: { text: 'Mathematics' } });
    expect(JSON.stringify(body)).not.toContain('amara');
    expectRefused(await act(student, `${path}/questions/${asked.id}/answer`, answer), 409, 'already-answered');
    const stranger = await signIn((await aContact()).id, 'students');
    expectRefused(await stranger.send('GET', `${path}/questions`), 404, 'not-found');
    expect(await theCase(record.id)).toMatchObject({ openQuestions: 0 });
    expect((await historyOf('cases', record.id)).at(-1)).toMatchObject({
      actor: { kind: 'requester', id: contact.id },
    });
  });
});
