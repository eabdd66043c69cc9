import type { CasewardClient, OperationAnswer, OperationInput } from '#client/client.ts';
import { newestOfMine, wholeOfMine } from '#console/portal/first-pages.ts';
import { everyItem, type PageOf } from '#console/records/pages.ts';

// A requester's case, by login or by the link of a mail: the same operations under two names.

export type MyCaseRecord = OperationAnswer<'getMyCase'>;
export type MyNote = OperationAnswer<'myNotes'>['items'][number];
export type MyQuestion = OperationAnswer<'myQuestions'>['items'][number];
export type MyAppointment = OperationAnswer<'myAppointments'>['items'][number];
export type MyFile = OperationAnswer<'myFiles'>['items'][number];
export type Happening = OperationAnswer<'myHistory'>['items'][number];
export type MyContact = OperationAnswer<'myContactOfCase'>;

export type Access = { id: string } | { token: string };

/** Where a list goes on. */
type Place = { cursor?: string };

export interface MyCase {
  /** Begins the keys of all queries about it. */
  key: readonly [string, string];
  read(): Promise<MyCaseRecord>;
  /** Newest first. */
  notes(place: Place): Promise<PageOf<MyNote>>;
  addNote(text: string): Promise<unknown>;
  /** Newest first. */
  history(place: Place): Promise<PageOf<Happening>>;
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

const byLogin = (api: CasewardClient, id: string): MyCase => {
  const path = { id };
  const whole = { path, query: wholeOfMine };
  const from = (place: Place) => ({ path, query: { ...newestOfMine, ...place } });
  return {
    key: ['case', id],
    read: async () => (await api.getMyCase({ path })).data,
    notes: async (place) => (await api.myNotes(from(place))).data,
    addNote: (text) => api.addMyNote({ path, body: { text } }),
    history: async (place) => (await api.myHistory(from(place))).data,
    questions: () => everyItem(api.each('myQuestions', whole)),
    answer: (questionId, body) => api.answerMyQuestion({ path: { id, questionId }, body }),
    appointments: () => everyItem(api.each('myAppointments', whole)),
    files: () => everyItem(api.each('myFiles', whole)),
    file: async (fileId) => (await api.getMyFile({ path: { id, fileId } })).data,
    announceFile: async (body) => (await api.announceMyFile({ path, body })).data,
    withdraw: (note) => api.withdrawMyCase({ path, body: note === undefined ? {} : { note } }),
    contact: () => api.myContactOfCase({ path }),
    editContact: (body, ifMatch) => api.editMyContactOfCase({ path, body, ifMatch }),
  };
};

const byLink = (api: CasewardClient, token: string): MyCase => {
  const path = { token };
  const whole = { path, query: wholeOfMine };
  const from = (place: Place) => ({ path, query: { ...newestOfMine, ...place } });
  return {
    key: ['link', token],
    read: async () => (await api.getMyCaseByLink({ path })).data,
    notes: async (place) => (await api.myNotesByLink(from(place))).data,
    addNote: (text) => api.addMyNoteByLink({ path, body: { text } }),
    history: async (place) => (await api.myHistoryByLink(from(place))).data,
    questions: () => everyItem(api.each('myQuestionsByLink', whole)),
    answer: (questionId, body) => api.answerMyQuestionByLink({ path: { token, questionId }, body }),
    appointments: () => everyItem(api.each('myAppointmentsByLink', whole)),
    files: () => everyItem(api.each('myFilesByLink', whole)),
    file: async (fileId) => (await api.getMyFileByLink({ path: { token, fileId } })).data,
    announceFile: async (body) => (await api.announceMyFileByLink({ path, body })).data,
    withdraw: (note) => api.withdrawMyCaseByLink({ path, body: note === undefined ? {} : { note } }),
    contact: () => api.myContactOfCaseByLink({ path }),
    editContact: (body, ifMatch) => api.editMyContactOfCaseByLink({ path, body, ifMatch }),
  };
};

export const myCaseOf = (api: CasewardClient, access: Access): MyCase =>
  'id' in access ? byLogin(api, access.id) : byLink(api, access.token);
