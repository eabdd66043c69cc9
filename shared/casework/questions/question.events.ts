import { declareCaseEvent, ofCase } from '#shared/casework/cases/declare-case-event.ts';
import { instant } from '#shared/core/records/primitives.ts';

const question = async () => ({
  question: (await import('#shared/casework/questions/question.schema.ts')).questionSchema,
});

const asked = ({ after }: { after: { question?: { text: string } | undefined } }) => after.question?.text;

export const questionEvents = [
  declareCaseEvent({
    ...ofCase,
    type: 'Question Asked',
    after: question,
    publicity: 'public',
    line: (event) => `The requester was asked: ${asked(event)}`,
    lineForRequester: (event) => `You were asked: ${asked(event)}`,
    named: (event) => asked(event),
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
    line: (event) => `The question was answered: ${asked(event)}`,
    lineForRequester: (event) => `Answered: ${asked(event)}`,
    named: (event) => asked(event),
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
    line: (event) => `No answer has come: ${asked(event)}`,
    lineForRequester: (event) => `No answer has come from you: ${asked(event)}`,
    named: (event) => asked(event),
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
    line: (event) => `The question was taken back: ${asked(event)}`,
    named: (event) => asked(event),
    movesClocks: true,
    consumers: ['clocks'],
  }),
] as const;
