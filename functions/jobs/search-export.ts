import { inOrder } from '#functions/jobs/in-order.ts';
import { partsOf } from '#functions/jobs/job-file.ts';
import type { JobContext, JobKind } from '#functions/jobs/job-kind.ts';
import { notesOf } from '#functions/jobs/job-notes.ts';
import { type RecordSearch, searchRecords } from '#functions/search/search-records.ts';
import { shownInFile } from '#functions/search/show-records.ts';
import { jobNoteKey } from '#shared/core/table/insight-keys.ts';
import {
  contentOf,
  frameOf,
  labelOf,
  type SearchFileForm,
  type ShownRecord,
  withAttributes,
} from '#shared/insight/search/search-file.ts';

// What a search found as a file that no answer takes: all of it, by the rights that the caller had
// when they asked.

/** What was asked for. */
interface SearchExport {
  search: Omit<RecordSearch, 'caller'>;
  form: SearchFileForm;
  limit?: number | undefined;
}

/** Where it goes on, and how many records stand in front of that. */
interface ExportPlace {
  after?: string | undefined;
  written: number;
}

/** Which columns a chunk has of its own, and what it takes with these. */
interface ChunkOfTable {
  fields: readonly string[];
  rows: number;
  bytes: number;
}

/** Whether all records have to be known before the columns are: contacts have any attributes. */
const hasColumnsOfAll = ({ kind, format }: SearchFileForm): boolean => kind === 'contact' && format === 'csv';

const asLines = (form: SearchFileForm): SearchFileForm => ({ ...form, format: 'json-lines' });

/** Until the columns are known the parts are lines of JSON, and each chunk keeps what it needs. */
const partOfTable = ({ job }: JobContext<SearchExport>, form: SearchFileForm, shown: readonly ShownRecord[]) => {
  const bytes = Buffer.byteLength(contentOf(form, shown, true));
  const table: ChunkOfTable = { fields: form.fields, rows: shown.length, bytes };
  const put = { ...jobNoteKey(job.id, job.chunk), table, expiresAt: job.expiresAt };
  return { content: contentOf(asLines(form), shown, true), writes: [{ put }] };
};

/** One table of all parts, with the columns of every chunk. */
const wholeTable = async ({ services, job, input: { form } }: JobContext<SearchExport>) => {
  const chunks = (await notesOf({ services, job })).map(({ table }) => table as ChunkOfTable);
  const whole = { ...form, fields: [...new Set(chunks.flatMap(({ fields }) => fields))].sort() };
  const { head } = frameOf(whole);
  // A cell of a column that a chunk does not have is its comma.
  const sizes = chunks.map(({ fields, rows, bytes }) => bytes + rows * (whole.fields.length - fields.length));
  const content = async function* () {
    yield Buffer.from(head);
    for await (const part of inOrder(partsOf(job), (one) => services.files.read(one))) {
      const lines = Buffer.from(part).toString().trimEnd().split('\n');
      const records = lines.map((line) => JSON.parse(line) as ShownRecord);
      yield Buffer.from(contentOf(whole, records, true));
    }
  };
  return { content: content(), size: sizes.reduce((sum, size) => sum + size, Buffer.byteLength(head)) };
};

export const searchExport: JobKind<SearchExport> = {
  rowsAChunk: 500,
  columns: [],
  file: ({ input: { form } }) => ({ ...labelOf(form), ...frameOf(form) }),
  join: async (context) => (hasColumnsOfAll(context.input.form) ? wholeTable(context) : undefined),
  next: async (context, place, limit) => {
    const { services, job, input } = context;
    const { form, search } = input;
    const { after, written }: ExportPlace = place === undefined ? { written: 0 } : JSON.parse(place);
    const left = (input.limit ?? Number.POSITIVE_INFINITY) - written;
    const { items, next } = await searchRecords(
      services,
      { ...search, caller: job.by },
      { limit: Math.min(limit, left), after },
    );
    const records = items.map(({ record }) => record);
    const shown = await shownInFile(services, { kind: form.kind, records, caller: job.by }, search.at);
    const isMore = next !== undefined && items.length < left;
    const own = withAttributes(form, shown);
    return {
      ...(hasColumnsOfAll(form) ? partOfTable(context, own, shown) : { content: contentOf(own, shown, written === 0) }),
      done: items.length,
      ...(isMore && { next: JSON.stringify({ after: next, written: written + items.length }) }),
    };
  },
};
