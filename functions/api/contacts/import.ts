import { parse } from 'csv-parse/sync';
import { routeHandler } from '#functions/api/route-handler.ts';
import type { RosterOutcome } from '#functions/roster/kept.ts';
import { takeRoster } from '#functions/roster/take-roster.ts';
import type { Services } from '#functions/services.ts';
import { actorOf } from '#shared/access/person.ts';
import {
  entryOfRow,
  kindOfColumns,
  type RosterEntry,
  rosterEntriesIn,
  rosterThing,
} from '#shared/automation/roster/read-roster.ts';
import { importContactsRoute, rowsARequest } from '#shared/automation/roster/roster.routes.ts';
import { type Contact, upsertedContactSchema } from '#shared/casework/contacts/contact.ts';
import { putContact } from '#shared/casework/contacts/put-contact.ts';
import { invalid, problem, Refusal } from '#shared/core/errors.ts';
import { byHand } from '#shared/core/events/event.ts';
import { checkBody } from '#shared/core/http/check-body.ts';
import { parseExactly } from '#shared/core/records/exact-json.ts';
import type { Actor } from '#shared/core/records/primitives.ts';
import { readRecord } from '#shared/core/records/read.ts';
import { againOnConflict } from '#shared/core/table/commit.ts';
import { runJob } from '#shared/core/table/job.ts';

// Enough to hide the way to the table, few enough not to crowd out everybody else.
const rowsAtATime = 16;

interface ImportIntent {
  by: Actor;
  isDry: boolean;
}

/** A row of an import: what to do with it, and the rows that it must not run beside. */
interface ImportRow {
  row: number;
  /** Rows about one contact run one after another. */
  about: string;
  take: (services: Services, intent: ImportIntent) => Promise<RosterOutcome>;
}

const takeEntry =
  ({ kind, value }: RosterEntry): ImportRow['take'] =>
  async (services, intent) =>
    kind === 'ignored' ? { change: 'ignored' } : takeRoster(services, rosterThing(kind, value), intent);

const aboutOf = ({ value }: RosterEntry): string => {
  const { user, sourcedId } = value;
  return String((typeof user === 'object' ? (user as { sourcedId?: unknown } | null)?.sourcedId : user) ?? sourcedId);
};

const rowOfEntry = (row: number, entry: RosterEntry): ImportRow => ({
  row,
  about: aboutOf(entry),
  take: takeEntry(entry),
});

const refusedRow = (row: number, refuse: () => never): ImportRow => ({
  row,
  about: `row ${row}`,
  take: async () => refuse(),
});

/** A contact as `PUT /v1/contacts/{id}` takes it, with its id. */
const takeContact =
  (json: unknown): ImportRow['take'] =>
  async ({ table, commit, now }, { by, isDry }) => {
    const { data, faults } = checkBody(upsertedContactSchema, json);
    if (!data) throw invalid(faults);
    const { id, ...input } = data;
    return againOnConflict(async () => {
      const at = now();
      const current = await readRecord<Contact>(table, 'contact', id);
      const decision = putContact(current, { id, input, by, at });
      if (decision.events.length === 0) return { change: 'unchanged', id };
      if (!isDry) await commit({ actor: by, at, cause: byHand }, [decision]);
      return { change: current ? 'updated' : 'created', id };
    });
  };

const rowsOfLines = (text: string): ImportRow[] =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .flatMap((line, index): ImportRow[] => {
      const row = index + 1;
      try {
        const entries = rosterEntriesIn(parseExactly(line));
        if (entries) return entries.map((entry) => rowOfEntry(row, entry));
        const json: unknown = JSON.parse(line);
        const id = String((json as { id?: unknown } | null)?.id);
        return [{ row, about: id, take: takeContact(json) }];
      } catch {
        return [
          refusedRow(row, () => {
            throw new Refusal('malformed-json');
          }),
        ];
      }
    });

const malformedCsv = (detail: string): Refusal => invalid([{ pointer: '', code: 'malformed-csv', detail }]);

const rowsOfCsv = (text: string): ImportRow[] => {
  let table: string[][];
  try {
    table = parse(text, { bom: true, trim: true, skip_empty_lines: true, relax_column_count: true });
  } catch (error) {
    throw malformedCsv((error as Error).message);
  }
  const [columns = [], ...rows] = table;
  const kind = kindOfColumns(columns);
  if (kind === undefined)
    throw malformedCsv(
      `columns of users, classes, courses or enrollments of OneRoster are wanted, not ${columns.join(', ')}`.slice(
        0,
        500,
      ),
    );
  return rows.map((cells, index) => {
    const row = index + 1;
    if (cells.length !== columns.length)
      return refusedRow(row, () => {
        throw malformedCsv(`the row has ${cells.length} cells, and there are ${columns.length} columns`);
      });
    return rowOfEntry(
      row,
      entryOfRow(
        kind,
        columns.map((column, at) => [column, cells[at] ?? ''] as const),
      ),
    );
  });
};

/** Rows side by side, but for those about the same contact. */
const inGroups = (rows: readonly ImportRow[]): ImportRow[][] => [...Map.groupBy(rows, ({ about }) => about).values()];

// POST /v1/contacts/import: each row is a transaction of its own, and safe to repeat.
export const importContacts = routeHandler(
  importContactsRoute,
  async (services, { body, query, caller, requestId }) => {
    const isDry = query.dryRun === 'true';
    const intent = { by: actorOf(caller), isDry };
    const all = body.trimStart().startsWith('{') ? rowsOfLines(body) : rowsOfCsv(body);
    const after = query.after ?? 0;
    const rows = all.filter(({ row }) => row > after && row <= after + rowsARequest);
    const takeRow = async ({ row, take }: ImportRow) => {
      try {
        const { change, id } = await take(services, intent);
        return { row, status: change === 'created' ? 201 : 200, change, ...(id !== undefined && { id }) };
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        return { row, status: error.status, error: { ...problem(error, requestId) } };
      }
    };
    const takeGroup = (group: readonly ImportRow[]) => async () => {
      const results = [];
      for (const row of group) results.push(await takeRow(row));
      return results;
    };
    const { done } = await runJob(inGroups(rows).map(takeGroup), { atOnce: rowsAtATime });
    const results = done.flat().sort((one, other) => one.row - other.row);
    const isMore = (all.at(-1)?.row ?? 0) > after + rowsARequest;
    return { body: { results, ...(isMore && { nextAfter: after + rowsARequest }) } };
  },
);
