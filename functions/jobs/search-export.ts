import type { JobKind } from '#functions/jobs/job-kind.ts';
import { type RecordSearch, searchRecords } from '#functions/search/search-records.ts';
import { shownInFile } from '#functions/search/show-records.ts';
import { contentOf, frameOf, labelOf, type SearchFileForm } from '#shared/insight/search/search-file.ts';

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

export const searchExport: JobKind<SearchExport> = {
  rowsAChunk: 500,
  columns: [],
  file: ({ input: { form } }) => ({ ...labelOf(form), ...frameOf(form) }),
  next: async ({ services, job, input }, place, limit) => {
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
    return {
      content: contentOf(form, shown, written === 0),
      done: items.length,
      ...(isMore && { next: JSON.stringify({ after: next, written: written + items.length }) }),
    };
  },
};
