import { type HandlerResult, type RouteRequest, routeHandler } from '#functions/api/route-handler.ts';
import { pageOfSearch, refuseCursor } from '#functions/api/search/page.ts';
import { beginJob } from '#functions/jobs/begin-job.ts';
import { foundUpTo } from '#functions/search/found-up-to.ts';
import { type RecordSearch, type SearchHit, searchRecords } from '#functions/search/search-records.ts';
import { shownInFile, shownRecord } from '#functions/search/show-records.ts';
import type { Services } from '#functions/services.ts';
import { parseReference } from '#shared/casework/cases/reference.ts';
import { conditionRegistry } from '#shared/configuration/check.ts';
import { checkCondition } from '#shared/core/conditions/check.ts';
import { ofContactAlone } from '#shared/core/conditions/registry.ts';
import { type Fault, invalid } from '#shared/core/errors.ts';
import type { SearchedKind } from '#shared/core/table/search-keys.ts';
import { readQuery } from '#shared/insight/search/query.ts';
import { searchAlertsRoute, searchCasesRoute, searchContactsRoute } from '#shared/insight/search/search.routes.ts';
import type { FileFormat, SearchBody } from '#shared/insight/search/search.schema.ts';
import {
  contentOf,
  frameOf,
  labelOf,
  type SearchFileForm,
  type ShownRecord,
  withAttributes,
} from '#shared/insight/search/search-file.ts';
import { namedFields } from '#shared/insight/search/text-of-records.ts';

// Beyond either an answer would be too large, or too slow.
const mostRows = 5_000;
const mostBytes = 4 * 1024 * 1024;
const rowsAtATime = 200;

type SearchRequest = Pick<RouteRequest<unknown, unknown, SearchBody>, 'body' | 'caller' | 'now'>;

/** The keys of the custom fields of a kind, and those of them that are searched. */
const customFields = async ({ definitions }: Services, kind: SearchedKind) => {
  if (kind === 'contact') return { all: [], searchable: [] };
  const types = await definitions.all(kind === 'case' ? 'case-types' : 'alert-types');
  const fields = [...types.values()].flatMap(({ value }) => value.fields);
  const keys = (some: typeof fields) => [...new Set(some.map(({ key }) => key))].sort();
  return { all: keys(fields), searchable: keys(fields.filter(({ searchable }) => searchable)) };
};

const faultsOfNames = async (services: Services, kind: SearchedKind, { fields = {} }: SearchBody): Promise<Fault[]> => {
  // Contacts have whatever attributes the SIS gives them.
  if (kind === 'contact') return [];
  const { searchable } = await customFields(services, kind);
  const known: readonly string[] = [...namedFields, ...(kind === 'alert' ? ['course'] : []), ...searchable];
  return Object.keys(fields)
    .filter((field) => !known.includes(field))
    .map((field) => ({
      pointer: `/fields/${field}`,
      code: 'unknown-field',
      detail: `no field "${field}" is searched; there are ${known.join(', ')}`,
    }));
};

const faultsOfCondition = async (
  { definitions }: Services,
  kind: SearchedKind,
  condition: unknown,
): Promise<Fault[]> => {
  if (condition === undefined) return [];
  const registry = await conditionRegistry(definitions);
  return checkCondition(condition, kind === 'contact' ? ofContactAlone(registry) : registry);
};

/** Without words contacts lie in one order alone. */
const faultsOfSort = (kind: SearchedKind, { sort, text, fields = {} }: SearchBody): Fault[] =>
  kind === 'contact' && sort !== undefined && text === undefined && Object.keys(fields).length === 0
    ? [
        {
          pointer: '/sort',
          code: 'unexpected',
          detail: 'contacts that no words look for are in the order of their ids',
        },
      ]
    : [];

