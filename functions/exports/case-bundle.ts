import { withoutHiddenCases } from '#functions/api/hidden-cases.ts';
import { namesFor } from '#functions/api/names.ts';
import { type BundleEntry, jsonLines, jsonText } from '#functions/exports/bundle.ts';
import { casePage } from '#functions/exports/case-page.ts';
import type { Services } from '#functions/services.ts';
import type { Person } from '#shared/access/person.ts';
import { mayOnAlert, mayOnCase } from '#shared/access/policy.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import { alertsBy } from '#shared/casework/alerts/alerts.ts';
import { answerAlert } from '#shared/casework/alerts/answer-alert.ts';
import { answerCase } from '#shared/casework/cases/answer-case.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { DefinedCase } from '#shared/casework/cases/case-definition.ts';
import { definitionOf } from '#shared/casework/cases/cases.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import { answerFile, type CaseFile, fileIn, isStored, placeOf } from '#shared/casework/files/file.ts';
import { safeFileName } from '#shared/casework/files/file-name.ts';
import { storedObject } from '#shared/casework/files/keys.ts';
import { answerQuestion, type Question } from '#shared/casework/questions/question.ts';
import { answerTask, tasksOf } from '#shared/casework/tasks/task.ts';
import { childrenOf, readBelow, readHistory, readRecord } from '#shared/core/records/read.ts';
import { type ChildKind, filePrefix, notePrefix, partitionOf } from '#shared/core/table/keys.ts';
import { messagePrefix } from '#shared/core/table/mail-keys.ts';
import { answerMessage, type Message } from '#shared/mail/messages/message.ts';

// Events and notes that are read at a time; each event holds the case as it was, a kilobyte or two.
const pageSize = 200;

/** For whom a case is handed out, and when. */
export interface HandingOut {
  services: Services;
  caller: Person;
  /** Epoch milliseconds. */
  now: number;
  /** Where in the zip it lies, with a slash behind it; nothing for the zip of one case. */
  folder?: string;
}

/** A case as it may be handed out to its caller; undefined where it may not, or not any more. */
export const caseToHandOut = async (
  { services, caller }: HandingOut,
  id: string,
  action: 'export' | 'view',
): Promise<DefinedCase | undefined> => {
  const record = await readRecord<Case>(services.table, 'case', id);
  const type = record && (await services.definitions.one('case-types', record.type));
  if (!record || record.trashedAt || !type || !mayOnCase(caller, action, type.value, record)) return undefined;
  return { record, definition: await definitionOf(services.definitions, record) };
};

/** Rows as the caller would be answered them: without cases that they may not see. */
const shown = async <T>({ services, caller }: HandingOut, items: readonly T[]): Promise<T[]> =>
  ((await withoutHiddenCases(services, { body: { items }, caller })) as { items: T[] }).items;

/** The alerts of a case that the caller may see. */
const alertsOf = async ({ services, caller }: HandingOut, record: Case): Promise<Alert[]> => {
  const types = await services.definitions.all('alert-types');
  return (await alertsBy(services.table, record.alertIds)).filter((alert) => {
    const type = types.get(alert.type);
    return type && mayOnAlert(caller, 'view', type.value, alert);
  });
};

const filesOf = async ({ services, now }: HandingOut, caseId: string): Promise<CaseFile[]> => {
  const items = await services.table.queryAll({ pk: partitionOf({ kind: 'case', id: caseId }), prefix: filePrefix });
  return items.flatMap((item) => fileIn(item, now) ?? []);
};

/** Named so that two of one name lie side by side, and none leads out of its folder. */
const nameOfFile = ({ id, name }: CaseFile): string => `files/${id}-${safeFileName(name) ?? 'file'}`;

/**
 * Everything that a caller would be answered about a case: a page to read, each kind of thing as
 * JSON, and its files.
 */
export async function* caseBundle(out: HandingOut, { record, definition }: DefinedCase): AsyncGenerator<BundleEntry> {
  const { services, now, folder = '' } = out;
  const { table } = services;
  const subject = { kind: 'case' as const, id: record.id };
  const lines = <T>(
    name: string,
    read: (after: string | undefined) => Promise<{ items: readonly T[]; next?: string | undefined }>,
  ): BundleEntry => ({
    name: `${folder}${name}.jsonl`,
    pieces: jsonLines(async (after) => {
      const { items, next } = await read(after);
      return { items: await shown(out, items), next };
    }),
  });
  const below = <T>(name: string, prefix: string, show: (item: Record<string, unknown>) => T | undefined) =>
    lines(name, async (after) => {
      const { items, next } = await readBelow(table, subject, { prefix, limit: pageSize, after });
      return { items: items.flatMap((item) => show(item) ?? []) as T[], next };
    });
  const children = <T>(name: string, kind: ChildKind, show: (child: T) => unknown = (child) => child) =>
    lines(name, async (after) => {
      const { items, next } = await childrenOf<T>(table, record.id, { kind, limit: pageSize, after });
      return { items: items.map(show), next };
    });
  const contactId = record.anonymous ? undefined : record.contactId;
  const contact = contactId === undefined ? undefined : await readRecord<Contact>(table, 'contact', contactId);
  const files = await filesOf(out, record.id);
  const [answer] = await shown(out, [answerCase(record, definition, now)]);
  const alerts = await alertsOf(out, record);
  const at = { priority: record.priority, at: now };
  const tasks = (await tasksOf(table, record.id)).map((task) => answerTask(task, definition, at));
  const names = await namesFor(services, definition);
  const stored = files.filter(isStored).map((file) => ({ file, path: nameOfFile(file) }));
  yield {
    name: `${folder}index.html`,
    pieces: casePage({ table, record, definition, contact, names, tasks, stored, now }),
  };
  yield { name: `${folder}case.json`, pieces: jsonText(answer) };
  if (contact) yield { name: `${folder}contact.json`, pieces: jsonText(contact) };
  yield lines('history', async (after) => {
    const { events, next } = await readHistory(table, subject, { limit: pageSize, after });
    return { items: events, next };
  });
  yield below('notes', notePrefix, ({ note }) => note);
  yield below('messages', messagePrefix, ({ message }) => answerMessage(message as Message, () => undefined));
  yield lines('files', async () => ({ items: files.map(answerFile) }));
  yield lines('tasks', async () => ({ items: tasks }));
  yield children('activities', 'activity');
  yield children('appointments', 'appointment');
  yield children<Question>('questions', 'question', (question) => answerQuestion(question, record));
  yield lines('alerts', async () => ({ items: alerts.map(answerAlert) }));
  for (const { file, path } of stored)
    yield { name: `${folder}${path}`, place: storedObject(placeOf(file)), size: file.size };
}
