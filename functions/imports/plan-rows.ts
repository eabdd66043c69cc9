import { type ImportRun, nothingOf, type RowTaken } from '#functions/imports/import-run.ts';
import { takeAlert } from '#functions/imports/take-alert.ts';
import { takeCase } from '#functions/imports/take-case.ts';
import { contactRowOfCells, contactRowsOfLine, isRosterTable } from '#functions/imports/take-contact.ts';
import { takeForeign } from '#functions/imports/take-foreign.ts';
import type { Services } from '#functions/services.ts';
import { mayOnCase } from '#shared/access/policy.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { definitionOf } from '#shared/casework/cases/cases.ts';
import { invalid } from '#shared/core/errors.ts';
import type { FieldDefinition } from '#shared/core/records/field-definition.schema.ts';
import { readRecord } from '#shared/core/records/read.ts';
import type { ByteSource } from '#shared/insight/imports/byte-source.ts';
import { type ImportKind, refuseColumns, rowOfCells } from '#shared/insight/imports/cells.ts';
import {
  cellsOfExported,
  columnsOfExported,
  isExportedRecord,
  isExportedTable,
  rowOfExported,
} from '#shared/insight/imports/exported.ts';
import { type FileForm, fileFormOf } from '#shared/insight/imports/file-form.ts';
import type { ForeignCase } from '#shared/insight/imports/foreign/foreign-case.ts';
import { ForeignMembers } from '#shared/insight/imports/foreign/members.ts';
import { foreignReader, refuseForeignColumns, writesUnquoted } from '#shared/insight/imports/foreign/readers.ts';
import type { ImportOptions } from '#shared/insight/imports/import.schema.ts';
import type { ReadRow } from '#shared/insight/imports/read-row.ts';

/** What is imported, and how. */
export interface ImportOrder {
  kind: ImportKind;
  options: ImportOptions;
}

/** A row of a file with what is to be done with it. */
export interface PlannedRow {
  row: number;
  /** Rows about one thing are taken one after another. */
  about: string;
  take: (run: ImportRun, isDry: boolean) => Promise<RowTaken>;
}

/** A record as JSON says it. */
export type JsonRow = Record<string, unknown>;

const refuseForm = async (form: FileForm, { kind, options }: ImportOrder): Promise<void> => {
  if (form.shape !== 'table') return;
  const { columns } = form.table;
  if (options.format) await refuseForeignColumns(options.format, columns);
  else if (kind !== 'contacts' || !isRosterTable(columns)) {
    const named = isExportedTable(kind, columns) ? columnsOfExported(kind, columns) : columns;
    refuseColumns(kind, named, options.type === undefined ? [] : ['type']);
  }
};

/**
 * How a file is written that is to be imported.
 * @throws `invalid-request` for a table with each column that is not known, or is missing
 */
export const admittedForm = async (source: ByteSource, what: ImportOrder): Promise<FileForm> => {
  const form = await fileFormOf(source, { isUnquoted: writesUnquoted(what.options.format) });
  await refuseForm(form, what);
  return form;
};

const fieldsOf = async (
  { definitions }: Services,
  kind: ImportKind,
  type: string | undefined,
): Promise<readonly FieldDefinition[]> => {
  if (type === undefined || kind === 'contacts') return [];
  const types = kind === 'cases' ? 'case-types' : 'alert-types';
  return (await definitions.one(types, type))?.value.fields ?? [];
};

/** What another system exported of a record, as it is read by its words. */
export const foreignCaseOf = async (
  record: JsonRow,
  { options }: ImportOrder,
  beside: JsonRow = {},
): Promise<ForeignCase | undefined> =>
  options.format && (await foreignReader(options.format)).read(new ForeignMembers(record), beside);

const withType = (json: JsonRow, { options }: ImportOrder): JsonRow =>
  options.type === undefined || 'type' in json ? json : { ...json, type: options.type };

const ownRow = (row: number, json: JsonRow, what: ImportOrder): PlannedRow => ({
  row,
  about: String(json.externalId ?? `row ${row}`),
  take: (run) => (what.kind === 'cases' ? takeCase : takeAlert)(run, withType(json, what)),
});

/** Whether a record is here that the caller may see, as it was exported from here. */
const isHere = async ({ services, by }: ImportRun, kind: ImportKind, id: string): Promise<boolean> => {
  if (kind === 'alerts') return (await readRecord<Alert>(services.table, 'alert', id)) !== undefined;
  const found = await readRecord<Case>(services.table, 'case', id);
  if (!found) return false;
  const { type } = await definitionOf(services.definitions, found);
  return mayOnCase(by, 'view', type, found);
};

/** Of a record that Caseward exported: where it is still here, nothing is done. */
const exportedRow = (row: number, json: JsonRow, what: ImportOrder): PlannedRow => {
  const { id, row: said, lost } = rowOfExported(what.kind === 'cases' ? 'cases' : 'alerts', json);
  const planned = ownRow(row, said, what);
  return {
    ...planned,
    take: async (run, isDry) => {
      if (await isHere(run, what.kind, id)) return nothingOf('skipped', id);
      return { ...(await planned.take(run, isDry)), ...(lost.length > 0 && { unmapped: lost }) };
    },
  };
};

/** Of an other system's record. */
export const foreignRow = (row: number, foreign: ForeignCase): PlannedRow => ({
  row,
  about: (foreign.hasRowPerClient ? undefined : foreign.requester?.email) ?? foreign.id ?? `row ${row}`,
  take: (run) => takeForeign(run, foreign),
});

/** The rows of a JSON object; what OneRoster answers may hold several. */
export const plannedRowsOf = async (row: number, json: JsonRow, what: ImportOrder): Promise<PlannedRow[]> => {
  if (what.kind === 'contacts') return contactRowsOfLine(json).map((one) => ({ row, ...one }));
  const foreign = await foreignCaseOf(json, what);
  if (foreign) return [foreignRow(row, foreign)];
  return [(isExportedRecord(json) ? exportedRow : ownRow)(row, json, what)];
};

/** What is to be done with a row of a file, as it was read. */
export const planRow = async (
  services: Services,
  { row, value, fault }: ReadRow,
  { form, what }: { form: FileForm; what: ImportOrder },
): Promise<PlannedRow[]> => {
  if (fault) {
    const refuse = async (): Promise<RowTaken> => {
      throw invalid([fault]);
    };
    return [{ row, about: `row ${row}`, take: refuse }];
  }
  if (form.shape !== 'table' || what.options.format) return plannedRowsOf(row, value as JsonRow, what);
  const cells = value as Record<string, string>;
  if (what.kind === 'contacts') return [{ row, ...contactRowOfCells(cells) }];
  const fields = await fieldsOf(services, what.kind, cells.type || what.options.type);
  if (!isExportedTable(what.kind, Object.keys(cells))) return [ownRow(row, rowOfCells(what.kind, cells, fields), what)];
  const exported = cellsOfExported(what.kind, cells);
  const json = { ...rowOfCells(what.kind, exported.cells, fields), ...exported.others };
  return [exportedRow(row, json, what)];
};