/** @throws `invalid-request` with everything that is wrong with a search */
const readSearch = async (
  services: Services,
  kind: SearchedKind,
  { body, caller, now }: SearchRequest,
): Promise<RecordSearch> => {
  const { condition, sort } = body;
  const { query, faults } = readQuery(body, parseReference);
  const all = [
    ...faults,
    ...faultsOfSort(kind, body),
    ...(await faultsOfNames(services, kind, body)),
    ...(await faultsOfCondition(services, kind, condition)),
  ];
  if (all.length > 0) throw invalid(all);
  return { kind, query, condition, sort, caller, at: now };
};

const formOf = async (
  services: Services,
  { kind, format }: { kind: SearchedKind; format: FileFormat },
): Promise<SearchFileForm> => ({ kind, format, fields: (await customFields(services, kind)).all });

interface FoundForFile {
  shown: ShownRecord[];
  content: string;
  isAll: boolean;
}

/** What was found, as far as an answer takes it, and whether that is all. */
const readForFile = async (
  services: Services,
  { search, form, limit }: { search: RecordSearch; form: SearchFileForm; limit: number | undefined },
): Promise<FoundForFile> => {
  const found: FoundForFile = { shown: [], content: '', isAll: false };
  const most = Math.min(limit ?? mostRows, mostRows);
  let [rows, bytes] = [0, 0];
  for (let after: string | undefined; ; ) {
    const page = await searchRecords(services, search, { limit: Math.min(rowsAtATime, most - rows), after });
    const records = page.items.map(({ record }) => record);
    const added = await shownInFile(services, { kind: form.kind, records, caller: search.caller }, search.at);
    const content = contentOf(form, added, rows === 0);
    found.shown.push(...added);
    found.content += content;
    rows += records.length;
    bytes += Buffer.byteLength(content);
    if (bytes > mostBytes) return found;
    if (page.next === undefined || rows === limit) return { ...found, isAll: true };
    if (rows === most) return found;
    after = page.next;
  }
};

const fileOfSearch = async (
  services: Services,
  { search, body }: { search: RecordSearch; body: SearchBody & { format: FileFormat } },
): Promise<HandlerResult<never>> => {
  refuseCursor(body);
  const { limit } = body;
  const known = await formOf(services, { kind: search.kind, format: body.format });
  const { shown, content: asKnown, isAll } = await readForFile(services, { search, form: known, limit });
  const form = withAttributes(known, shown);
  const { head, tail } = frameOf(form);
  const content = isAll ? `${head}${form === known ? asKnown : contentOf(form, shown, true)}${tail}` : '';
  if (isAll && Buffer.byteLength(content) <= mostBytes) {
    const { name, contentType } = labelOf(form);
    const headers = { 'content-disposition': `attachment; filename="${name}"` };
    return { body: new File([content], name, { type: contentType }) as never, headers };
  }
  const { caller, ...rest } = search;
  const { job, writes } = beginJob(services, {
    kind: 'search-export',
    input: { search: rest, form, limit },
    by: caller,
    at: search.at,
  });
  return { status: 202, writes, body: { jobId: job.id } as never };
};

const searchOf = (kind: SearchedKind) => async (services: Services, request: SearchRequest) => {
  const { body, caller, now } = request;
  const search = await readSearch(services, kind, request);
  const { format } = body;
  if (format !== 'json') return fileOfSearch(services, { search, body: { ...body, format } });
  const shown = async ({ record, matched }: SearchHit) => ({
    record: (await shownRecord(services, { kind, record }, now)) as never,
    matched,
  });
  const kinds = kind === 'contact' ? [] : [kind];
  const asOf = await foundUpTo(services, kinds, now);
  const page = await pageOfSearch(services, { name: `search ${kind}`, body, caller }, async (place) => {
    const { items, next } = await searchRecords(services, search, place);
    return { items: await Promise.all(items.map(shown)), next };
  });
  return { body: { ...page, asOf } };
};

// POST /v1/search/cases | alerts | contacts
export const searchCases = routeHandler(searchCasesRoute, searchOf('case'));
export const searchAlerts = routeHandler(searchAlertsRoute, searchOf('alert'));
export const searchContacts = routeHandler(searchContactsRoute, searchOf('contact'));
