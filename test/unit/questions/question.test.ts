import { describe, expect, it } from 'vitest';
import type { Case } from '#shared/casework/cases/case.ts';
import { wakeCase } from '#shared/casework/cases/clocks/wake.ts';
import { closeCase, reopenCase } from '#shared/casework/cases/life/close-and-reopen.ts';
import { addNoteToCase } from '#shared/casework/notes/note.ts';
import {
  answerQuestion,
  answerQuestionForRequester,
  answerTo,
  askQuestion,
  type Question,
  waitingQuestion,
  withdrawQuestion,
} from '#shared/casework/questions/question.ts';
import { closeForSilence, closesForSilence } from '#shared/casework/silence/close-for-silence.ts';
import { iso } from '#shared/core/records/instants.ts';
import { adviser, at, caseDefinition, minutes, openCase } from '../cases/sample-cases.ts';
import { fileThatIs } from '../files/sample-files.ts';
import { refusalOf } from '../refused.ts';

const amount = (count: number) => ({ amount: count, unit: 'minutes', time: 'calendar' }) as const;
const definition = caseDefinition({
  targets: [],
  questionExpiresAfter: amount(60),
  questions: { closeAfter: amount(30), reason: 'gone' },
});
const requester = { kind: 'requester', id: 'S1' } as const;
const clock = { kind: 'clock', id: 'wake-up' } as const;
/** What a closing has to do with, where there is nothing. */
const nothingElse = { definition, blockers: [], alerts: [], tasks: [] };
const idOf = (number: number) => `01KAG000000000000000000Q0${number}`;

const ask = (record: Case, number = 1, due?: ReturnType<typeof amount>) =>
  askQuestion(
    record,
    { id: idOf(number), input: { text: 'Which?', ...(due && { due }) }, by: adviser, at: at(number) },
    definition,
  );
const answer = (record: Case, question: Question, more: object = {}) =>
  answerTo(
    record,
    { question, input: { text: 'This', fileIds: [] }, files: [], by: requester, at: at(20), ...more },
    definition,
  );
const asked = () => {
  const { question, decision } = ask(openCase({}, definition));
  return { question, record: decision.after };
};
/** The case after its wake-up at a minute, with the question as that left it. */
const wake = (record: Case, question: Question, minute: number) => {
  const children = [waitingQuestion(question, record, definition)];
  const decision = wakeCase(record, { at: at(minute), horizon: at(10_000), children }, definition);
  const [write] = decision.items ?? [];
  const kept = write && 'put' in write ? (write.put.record as Question) : question;
  return { decision, record: decision.after, question: kept };
};

describe('a question', () => {
  it('[ME-1] is counted, and expires as it says itself or as its type says', () => {
    const { record, question } = asked();
    expect([record.openQuestions, record.questionCount, question.dueAt]).toEqual([1, 1, iso(at(61))]);
    expect(ask(record, 2, amount(5)).decision.after).toMatchObject({
      openQuestions: 2,
      agenda: [
        { at: iso(at(7)), kind: 'question', id: idOf(2) },
        { at: iso(at(61)), kind: 'question', id: idOf(1) },
      ],
    });
  });

  it('[ME-1] is refused by name on a closed case, and where there are too many', () => {
    const closed = closeCase(
      { record: openCase({}, definition), tasks: [], definition },
      { reason: 'solved', by: adviser, at: at(1) },
    ).after;
    expect(refusalOf(() => ask(closed))).toBe('already-closed');
    expect(refusalOf(() => ask(openCase({ openQuestions: 20 })))).toBe('too-many-questions');
    expect(refusalOf(() => ask(openCase({ questionCount: 200 })))).toBe('too-many-questions');
  });

  it('[ME-1] is answered once; one that was taken back is not', () => {
    const { record, question } = asked();
    const answered = answer(record, question);
    expect(answered.decision.after).toMatchObject({ openQuestions: 0, questionCount: 1, agenda: [] });
    expect(answered.question).toMatchObject({ state: 'answered', answer: { text: 'This', by: requester } });
    expect(refusalOf(() => answer(answered.decision.after, answered.question))).toBe('already-answered');
    const back = withdrawQuestion(record, { question, at: at(5) }, definition);
    expect(back.decision.after).toMatchObject({ openQuestions: 0, agenda: [] });
    expect(refusalOf(() => answer(back.decision.after, back.question))).toBe('question-ended');
    expect(refusalOf(() => withdrawQuestion(record, { question: answered.question, at: at(5) }, definition))).toBe(
      'already-answered',
    );
  });

  it.each([
    ['stored', { state: 'stored' }, 'none'],
    ['on its way', { state: 'pending' }, 'none'],
    ['waiting for the scanner', { state: 'pending', checkedAt: iso(at(1)), scan: 'waiting' }, 'none'],
    ['rejected', { state: 'rejected' }, 'unknown-reference'],
    ['private', { private: true }, 'unknown-reference'],
  ] as const)('[ME-1] a requester answers with a file that is %s, or is refused', (_what, members, refused) => {
    const { record, question } = asked();
    const file = fileThatIs(members);
    const input = { text: 'See there', fileIds: [file.id] };
    const answering = () => answer(record, question, { input, files: [file] });
    if (refused === 'none') expect(answering().question.answer?.fileIds).toEqual([file.id]);
    else expect(refusalOf(answering)).toBe(refused);
    expect(refusalOf(() => answer(record, question, { input }))).toBe('unknown-reference');
  });

  it('[ME-1] shows a requester neither who asked nor who wrote down the answer', () => {
    const { record, question } = asked();
    const answered = answer(record, question, { by: adviser });
    const shown = answerQuestionForRequester(answered.question, answered.decision.after);
    expect(JSON.stringify(shown)).not.toContain(adviser.id);
    expect(shown.answer).toMatchObject({ text: 'This' });
  });

  it('[ME-1] ends with its case and does not come back with it', () => {
    const { record, question } = asked();
    const closed = closeCase({ record, tasks: [], definition }, { reason: 'solved', by: adviser, at: at(5) }).after;
    expect([closed.openQuestions, closed.agenda]).toEqual([0, []]);
    expect(answerQuestion(question, closed).state).toBe('ended');
    expect(refusalOf(() => answer(closed, question))).toBe('already-closed');
    const again = reopenCase(closed, { note: 'More', at: at(6) }, definition).after;
    expect(refusalOf(() => answer(again, question))).toBe('question-ended');
    expect(answer(ask(again, 7).decision.after, ask(again, 7).question).question.state).toBe('answered');
  });
});

