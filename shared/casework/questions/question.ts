import type * as z from 'zod';
import type { Case } from '#shared/casework/cases/case.ts';
import { type CaseDefinition, calendarOfType } from '#shared/casework/cases/case-definition.ts';
import { changeCase } from '#shared/casework/cases/change-case.ts';
import { type Waiting, withEntry } from '#shared/casework/cases/clocks/agenda.ts';
import { isOpen } from '#shared/casework/cases/status.ts';
import { type CaseFile, isAwaited, isStored } from '#shared/casework/files/file.ts';
import type {
  newAnswerSchema,
  newQuestionSchema,
  questionAnswerSchema,
  questionForRequesterSchema,
  questionSchema,
} from '#shared/casework/questions/question.schema.ts';
import { addAmount } from '#shared/core/calendars/working-time.ts';
import { invalid, missingReference, Refusal, unknownReferences } from '#shared/core/errors.ts';
import { epoch, iso } from '#shared/core/records/instants.ts';
import type { Actor } from '#shared/core/records/primitives.ts';
import type { Decision, Item, Write } from '#shared/core/table/decision.ts';
import { childKey } from '#shared/core/table/keys.ts';

// The case counts its open questions, and clocks wait by that number. What one waits for stands in
// the agenda of its case: first its expiry, then, where the type says so, the closing.

export type Question = z.infer<typeof questionSchema>;
export type QuestionAnswer = z.infer<typeof questionAnswerSchema>;
export type QuestionForRequester = z.infer<typeof questionForRequesterSchema>;

// What one requester can be asked at a time and still answer; and all of them move in one
// transaction when cases are merged.
const mostOpen = 20;
// They are read together, to find the one that a mail answers.
const mostOfCase = 200;

const child = (id: string) => ({ kind: 'question' as const, id });
const closing = (id: string) => ({ kind: 'closing' as const, id });

const questionWrite = (caseId: string, question: Question): { put: Item } => ({
  put: { ...childKey(caseId, child(question.id)), record: question },
});

type QuestionedCase = Pick<Case, 'agenda' | 'questionsEndedAt'>;

/**
 * A question that was open when its case was closed has ended with it; nothing was written on it
 * then.
 */
const stateOf = ({ state, createdAt }: Question, { questionsEndedAt }: QuestionedCase): Question['state'] =>
  state === 'open' && questionsEndedAt !== undefined && createdAt <= questionsEndedAt ? 'ended' : state;

/** Whether a question of a case waits for its answer. */
export const isWaiting = (question: Question, record: QuestionedCase): boolean => stateOf(question, record) === 'open';

const closesAt = ({ id }: Question, { agenda }: QuestionedCase) =>
  agenda.find((entry) => entry.kind === 'closing' && entry.id === id)?.at;

/** A question as staff see it. */
export const answerQuestion = (question: Question, record: QuestionedCase): QuestionAnswer => {
  const closes = closesAt(question, record);
  return { ...question, state: stateOf(question, record), ...(closes && { closesAt: closes }) };
};

/** A question as the requester sees it. */
export const answerQuestionForRequester = (question: Question, record: QuestionedCase): QuestionForRequester => {
  const { createdBy: _who, updatedAt: _when, answer, ...rest } = answerQuestion(question, record);
  return { ...rest, ...(answer && { answer: { text: answer.text, fileIds: answer.fileIds, at: answer.at } }) };
};

interface Changed {
  question: Question;
  decision: Decision<Case>;
}

const changed = (
  record: Case,
  { after, before, question }: { after: Case; before?: Question; question: Question },
  change: {
    type: 'Question Asked' | 'Question Answered' | 'Question Withdrawn';
    at: number;
    definition: CaseDefinition;
  },
): Changed => ({
  question,
  decision: changeCase(record, after, {
    ...change,
    detail: { question },
    ...(before && { was: { question: before } }),
    items: [questionWrite(record.id, question)],
  }),
});

/**
 * Asks the requester something, as a public act that answers what they wrote before.
 * @throws `already-closed`, `too-many-questions`, `no-working-time`; 400 without a calendar for it
 */
export const askQuestion = (
  record: Case,
  { id, input, by, at }: { id: string; input: z.output<typeof newQuestionSchema>; by: Actor; at: number },
  definition: CaseDefinition,
): Changed => {
  if (!isOpen(record)) throw new Refusal('already-closed');
  if (record.openQuestions >= mostOpen || record.questionCount >= mostOfCase) throw new Refusal('too-many-questions');
  const amount = input.due ?? definition.type.questionExpiresAfter;
  const calendar = calendarOfType(definition);
  if (input.due?.time === 'working' && !calendar)
    throw invalid([{ pointer: '/due/time', code: 'no-calendar', detail: 'the type has no calendar to count in' }]);
  const dueAt = amount && iso(addAmount(calendar, at, amount));
  const question: Question = {
    id,
    version: 1,
    createdAt: iso(at),
    createdBy: by,
    updatedAt: iso(at),
    text: input.text,
    state: 'open',
    ...(dueAt && { dueAt }),
  };
  const after = {
    ...record,
    openQuestions: record.openQuestions + 1,
    questionCount: record.questionCount + 1,
    agenda: withEntry(record.agenda, child(id), dueAt),
  };
  return changed(record, { after, question }, { type: 'Question Asked', at, definition });
};

