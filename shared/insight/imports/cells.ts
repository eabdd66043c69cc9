import { type Fault, invalid } from '#shared/core/errors.ts';
import type { FieldDefinition } from '#shared/core/records/field-definition.schema.ts';
import { own } from '#shared/core/records/own.ts';
import { asBoolean, asList, asNumber, fieldValueOf } from '#shared/insight/imports/field-text.ts';
import { mostNamed } from '#shared/insight/imports/read-row.ts';

// Cells are texts. What a member takes says how its text is read; a blank says nothing.

type ReadCell = (text: string) => unknown;
const asText: ReadCell = (text) => text;
const asJson: ReadCell = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

const commonColumns: Record<string, ReadCell> = {
  externalId: asText,
  type: asText,
  status: asText,
  priority: asText,
  contactId: asText,
  description: asText,
  tags: asList,
  private: asBoolean,
  dueAt: asText,
  createdAt: asText,
  createdBy: asText,
  updatedAt: asText,
  closedAt: asText,
  notes: asJson,
};

/** The columns that a table of each kind may have, beside those with a name of their own. */
const columnsOf = {
  cases: {
    ...commonColumns,
    subject: asText,
    subtype: asText,
    stage: asText,
    'assignee.user': asText,
    'assignee.group': asText,
    'location.lat': asNumber,
    'location.lon': asNumber,
    'location.address': asText,
    'onBehalfOf.contactId': asText,
    'onBehalfOf.name': asText,
    'onBehalfOf.email': asText,
    'onBehalfOf.phone': asText,
    'closure.reason': asText,
    'closure.details': asText,
    'closure.by': asText,
  },
  alerts: {
    ...commonColumns,
    'reviewer.user': asText,
    'reviewer.group': asText,
    'course.code': asText,
    'course.section': asText,
    source: asText,
    outcome: asText,
    reviewedAt: asText,
    resolvedAt: asText,
    dismissedAt: asText,
  },
  contacts: {
    id: asText,
    name: asText,
    email: asText,
    phone: asText,
    kind: asText,
    labels: asList,
    language: asText,
    timeZone: asText,
    network: asJson,
    courses: asJson,
    updatedAt: asText,
  },
} as const satisfies Record<string, Record<string, ReadCell>>;

/** What is imported. */
export type ImportKind = keyof typeof columnsOf;

/** Below which member columns may have any name. */
const openMember: Record<ImportKind, string> = { cases: 'fields', alerts: 'fields', contacts: 'attributes' };
const needed: Record<ImportKind, readonly string[]> = {
  cases: ['externalId', 'type', 'subject'],
  alerts: ['externalId', 'type'],
  contacts: ['id', 'name'],
};

const faultOf = (column: string, code: string, detail: string): Fault => ({ pointer: `/${column}`, code, detail });

/**
 * Refuses a header that is not of this kind; `given`: members of each row without a column.
 * @throws `invalid-request` with the columns that are not known, or are missing
 */
export const refuseColumns = (kind: ImportKind, columns: readonly string[], given: readonly string[] = []): void => {
  const isKnown = (column: string) =>
    column === '' || Object.hasOwn(columnsOf[kind], column) || column.startsWith(`${openMember[kind]}.`);
  const unknown = columns.filter((column) => !isKnown(column));
  const missing = needed[kind].filter((column) => !columns.includes(column) && !given.includes(column));
  const faults = [
    ...unknown
      .slice(0, mostNamed)
      .map((one) => faultOf(one, 'unknown-column', `a table of ${kind} has no column "${one.slice(0, 80)}"`)),
    ...missing.map((one) => faultOf(one, 'missing-column', `the column "${one}" is missing`)),
  ];
  if (faults.length > 0) throw invalid(faults);
};

type Nested = Map<string, unknown>;

const put = (into: Nested, [first = '', ...rest]: readonly string[], value: unknown): void => {
  if (rest.length === 0) {
    into.set(first, value);
    return;
  }
  const there = into.get(first);
  const below: Nested = there instanceof Map ? there : new Map();
  into.set(first, below);
  put(below, rest, value);
};

const asObject = (map: Nested): Record<string, unknown> =>
  Object.fromEntries([...map].map(([name, value]) => [name, value instanceof Map ? asObject(value) : value]));

/**
 * A row of a table as JSON would say it.
 *
 * @param fields the custom fields of its type, which say how their texts are read
 */
export const rowOfCells = (
  kind: ImportKind,
  cells: Readonly<Record<string, string>>,
  fields: readonly FieldDefinition[] = [],
): Record<string, unknown> => {
  const row: Nested = new Map();
  const open = openMember[kind];
  const known: Record<string, ReadCell> = columnsOf[kind];
  for (const [column, text] of Object.entries(cells)) {
    if (text === '') continue;
    const read = own(known, column);
    if (read) {
      put(row, column.split('.'), read(text));
      continue;
    }
    const name = column.slice(open.length + 1);
    const definition = open === 'fields' ? fields.find(({ key }) => key === name) : undefined;
    put(row, [open, name], definition ? fieldValueOf(definition, text) : text);
  }
  return asObject(row);
};
