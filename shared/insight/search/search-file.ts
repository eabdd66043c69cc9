import type { AlertAnswer } from '#shared/casework/alerts/alert.ts';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import { own } from '#shared/core/records/own.ts';
import type { PersonOrGroup } from '#shared/core/records/primitives.ts';
import type { SearchedKind } from '#shared/core/table/search-keys.ts';
import { type CsvCell, csvHeadOf, csvOf } from '#shared/insight/csv.ts';
import { type FileFormat, mediaTypes } from '#shared/insight/search/search.schema.ts';

// What was found as a file: CSV for a spreadsheet, GeoJSON for a map, JSON lines for a program.
// Each is written in parts, with what stands in front of them and behind.

/** A record as its caller is shown it. */
export type ShownRecord = CaseAnswer | AlertAnswer | Contact;

const listed = (values: readonly string[]): string => values.join('; ');

const ofOwner = (owner: PersonOrGroup | undefined): [CsvCell, CsvCell] =>
  owner === undefined ? [undefined, undefined] : 'user' in owner ? [owner.user, undefined] : [undefined, owner.group];

const ofCase = (record: CaseAnswer): Record<string, CsvCell> => {
  const [assignee, group] = ofOwner(record.assignee);
  const { id, reference, type, status, stage, subtype, priority, subject, contactId, location, closure } = record;
  const { createdAt, updatedAt, dueAt, closedAt, escalated, tags } = record;
  return {
    id,
    reference,
    type,
    status: status.key,
    category: status.category,
    stage,
    subtype,
    priority,
    subject,
    description: record.description,
    contactId,
    assignee,
    group,
    escalated,
    private: record.private,
    tags: listed(tags),
    createdAt,
    updatedAt,
    dueAt,
    closedAt,
    closureReason: closure?.reason,
    address: location?.address,
    lat: location?.lat,
    lon: location?.lon,
  };
};

const ofAlert = (record: AlertAnswer): Record<string, CsvCell> => {
  const [reviewer, group] = ofOwner(record.reviewer);
  const { id, type, status, category, priority, description, contactId, course, source, tags, caseId } = record;
  const { createdAt, updatedAt, dueAt, outcome, repeats } = record;
  return {
    id,
    type,
    status,
    category,
    priority,
    description,
    contactId,
    reviewer,
    group,
    course: course?.code,
    section: course?.section,
    source,
    private: record.private,
    tags: listed(tags),
    createdAt,
    updatedAt,
    dueAt,
    outcome,
    caseId,
    repeats,
  };
};

const ofContact = (record: Contact): Record<string, CsvCell> => {
  const { id, name, email, phone, kind, labels, language, timeZone, createdAt, updatedAt } = record;
  return { id, name, email, phone, kind, labels: listed(labels), language, timeZone, createdAt, updatedAt };
};

const membersOf: Record<SearchedKind, readonly string[]> = {
  case: Object.keys(ofCase({ status: {}, tags: [] } as unknown as CaseAnswer)),
  alert: Object.keys(ofAlert({ tags: [] } as unknown as AlertAnswer)),
  contact: Object.keys(ofContact({ labels: [] } as unknown as Contact)),
};

const values = (kind: SearchedKind, record: ShownRecord): Record<string, CsvCell> => {
  if (kind === 'case') return ofCase(record as CaseAnswer);
  return kind === 'alert' ? ofAlert(record as AlertAnswer) : ofContact(record as Contact);
};

const textOf = (value: unknown): CsvCell => {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return listed(value.map((one) => String(textOf(one) ?? '')));
  const { amount, currency, text } = value as { amount?: string; currency?: string; text?: string };
  return text ?? (amount === undefined ? JSON.stringify(value) : `${amount} ${currency}`);
};

/** What is written of a search, and how. */
export interface SearchFileForm {
  kind: SearchedKind;
  format: FileFormat;
  /** Custom fields, or attributes of contacts, that have a column of their own. */
  fields: readonly string[];
}

/** Contacts have whatever attributes somebody gave them: those of these records have columns. */
export const withAttributes = (form: SearchFileForm, records: readonly ShownRecord[]): SearchFileForm => {
  if (form.kind !== 'contact') return form;
  const names = records.flatMap((record) => Object.keys((record as Contact).attributes));
  return { ...form, fields: [...new Set(names)].sort() };
};

const prefixOf = (kind: SearchedKind): string => (kind === 'contact' ? 'attributes' : 'fields');

/** The names of the columns, custom fields as `fields.<key>`. */
export const columnsOf = ({ kind, fields }: SearchFileForm): string[] => [
  ...membersOf[kind],
  ...fields.map((field) => `${prefixOf(kind)}.${field}`),
];

const rowOf = ({ kind, fields }: SearchFileForm, record: ShownRecord): Record<string, CsvCell> => {
  const custom = kind === 'contact' ? (record as Contact).attributes : (record as CaseAnswer).fields;
  const named = fields.map((field) => [`${prefixOf(kind)}.${field}`, textOf(own(custom, field))] as const);
  return { ...values(kind, record), ...Object.fromEntries(named) };
};

const withoutNothing = (row: Record<string, CsvCell>): Record<string, CsvCell> =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined));

/** RFC 7946: longitude first; what has no place has no geometry. */
const featureOf = (form: SearchFileForm, record: ShownRecord): object => {
  const place = form.kind === 'case' ? (record as CaseAnswer).location : undefined;
  const { lat: _lat, lon: _lon, ...properties } = rowOf(form, record);
  return {
    type: 'Feature',
    id: record.id,
    geometry: place ? { type: 'Point', coordinates: [place.lon, place.lat] } : null,
    properties: withoutNothing(properties),
  };
};

// Without it a spreadsheet takes the file for one of its own machine's character set.
const byteOrderMark = '\ufeff';

const endings: Readonly<Record<FileFormat, string>> = { csv: 'csv', geojson: 'geojson', 'json-lines': 'ndjson' };

/** What the file is called, and of what kind it is. */
export const labelOf = ({ kind, format }: SearchFileForm): { name: string; contentType: string } => ({
  name: `${kind}s.${endings[format]}`,
  contentType: mediaTypes[format],
});

/** What stands in front of the records, and behind them. */
export const frameOf = (form: SearchFileForm): { head: string; tail: string } => {
  if (form.format === 'geojson') return { head: '{"type":"FeatureCollection","features":[', tail: ']}' };
  return { head: form.format === 'csv' ? `${byteOrderMark}${csvHeadOf(columnsOf(form))}` : '', tail: '' };
};

/** Records, as they stand in the file. @param isFirst whether none stands in front of them */
export const contentOf = (form: SearchFileForm, records: readonly ShownRecord[], isFirst: boolean): string => {
  if (form.format === 'csv')
    return csvOf(
      columnsOf(form),
      records.map((record) => rowOf(form, record)),
    );
  if (form.format === 'json-lines') return records.map((record) => `${JSON.stringify(record)}\n`).join('');
  const features = records.map((record) => JSON.stringify(featureOf(form, record))).join(',');
  return features === '' || isFirst ? features : `,${features}`;
};