/** @throws `already-closed`, `already-answered`, `question-ended` */
const requireWaiting = (question: Question, record: Case): void => {
  if (question.state === 'answered') throw new Refusal('already-answered');
  if (!isOpen(record)) throw new Refusal('already-closed');
  if (!isWaiting(question, record)) throw new Refusal('question-ended');
};

/** The case without what one of its questions waited for. */
const withoutOne = (record: Case, id: string): Case => ({
  ...record,
  openQuestions: record.openQuestions - 1,
  agenda: withEntry(withEntry(record.agenda, child(id), undefined), closing(id), undefined),
});

interface AnswerInput {
  input: z.output<typeof newAnswerSchema>;
  /** What was found of the files that it names. */
  files: readonly CaseFile[];
  /** The requester, or the member of staff who heard it from them. */
  by: Actor;
  at: number;
  via?: 'mail';
}

/**
 * Of the files that an answer names, those that are there or on their way; a requester's names none
 * that they may not see.
 */
const faultsOfFiles = ({ input, files, by }: AnswerInput) => {
  const usable = files.filter(
    (file) =>
      (isStored(file) || isAwaited(file) || file.checkedAt !== undefined) && (by.kind !== 'requester' || !file.private),
  );
  const known = new Set(usable.filter(({ state }) => state !== 'rejected').map(({ id }) => id));
  return input.fileIds.flatMap((id, index) =>
    known.has(id) ? [] : [missingReference(`/fileIds/${index}`, 'file', id)],
  );
};

/**
 * Answers a question, even an expired one; also where staff file it the requester has spoken.
 * @throws `already-answered`, `already-closed`, `question-ended`; 422 for a file of no such case
 */
export const answerTo = (
  record: Case,
  { question: before, ...answer }: AnswerInput & { question: Question },
  definition: CaseDefinition,
): Changed => {
  requireWaiting(before, record);
  const faults = faultsOfFiles(answer);
  if (faults.length > 0) throw unknownReferences(faults);
  const { input, by, at, via } = answer;
  const question: Question = {
    ...before,
    version: before.version + 1,
    updatedAt: iso(at),
    state: 'answered',
    answer: { ...input, at: iso(at), by, ...(via && { via }) },
  };
  const after = withoutOne(record, before.id);
  return changed(record, { after, before, question }, { type: 'Question Answered', at, definition });
};

/** Takes a question back: nobody waits for its answer any more. @throws as `answerTo` */
export const withdrawQuestion = (
  record: Case,
  { question: before, at }: { question: Question; at: number },
  definition: CaseDefinition,
): Changed => {
  requireWaiting(before, record);
  const question: Question = { ...before, version: before.version + 1, updatedAt: iso(at), state: 'withdrawn' };
  return changed(
    record,
    { after: withoutOne(record, before.id), before, question },
    { type: 'Question Withdrawn', at, definition },
  );
};

/**
 * A question as the wake-up of its case knows it: once it expires both sides get a mail, and a
 * closing is announced where the type says so.
 */
export const waitingQuestion = (question: Question, record: Case, definition: CaseDefinition): Waiting => {
  const { dueAt, unansweredAt } = question;
  const next = isWaiting(question, record) && !unansweredAt ? dueAt : undefined;
  return {
    kind: 'question',
    id: question.id,
    next,
    wake: (current, at) => {
      if (!next) throw new Error(`question ${question.id} waits for nothing`);
      const { closeAfter } = definition.type.questions;
      const closes = closeAfter && iso(addAmount(calendarOfType(definition), Math.max(at, epoch(next)), closeAfter));
      const after: Question = {
        ...question,
        version: question.version + 1,
        updatedAt: iso(at),
        unansweredAt: iso(at),
      };
      return {
        type: 'Question Unanswered',
        detail: { question: after, ...(closes && { closesAt: closes }) },
        was: { question },
        record: { ...current, agenda: withEntry(current.agenda, closing(question.id), closes) },
        rest: waitingQuestion(after, current, definition),
      };
    },
    write: () => questionWrite(record.id, question),
  };
};

/**
 * Questions go from one case to another with what they wait for. Their ids are their own, so
 * nothing of them changes.
 */
export const withQuestions = (record: Case, questions: readonly Question[], from: Pick<Case, 'agenda'>): Case => {
  const ids = new Set(questions.map(({ id }) => id));
  const entries = from.agenda.filter(({ kind, id }) => (kind === 'question' || kind === 'closing') && ids.has(id));
  return {
    ...record,
    openQuestions: record.openQuestions + questions.filter((question) => isWaiting(question, record)).length,
    questionCount: record.questionCount + questions.length,
    agenda: entries.reduce((agenda, { at, ...entry }) => withEntry(agenda, entry, at), record.agenda),
  };
};

/** The same case without them. */
export const withoutQuestions = (record: Case, questions: readonly Question[]): Case => ({
  ...record,
  openQuestions: record.openQuestions - questions.filter((question) => isWaiting(question, record)).length,
  questionCount: record.questionCount - questions.length,
  agenda: questions.reduce(
    (agenda, { id }) => withEntry(withEntry(agenda, child(id), undefined), closing(id), undefined),
    record.agenda,
  ),
});

/** How many questions a case has. */
export const questionsOfCase = ({ questionCount }: Pick<Case, 'questionCount'>): number => questionCount;

export const movedQuestions = (questions: readonly Question[], { from, to }: { from: string; to: string }): Write[] =>
  questions.flatMap((question) => [{ delete: childKey(from, child(question.id)) }, questionWrite(to, question)]);
