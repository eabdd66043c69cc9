import type { Case } from '#shared/casework/cases/case.ts';
import type { CaseDefinition } from '#shared/casework/cases/case-definition.ts';
import type { DisplayNames } from '#shared/casework/cases/declare-case-event.ts';
import { notesAndEvents } from '#shared/casework/cases/notes/notes-and-events.ts';
import { statusOf } from '#shared/casework/cases/status.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import type { CaseFile } from '#shared/casework/files/file.ts';
import type { TaskAnswer } from '#shared/casework/tasks/task.ts';
import { own } from '#shared/core/records/own.ts';
import type { Table } from '#shared/core/table/table.ts';
import { escapeHtml } from '#shared/mail/notifications/html.ts';

// A case as a page to read in any browser, now and in twenty years: no script, nothing from
// anywhere else, and all that people wrote escaped.

interface ReadableCase {
  table: Table;
  record: Case;
  definition: CaseDefinition;
  contact: Contact | undefined;
  names: DisplayNames;
  tasks: readonly TaskAnswer[];
  /** Its files, each with its path beside the page. */
  stored: readonly { file: CaseFile; path: string }[];
  /** Epoch milliseconds. */
  now: number;
}

// Events and notes that are read at a time.
const pageSize = 200;

const style =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:60em;margin:2em auto;padding:0 1em}' +
  'dl{display:grid;grid-template-columns:max-content 1fr;gap:.2em 1.5em}dt{font-weight:600}dd{margin:0}' +
  'li{margin:.6em 0}time{color:#555;font-size:.85em}.text{white-space:pre-wrap}';

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : String(value);
const instant = (at: string): string => `<time datetime="${at}">${at.slice(0, 16).replace('T', ' ')} UTC</time>`;
const term = (name: string, value: unknown): string =>
  value === undefined || value === ''
    ? ''
    : `<dt>${escapeHtml(name)}</dt><dd class="text">${escapeHtml(textOf(value))}</dd>`;
const section = (title: string, body: string): string => (body === '' ? '' : `<h2>${title}</h2>${body}`);
const list = (lines: readonly string[]): string =>
  lines.length === 0 ? '' : `<ul>${lines.map((line) => `<li>${line}</li>`).join('')}</ul>`;

const assigneeOf = ({ assignee }: Case, { person, group }: DisplayNames): string | undefined => {
  if (!assignee) return undefined;
  return 'user' in assignee ? (person(assignee.user) ?? assignee.user) : (group(assignee.group) ?? assignee.group);
};

const factsOf = ({ record, definition, contact, names }: ReadableCase): string => {
  const { type } = definition;
  const fields = type.fields.map(({ key, name }) => term(name, own(record.fields, key)));
  return `<dl>${[
    term('Reference', record.reference),
    term('Type', type.name),
    term('Status', statusOf(type, record.status.key)?.name ?? record.status.key),
    term('Priority', record.priority),
    term('Raised', record.createdAt),
    term('Due', record.dueAt),
    term('Closed', record.closedAt),
    term('Reason', record.closure?.reason),
    term('Assignee', assigneeOf(record, names)),
    term('Contact', contact?.name),
    term('Mail', contact?.email),
    term('Tags', record.tags.join(', ')),
    term('Description', record.description),
    ...fields,
  ].join('')}</dl>`;
};

/** The page, piece by piece: a history may have ten thousand lines. */
export async function* casePage(readable: ReadableCase): AsyncGenerator<string> {
  const { table, record, tasks, stored, names, now } = readable;
  const title = escapeHtml(`${record.reference} ${record.subject}`);
  yield `<!doctype html><html><head><meta charset="utf-8"><title>${title}</title><style>${style}</style></head>`;
  yield `<body><h1>${title}</h1>${factsOf(readable)}`;
  yield section(
    'Tasks',
    list(tasks.map(({ title: of, status, outcome }) => escapeHtml([of, status, outcome].filter(Boolean).join(' · ')))),
  );
  yield section(
    'Files',
    list(stored.map(({ file, path }) => `<a href="${escapeHtml(encodeURI(path))}">${escapeHtml(file.name)}</a>`)),
  );
  yield '<h2>History</h2><ul>';
  const subject = { kind: 'case' as const, id: record.id };
  for (let after: string | undefined; ; ) {
    const { items, next } = await notesAndEvents(table, subject, { limit: pageSize, after, names });
    for (const { createdAt, createdBy, text } of items) {
      const who = names.person(createdBy.id) ?? (createdBy.kind === 'user' ? createdBy.id : createdBy.kind);
      yield `<li>${instant(createdAt)} ${escapeHtml(who)}<div class="text">${escapeHtml(text)}</div></li>`;
    }
    if (next === undefined) break;
    after = next;
  }
  yield `</ul><p>Handed out ${instant(new Date(now).toISOString())}</p></body></html>\n`;
}
