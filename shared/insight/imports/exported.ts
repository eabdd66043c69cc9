import { alertAnswerSchema } from '#shared/casework/alerts/alert.ts';
import { caseAnswerSchema } from '#shared/casework/cases/case.ts';
import { contactSchema, upsertedContactSchema } from '#shared/casework/contacts/contact.ts';
import { own } from '#shared/core/records/own.ts';
import { withoutApostrophe } from '#shared/insight/csv.ts';
import type { ImportKind } from '#shared/insight/imports/cells.ts';
import { isUnsaid } from '#shared/insight/imports/foreign/members.ts';
import { alertRowSchema, caseRowSchema } from '#shared/insight/imports/rows.schema.ts';

// What Caseward itself exported, as an import takes it. A case or alert has its id as `externalId`.
// What its new home says anew is left, and what an import cannot bring along is named.

type ExportedMembers = Record<string, unknown>;

/** Columns of an exported table that a row has under another name. */
const renamed: Record<ImportKind, Readonly<Record<string, string>>> = {
  cases: {
    assignee: 'assignee.user',
    group: 'assignee.group',
    closureReason: 'closure.reason',
    address: 'location.address',
    lat: 'location.lat',
    lon: 'location.lon',
  },
  alerts: {
    reviewer: 'reviewer.user',
    group: 'reviewer.group',
    course: 'course.code',
    section: 'course.section',
  },
  contacts: {},
};

const membersBeside = (record: { shape: object }, row: { shape: object }, ...more: string[]): ReadonlySet<string> =>
  new Set([...Object.keys(record.shape).filter((member) => !Object.hasOwn(row.shape, member)), ...more]);

/** Members of a record that no row of an import has. */
const unknownToRows: Record<ImportKind, ReadonlySet<string>> = {
  // A table has a category beside its status.
  cases: membersBeside(caseAnswerSchema, caseRowSchema, 'category'),
  alerts: membersBeside(alertAnswerSchema, alertRowSchema.in),
  contacts: membersBeside(contactSchema, { shape: { ...upsertedContactSchema.shape, updatedAt: true } }),
};

/** Of those the ones that nothing at its new home says anew, and how much lies below a record. */
const lostMembers: ReadonlySet<string> = new Set([
  'alertIds',
  'anonymisedAt',
  'anonymous',
  'caseId',
  'details',
  'escalated',
  'hold',
  'links',
  'locks',
  'mergedFrom',
  'mergedInto',
  'repeats',
  'roles',
  'subscribers',
]);
const isLost = (member: string): boolean => lostMembers.has(member) || member.endsWith('Count');

/** Whether a table, by its header, is one that Caseward exported. */
export const isExportedTable = (kind: ImportKind, columns: readonly string[]): boolean =>
  kind === 'contacts' ? columns.includes('createdAt') : columns.includes('id') && !columns.includes('externalId');

/** Whether a line is a record as Caseward exports it. */
export const isExportedRecord = (json: ExportedMembers): boolean => 'id' in json && 'version' in json;

const importedColumn = (kind: ImportKind, column: string): string => own(renamed[kind], column) ?? column;

/** The columns of an exported table by the names that an import has for them. */
export const columnsOfExported = (kind: ImportKind, columns: readonly string[]): string[] => [
  ...(kind === 'contacts' ? [] : ['externalId']),
  ...columns.filter((column) => !unknownToRows[kind].has(column)).map((column) => importedColumn(kind, column)),
];

/** The cells of a row by those names, and what else it says of its record. */
export const cellsOfExported = (
  kind: ImportKind,
  row: Readonly<Record<string, string>>,
): { cells: Record<string, string>; others: ExportedMembers } => {
  const entries = Object.entries(row);
  const isOther = ([column]: [string, string]) => unknownToRows[kind].has(column);
  const cells = entries
    .filter((entry) => !isOther(entry))
    .map(([column, text]) => [importedColumn(kind, column), withoutApostrophe(text)]);
  return { cells: Object.fromEntries(cells), others: Object.fromEntries(entries.filter(isOther)) };
};

const withoutUnknown = (kind: ImportKind, json: ExportedMembers): ExportedMembers =>
  Object.fromEntries(Object.entries(json).filter(([member]) => !unknownToRows[kind].has(member)));

const statusOfExported = (kind: ImportKind, status: unknown): unknown => {
  if (kind === 'cases' && typeof status === 'object' && status !== null) return Reflect.get(status, 'key');
  // It stays open here: which case it has is not known.
  return kind === 'alerts' && status === 'escalated' ? 'in-progress' : status;
};

const closureOfExported = (closure: unknown): unknown => {
  if (typeof closure !== 'object' || closure === null) return closure;
  const { at: _at, ...said } = closure as ExportedMembers;
  return said;
};

/**
 * An exported record as a row of an import: which record it is where it was exported, and the
 * members that it loses.
 */
export const rowOfExported = (
  kind: 'cases' | 'alerts',
  json: ExportedMembers,
): { id: string; row: ExportedMembers; lost: string[] } => {
  const { status, closure, externalId = json.id, ...rest } = withoutUnknown(kind, json);
  const { cancelledAt } = json;
  return {
    id: String(json.id),
    row: {
      externalId,
      ...rest,
      ...(status !== undefined && { status: statusOfExported(kind, status) }),
      ...(closure !== undefined && { closure: closureOfExported(closure) }),
      ...(cancelledAt !== undefined && { closedAt: cancelledAt }),
    },
    lost: Object.entries(json).flatMap(([member, value]) =>
      unknownToRows[kind].has(member) && isLost(member) && !isUnsaid(value) && String(value) !== '0' ? [member] : [],
    ),
  };
};

/** An exported contact as `PUT` takes it, with its id. */
export const contactOfExported = (json: ExportedMembers): ExportedMembers => withoutUnknown('contacts', json);
