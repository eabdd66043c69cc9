import type { CasewardClient, ItemOf, OperationAnswer } from '#client/client.ts';

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

const all = async <T>(pages: AsyncIterable<T>): Promise<T[]> => {
  const items: T[] = [];
  for await (const item of pages) items.push(item);
  return items;
};

const most = 200;

export const summaryQuery = (api: CasewardClient, id: string) => ({
  queryKey: ['case', id, 'summary'],
  queryFn: async () => (await api.caseSummary({ path: { id } })).data,
});

export const caseQueries = (api: CasewardClient, id: string) => {
  const path = { id };
  const whole = { path, query: { limit: most } };
  return {
    tasks: { queryKey: ['case', id, 'tasks'], queryFn: () => all(api.each('tasksOfCase', whole)) },
    activities: { queryKey: ['case', id, 'activities'], queryFn: () => all(api.each('activitiesOfCase', whole)) },
    appointments: {
      queryKey: ['case', id, 'appointments'],
      queryFn: () => all(api.each('appointmentsOfCase', whole)),
    },
    questions: { queryKey: ['case', id, 'questions'], queryFn: () => all(api.each('caseQuestions', whole)) },
    files: { queryKey: ['case', id, 'files'], queryFn: () => all(api.each('caseFiles', whole)) },
    messages: { queryKey: ['case', id, 'messages'], queryFn: () => all(api.each('caseMessages', whole)) },
    mails: { queryKey: ['case', id, 'mails'], queryFn: () => all(api.each('caseMails', whole)) },
    links: { queryKey: ['case', id, 'links'], queryFn: () => all(api.each('caseLinks', { path })) },
    ledger: (key: string) => ({
      queryKey: ['case', id, 'ledger', key],
      queryFn: () => all(api.each('clockLedger', { path: { id, key }, query: { limit: most } })),
    }),
  };
};