describe('a question that nobody answers', () => {
  it('[ME-1] is told of once, at its instant, with when the case will be closed', () => {
    const { record, question } = asked();
    expect(wake(record, question, 60).decision.events).toEqual([]);
    const expired = wake(record, question, 61);
    expect(expired.decision.events).toMatchObject([
      { type: 'Question Unanswered', after: { question: { unansweredAt: iso(at(61)) }, closesAt: iso(at(91)) } },
    ]);
    expect(answerQuestion(expired.question, expired.record)).toMatchObject({ state: 'open', closesAt: iso(at(91)) });
    expect(wake(expired.record, expired.question, 62).decision.events).toEqual([]);
    expect(answer(expired.record, expired.question).decision.after.agenda).toEqual([]);
  });

  it('[ME-1] closes the case after further silence, and not a moment before', () => {
    const { record, question } = asked();
    const expired = wake(record, question, 61).record;
    expect([closesForSilence(expired, at(91) - 1), closesForSilence(expired, at(91))]).toEqual([false, true]);
    const [closed] = closeForSilence(expired, { by: clock, at: at(91) }, nothingElse);
    expect(closed?.after).toMatchObject({ closure: { reason: 'gone', by: clock }, status: { key: 'withdrawn' } });
    expect(closeForSilence(closed?.after as Case, { by: clock, at: at(92) }, nothingElse)).toEqual([]);
  });

  it.each([
    [
      'the requester writes',
      (record: Case) =>
        addNoteToCase(record, { id: idOf(9), text: 'Wait', public: true, by: requester, at: at(70) }, definition).after,
      false,
    ],
    [
      'staff write',
      (record: Case) =>
        addNoteToCase(record, { id: idOf(9), text: 'Hm', public: true, by: adviser, at: at(70) }, definition).after,
      true,
    ],
    [
      'another contact writes',
      (record: Case) =>
        addNoteToCase(record, { id: idOf(9), text: 'Hm', public: false, by: requester, at: at(70) }, definition).after,
      true,
    ],
    ['the case is in the trash', (record: Case) => ({ ...record, trashedAt: iso(at(70)) }), false],
  ])('[ME-1] when %s meanwhile, the closing stays as it has to', (_what, happens, closes) => {
    const { record, question } = asked();
    const after = happens(wake(record, question, 61).record);
    expect(closesForSilence(after, at(91) + minutes(1))).toBe(closes);
  });

  it('[ME-1] [CA-14] is no way around what keeps a case from closing', () => {
    const { record, question } = asked();
    const expired = wake(record, question, 61).record;
    const blocking = openCase({ id: '01KAG000000000000000000B01' });
    const off = closeForSilence(expired, { by: clock, at: at(91) }, { ...nothingElse, blockers: [blocking] });
    expect(off).toMatchObject([
      { events: [{ type: 'Closing Called Off', after: { code: 'blocked-by-link' } }], after: { agenda: [] } },
    ]);
  });
});
