import type { CasewardClient, ItemOf, OperationAnswer } from '#client/client.ts';
import { everyItem } from '#console/records/pages.ts';

// What the parts of a case are asked for by. Every key begins with `case` and its id, so the change
// feed outdates all of them at once.

export type CaseSummary = OperationAnswer<'caseSummary'>;
export type CaseRecord = CaseSummary['record'];
export type ClockAnswer = CaseSummary['clocks'][number];
export type TaskAnswer = ItemOf<'tasksOfCase'>;
export type ActivityAnswer = ItemOf<'activitiesOfCase'>;
export type AppointmentAnswer = ItemOf<'appointmentsOfCase'>;
export type QuestionAnswer = ItemOf<'caseQuestions'>;
export type FileAnswer = ItemOf<'caseFiles'>;
export type MessageAnswer = ItemOf<'caseMessages'>;
export type ClockMove = ItemOf<'clockLedger'>;
export type Right = CaseSummary['rights'][number];

const most = 200;

export const summaryQuery = (api: CasewardClient, id: string) => ({
  queryKey: ['case', id, 'summary'],
  queryFn: async () => (await api.caseSummary({ path: { id } })).data,
});

export const caseQueries = (api: CasewardClient, id: string) => {
  const path = { id };
  const whole = { path, query: { limit: most } };
  return {
    tasks: { queryKey: ['case', id, 'tasks'], queryFn: () => everyItem(api.each('tasksOfCase', whole)) },
    activities: { queryKey: ['case', id, 'activities'], queryFn: () => everyItem(api.each('activitiesOfCase', whole)) },
    appointments: {
      queryKey: ['case', id, 'appointments'],
      queryFn: () => everyItem(api.each('appointmentsOfCase', whole)),
    },
    questions: { queryKey: ['case', id, 'questions'], queryFn: () => everyItem(api.each('caseQuestions', whole)) },
    files: { queryKey: ['case', id, 'files'], queryFn: () => everyItem(api.each('caseFiles', whole)) },
    messages: { queryKey: ['case', id, 'messages'], queryFn: () => everyItem(api.each('caseMessages', whole)) },
    mails: { queryKey: ['case', id, 'mails'], queryFn: () => everyItem(api.each('caseMails', whole)) },
    links: { queryKey: ['case', id, 'links'], queryFn: () => everyItem(api.each('caseLinks', { path })) },
    ledger: (key: string) => ({
      queryKey: ['case', id, 'ledger', key],
      queryFn: () => everyItem(api.each('clockLedger', { path: { id, key }, query: { limit: most } })),
    }),
  };
};
