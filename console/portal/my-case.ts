import type { CasewardClient, OperationAnswer, OperationInput } from '#client/client.ts';

// A requester's case, by login or by the link of a mail: the same operations under two names.

export type MyCaseRecord = OperationAnswer<'getMyCase'>;
export type MyNote = OperationAnswer<'myNotes'>['items'][number];
export type MyQuestion = OperationAnswer<'myQuestions'>['items'][number];
export type MyAppointment = OperationAnswer<'myAppointments'>['items'][number];
export type MyFile = OperationAnswer<'myFiles'>['items'][number];
export type Happening = OperationAnswer<'myHistory'>['items'][number];
export type MyContact = OperationAnswer<'myContactOfCase'>;

export type Access = { id: string } | { token: string };

export interface MyCase {
  /** Begins the keys of all queries about it. */
  key: readonly [string, string];
  read(): Promise<MyCaseRecord>;
  notes(): Promise<MyNote[]>;
  addNote(text: string): Promise<unknown>;
  history(): Promise<Happening[]>;
  questions(): Promise<MyQuestion[]>;
  answer(questionId: string, answer: OperationInput<'answerMyQuestion'>['body']): Promise<unknown>;
  appointments(): Promise<MyAppointment[]>;
  files(): Promise<MyFile[]>;
  file(fileId: string): Promise<OperationAnswer<'getMyFile'>>;
  announceFile(file: { name: string; size: number; contentType: string }): Promise<OperationAnswer<'announceMyFile'>>;
  withdraw(note: string | undefined): Promise<unknown>;
  contact(): Promise<{ data: MyContact; etag?: string | undefined }>;
  editContact(changes: OperationInput<'editMyContactOfCase'>['body'], ifMatch: string | undefined): Promise<unknown>;
}

const most = 200;

const itemsOf = <Item>({ data }: { data: { items: Item[] } }): Item[] => data.items;

const byLogin = (api: CasewardClient, id: string): MyCase => {
  const path = { id };
  const query = { limit: most };
  return {
    key: ['case', id],
    read: async () => (await api.getMyCase({ path })).data,
    notes: async () => itemsOf(await api.myNotes({ path, query })),
    addNote: (text) => api.addMyNote({ path, body: { text } }),
    history: async () => itemsOf(await api.myHistory({ path, query })),
    questions: async () => itemsOf(await api.myQuestions({ path, query })),
    answer: (questionId, body) => api.answerMyQuestion({ path: { id, questionId }, body }),
    appointments: async () => itemsOf(await api.myAppointments({ path, query })),
    files: async () => itemsOf(await api.myFiles({ path, query })),
    file: async (fileId) => (await api.getMyFile({ path: { id, fileId } })).data,
    announceFile: async (body) => (await api.announceMyFile({ path, body })).data,
    withdraw: (note) => api.withdrawMyCase({ path, body: note === undefined ? {} : { note } }),
    contact: () => api.myContactOfCase({ path }),
    editContact: (body, ifMatch) => api.editMyContactOfCase({ path, body, ifMatch }),
  };
};

const byLink = (api: CasewardClient, token: string): MyCase => {
  const path = { token };
  const query = { limit: most };
  return {
    key: ['link', token],
    read: async () => (await api.getMyCaseByLink({ path })).data,
    notes: async () => itemsOf(await api.myNotesByLink({ path, query })),
    addNote: (text) => api.addMyNoteByLink({ path, body: { text } }),
    history: async () => itemsOf(await api.myHistoryByLink({ path, query })),
    questions: async () => itemsOf(await api.myQuestionsByLink({ path, query })),
    answer: (questionId, body) => api.answerMyQuestionByLink({ path: { token, questionId }, body }),
    appointments: async () => itemsOf(await api.myAppointmentsByLink({ path, query })),
    files: async () => itemsOf(await api.myFilesByLink({ path, query })),
    file: async (fileId) => (await api.getMyFileByLink({ path: { token, fileId } })).data,
    announceFile: async (body) => (await api.announceMyFileByLink({ path, body })).data,
    withdraw: (note) => api.withdrawMyCaseByLink({ path, body: note === undefined ? {} : { note } }),
    contact: () => api.myContactOfCaseByLink({ path }),
    editContact: (body, ifMatch) => api.editMyContactOfCaseByLink({ path, body, ifMatch }),
  };
};

export const myCaseOf = (api: CasewardClient, access: Access): MyCase =>
  'id' in access ? byLogin(api, access.id) : byLink(api, access.token);
