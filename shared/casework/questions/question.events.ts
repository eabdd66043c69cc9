import { declareCaseEvent, ofCase } from '#shared/casework/cases/declare-case-event.ts';
import { instant } from '#shared/core/records/primitives.ts';

const question = async () => ({
  question: (await import('#shared/casework/questions/question.schema.ts')).questionSchema,
});

export const questionEvents = [
  declareCaseEvent({
    ...ofCase,
    type: 'Question Asked',
    after: question,
    publicity: 'public',
    line: ({ after }) => `The requester was asked: ${after.question?.text}`,
    movesClocks: true,
    triggers: { 'question-asked': true },
    consumers: ['clocks', 'notify'],
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'Question Answered',
    before: question,
    after: question,
    publicity: 'public',
    line: ({ after }) => `The question was answered: ${after.question?.text}`,
    movesClocks: true,
    triggers: { 'question-answered': true },
    consumers: ['clocks', 'notify'],
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'Question Unanswered',
    before: question,
    after: async () => ({
      ...(await question()),
      /** When the case is closed if the requester stays silent. */
      closesAt: instant.optional(),
    }),
    publicity: 'public',
    line: ({ after }) => `No answer has come: ${after.question?.text}`,
    movesClocks: true,
    triggers: { 'question-unanswered': true },
    consumers: ['notify'],
  }),
  declareCaseEvent({
    ...ofCase,
    type: 'Question Withdrawn',
    before: question,
    after: question,
    publicity: 'public',
    line: ({ after }) => `The question was taken back: ${after.question?.text}`,
    movesClocks: true,
    consumers: ['clocks'],
  }),
] as const;
