import { openCursor, page } from '#functions/api/pages.ts';
import { routeHandler } from '#functions/api/route-handler.ts';
import { asWritable } from '#functions/api/writable.ts';
import type { Services } from '#functions/services.ts';
import { upToDate } from '#functions/wake/up-to-date.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { CaseDefinition } from '#shared/casework/cases/case-definition.ts';
import { definitionForNew, definitionOf } from '#shared/casework/cases/cases.ts';
import { retargetClocks } from '#shared/casework/cases/clocks/operate-clock.ts';
import { retargetRoute } from '#shared/configuration/retarget.routes.ts';
import { Refusal } from '#shared/core/errors.ts';
import { withRecords } from '#shared/core/records/list-rows.ts';
import { readPage, readRecord } from '#shared/core/records/read.ts';
import type { Decision } from '#shared/core/table/decision.ts';
import { shards } from '#shared/core/table/keys.ts';
import { type ListPartition, listPartitions } from '#shared/core/table/list-keys.ts';

// A case, its event, its moment, and its places in lists of work: six writes of the hundred that a
// transaction takes.
const casesATransaction = 15;

/**
 * Ids of the next open cases of a type, and where to go on after them: the shard, and the place in
 * it.
 */
const nextOpenCases = async (
  { table }: Services,
  type: string,
  { limit, after }: { limit: number; after?: string },
) => {
  const ids: string[] = [];
  const [first = '0', place = ''] = after?.split(' ', 2) ?? [];
  let position = place || undefined;
  for (let shard = Number(first); shard < shards; shard++) {
    const partition = listPartitions({ kind: 'case', openness: 'open' }, { type })[shard] as ListPartition;
    const found = await readPage(table, { ...partition, after: position, limit: limit - ids.length });
    const rows = await withRecords(table, 'case', found.items);
    ids.push(...rows.flatMap(({ record }) => (record as Case | undefined)?.id ?? []));
    if (found.next !== undefined) return { ids, next: `${shard} ${found.next}` };
    if (ids.length === limit && shard + 1 < shards) return { ids, next: `${shard + 1} ` };
    position = undefined;
  }
  return { ids };
};

/** Targets that a decision moves. */
const movesOf = ({ before, after }: Decision<Case>) =>
  after.clocks.flatMap((clock) => {
    const was = before?.clocks.find(({ key }) => key === clock.key);
    const isGone = was !== undefined && was.state !== 'cleared' && clock.state === 'cleared';
    if (!was || (was.dueAt === clock.dueAt && !isGone)) return [];
    return [{ caseId: after.id, clock: clock.key, from: was.dueAt, ...(!isGone && { to: clock.dueAt }) }];
  });

const retargeted = async (
  services: Services,
  id: string,
  now: CaseDefinition,
  at: number,
): Promise<Decision<Case>[]> => {
  const found = await readRecord<Case>(services.table, 'case', id);
  if (!found) return [];
  // The route is for admins.
  const record = asWritable(await upToDate(services, found));
  const { counting, policies } = now;
  return [
    retargetClocks(record, { at }, { ...(await definitionOf(services.definitions, record)), counting, policies }),
  ];
};

// POST /v1/case-types/{key}/retarget: some hundred cases a request. What is done is done; where it
// breaks off, and for the rest, it is asked again.
export const retargetCases = routeHandler(retargetRoute, async (services, { path, query, caller, now }) => {
  const definition = await definitionForNew(services.definitions, path.key);
  if (!definition) throw new Refusal('not-found');
  const { dryRun: _either, ...asked } = query;
  const name = `retarget ${path.key}`;
  const after = await openCursor(services, caller, name, asked);
  const { ids, next } = await nextOpenCases(services, path.key, { limit: query.limit, ...(after && { after }) });
  const decisions = (await Promise.all(ids.map((id) => retargeted(services, id, definition, now)))).flat();
  const items = decisions.flatMap(movesOf);
  return { decisions, inPartsOf: casesATransaction, body: await page(services, caller, name, asked, { items, next }) };
});
