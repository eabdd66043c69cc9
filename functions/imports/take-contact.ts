import { contactToPut } from '#functions/contact-to-put.ts';
import { type ImportRun, intentOf, isOlder, nothingOf, type RowTaken } from '#functions/imports/import-run.ts';
import { takeRoster } from '#functions/roster/take-roster.ts';
import { actorOf } from '#shared/access/person.ts';
import {
  entryOfRow,
  kindOfColumns,
  type RosterEntry,
  rosterEntriesIn,
  rosterThing,
} from '#shared/automation/roster/read-roster.ts';
import {
  type Contact,
  type ContactChanges,
  contactChangesSchema,
  upsertedContactSchema,
} from '#shared/casework/contacts/contact.ts';
import { editContact, putContact } from '#shared/casework/contacts/put-contact.ts';
import { invalid } from '#shared/core/errors.ts';
import { checkBody } from '#shared/core/http/check-body.ts';
import { own } from '#shared/core/records/own.ts';
import { contactId } from '#shared/core/records/primitives.ts';
import { readRecord } from '#shared/core/records/read.ts';
import type { Decision } from '#shared/core/table/decision.ts';
import { rowOfCells } from '#shared/insight/imports/cells.ts';
import {
  cellsOfExported,
  contactOfExported,
  isExportedRecord,
  isExportedTable,
} from '#shared/insight/imports/exported.ts';
import { inIso } from '#shared/insight/imports/written-instant.ts';

/** A thing of a roster commits by itself, part by part: it may reach all contacts of a class. */
const takeEntry = async (run: ImportRun, { kind, value }: RosterEntry, isDry: boolean): Promise<RowTaken> => {
  if (kind === 'ignored') return nothingOf('ignored');
  const thing = rosterThing(kind, value);
  if (isOlder({ updatedAt: thing.value.dateLastModified }, run.options)) return nothingOf('skipped');
  const { actor, cause } = intentOf(run, run.services.now());
  const { change, id } = await takeRoster(run.services, thing, { by: actor, cause, isDry });
  return nothingOf(change, id);
};

const taken = (decision: Decision<Contact>, current: Contact | undefined): RowTaken => {
  if (decision.events.length === 0) return nothingOf('unchanged', decision.after.id);
  return {
    change: current ? 'updated' : 'created',
    id: decision.after.id,
    parts: [{ decisions: [decision], writes: [] }],
  };
};

/** A contact as `PUT /v1/contacts/{id}` takes it, with its id: the whole of it. */
const takeWhole = async ({ services, by, options }: ImportRun, json: Record<string, unknown>): Promise<RowTaken> => {
  const { updatedAt, ...said } = json;
  if (isOlder({ updatedAt: inIso(updatedAt) as string | undefined }, options)) return nothingOf('skipped');
  const { data, faults } = checkBody(upsertedContactSchema, said);
  if (!data) throw invalid(faults);
  const { id, ...input } = data;
  const { current, nextVersion } = await contactToPut(services.table, id);
  return taken(putContact(current, { id, input, by: actorOf(by), at: services.now(), nextVersion }), current);
};

type ChangedAttributes = NonNullable<ContactChanges['attributes']>;
/** Cells are texts: a number that an attribute has already is the same, and stays one. */
const asItIs = (current: Contact, attributes: ChangedAttributes): ChangedAttributes =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, said]) => {
      const value = own(current.attributes, name);
      return [name, value !== undefined && String(value) === said ? value : said];
    }),
  );

/** A row of a table says of a contact what it has a column for; the rest stays as it is. */
const takeColumns = async (run: ImportRun, json: Record<string, unknown>): Promise<RowTaken> => {
  const { services, by } = run;
  const id = contactId.safeParse(json.id).data;
  const current = id === undefined ? undefined : await readRecord<Contact>(services.table, 'contact', id);
  if (!current) return takeWhole(run, json);
  const { updatedAt, id: _id, ...said } = json;
  if (isOlder({ updatedAt: inIso(updatedAt) as string | undefined }, run.options)) return nothingOf('skipped');
  const { data, faults } = checkBody(contactChangesSchema, said);
  if (!data) throw invalid(faults);
  const changes = { ...data, ...(data.attributes && { attributes: asItIs(current, data.attributes) }) };
  return taken(editContact(current, changes, { by: actorOf(by), at: services.now() }), current);
};

/** What of a row says which contact it is about: such rows are taken one after another. */
const aboutOf = ({ value }: RosterEntry): string => {
  const { user, sourcedId } = value;
  return String((typeof user === 'object' ? (user as { sourcedId?: unknown } | null)?.sourcedId : user) ?? sourcedId);
};

/** A row of contacts as it is to be taken. */
interface ContactRow {
  about: string;
  take: (run: ImportRun, isDry: boolean) => Promise<RowTaken>;
}

const ofEntry = (entry: RosterEntry): ContactRow => ({
  about: aboutOf(entry),
  take: (run, isDry) => takeEntry(run, entry, isDry),
});

/** The rows of a line: a contact, or what the REST interface of OneRoster answers. */
export const contactRowsOfLine = (json: Record<string, unknown>): ContactRow[] => {
  const entries = rosterEntriesIn(json);
  if (entries) return entries.map(ofEntry);
  const said = isExportedRecord(json) ? contactOfExported(json) : json;
  return [{ about: String(json.id), take: (run) => takeWhole(run, said) }];
};

/** Whether a table is a file of OneRoster. */
export const isRosterTable = (columns: readonly string[]): boolean => kindOfColumns(columns) !== undefined;

export const contactRowOfCells = (cells: Readonly<Record<string, string>>): ContactRow => {
  const columns = Object.keys(cells);
  const kind = kindOfColumns(columns);
  if (kind !== undefined) return ofEntry(entryOfRow(kind, Object.entries(cells)));
  const said = isExportedTable('contacts', columns) ? cellsOfExported('contacts', cells).cells : cells;
  const json = rowOfCells('contacts', said);
  return { about: String(json.id), take: (run) => takeColumns(run, json) };
};
