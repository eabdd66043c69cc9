import { loadCase } from '#functions/api/cases/load.ts';
import { withoutHiddenCases } from '#functions/api/hidden-cases.ts';
import { routeHandler } from '#functions/api/route-handler.ts';
import { ZipWriter } from '#functions/api/zip.ts';
import type { Services } from '#functions/services.ts';
import type { Person } from '#shared/access/person.ts';
import { mayOnAlert } from '#shared/access/policy.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import { alertsBy } from '#shared/casework/alerts/alerts.ts';
import { answerAlert } from '#shared/casework/alerts/answer-alert.ts';
import { answerCase } from '#shared/casework/cases/answer-case.ts';
import { exportCaseRoute } from '#shared/casework/cases/case.routes.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import { answerFile, fileIn } from '#shared/casework/files/file.ts';
import { answerTask, tasksOf } from '#shared/casework/tasks/task.ts';
import { readBelow, readHistory, readRecord } from '#shared/core/records/read.ts';
import { filePrefix, notePrefix } from '#shared/core/table/keys.ts';

// Events and notes that are read at a time; each event holds the case as it was, a kilobyte or two.
const pageSize = 200;

interface ExportPage {
  items: unknown[];
  next?: string | undefined;
}

/** What lies below a case as JSON lines, page by page, as the caller would be answered it. */
async function* linesOf(
  services: Services,
  caller: Person,
  read: (after: string | undefined) => Promise<ExportPage>,
): AsyncGenerator<string> {
  for (let after: string | undefined; ; ) {
    const { items, next } = await read(after);
    const shown = (await withoutHiddenCases(services, { body: { items }, caller })) as ExportPage;
    yield shown.items.map((item) => `${JSON.stringify(item)}\n`).join('');
    if (next === undefined) return;
    after = next;
  }
}

/** The alerts of a case that the caller may see. */
const alertsOf = async ({ table, definitions }: Services, caller: Person, record: Case): Promise<Alert[]> => {
  const types = await definitions.all('alert-types');
  return (await alertsBy(table, record.alertIds)).filter((alert) => {
    const type = types.get(alert.type);
    return type && mayOnAlert(caller, 'view', type.value, alert);
  });
};

// GET /v1/cases/{id}/export: everything that the caller would be answered about the case, as one
// file.
export const exportCase = routeHandler(exportCaseRoute, async (services, request) => {
  const { caller, now } = request;
  const { table } = services;
  const { record, definition } = await loadCase(services, request, 'export');
  const subject = { kind: 'case' as const, id: record.id };
  const json = async (body: unknown) => [
    `${JSON.stringify(await withoutHiddenCases(services, { body, caller }), null, 2)}\n`,
  ];
  const lines = (read: (after: string | undefined) => Promise<ExportPage>) => linesOf(services, caller, read);
  const zip = new ZipWriter(now);
  await zip.write('case.json', await json(answerCase(record, definition, now)));
  const contactId = record.anonymous ? undefined : record.contactId;
  const contact = contactId === undefined ? undefined : await readRecord<Contact>(table, 'contact', contactId);
  if (contact) await zip.write('contact.json', await json(contact));
  await zip.write(
    'history.jsonl',
    lines(async (after) => {
      const { events, next } = await readHistory(table, subject, { limit: pageSize, after });
      return { items: events, next };
    }),
  );
  await zip.write(
    'notes.jsonl',
    lines(async (after) => {
      const { items, next } = await readBelow(table, subject, { prefix: notePrefix, limit: pageSize, after });
      return { items: items.map(({ note }) => note), next };
    }),
  );
  await zip.write(
    'files.jsonl',
    lines(async (after) => {
      const { items, next } = await readBelow(table, subject, { prefix: filePrefix, limit: pageSize, after });
      return { items: items.flatMap((item) => fileIn(item, now) ?? []).map(answerFile), next };
    }),
  );
  await zip.write(
    'tasks.jsonl',
    lines(async () => {
      const at = { priority: record.priority, at: now };
      return { items: (await tasksOf(table, record.id)).map((task) => answerTask(task, definition, at)) };
    }),
  );
  await zip.write(
    'alerts.jsonl',
    lines(async () => ({ items: (await alertsOf(services, caller, record)).map(answerAlert) })),
  );
  const name = `${record.reference}.zip`;
  return { body: zip.finish(name), headers: { 'content-disposition': `attachment; filename="${name}"` } };
});
