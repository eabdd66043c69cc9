import type { ListedRecord, ListRequest } from '#shared/core/records/list-request.ts';
import { withRecords } from '#shared/core/records/list-rows.ts';
import { participantPartition } from '#shared/core/table/list-keys.ts';
import type { ListSource } from '#shared/core/table/merge.ts';
import type { Table } from '#shared/core/table/table.ts';

// What the caller and their teams have a part in, also of types that show them none of theirs.

// So much is read to be sorted in. Who has more finds it among everything.
const mostBeside = 1_000;

type ParticipantSource = Omit<ListSource, 'index'> & { index: 'gsi1' | 'gsi2' };

/** Where participants find what they have a part in, by creation. */
export const participantSources = <R extends ListedRecord>(request: ListRequest<R>): ParticipantSource[] => {
  const { kind, owners, openness, owner, everything, createdFrom, createdTo } = request;
  if (kind === 'task' || owner || everything) return [];
  const range = { ...(createdFrom && { from: createdFrom }), ...(createdTo && { to: `${createdTo}~` }) };
  const sides = kind === 'case' ? openness : (['any'] as const);
  return owners.flatMap((one) =>
    sides.map((side) => ({ index: 'gsi1' as const, pk: participantPartition(kind, one, side), ...range })),
  );
};

/** Ranges of the types that are not looked in, each as wide as no type that is lies in it. */
const rangesOf = (types: readonly string[], otherTypes: readonly string[]): { from: string; to: string }[] => {
  const seen = new Set(types);
  const runs: string[][] = [[]];
  for (const type of [...new Set([...types, ...otherTypes])].sort())
    if (seen.has(type)) runs.push([]);
    else runs.at(-1)?.push(type);
  return runs.flatMap((run) => {
    const [first, last] = [run[0], run.at(-1)];
    return first === undefined || last === undefined ? [] : [{ from: `${first}#`, to: `${last}#~` }];
  });
};

/** The same in other types alone, by type. */
const besideTypes = <R extends ListedRecord>(request: ListRequest<R>): ParticipantSource[] => {
  const ranges = rangesOf(request.types, request.otherTypes ?? []);
  const { createdFrom: _from, createdTo: _to, ...rest } = request;
  return participantSources(rest).flatMap(({ pk }) =>
    ranges.map((range) => ({ index: 'gsi2' as const, pk, ...range })),
  );
};

/**
 * What owners have a part in beside the types that are looked in, whole; undefined where that is
 * more than is sorted in.
 */
export const recordsBeside = async <R extends ListedRecord>(
  table: Table,
  request: ListRequest<R>,
): Promise<R[] | undefined> => {
  const sources = besideTypes(request);
  const found = await Promise.all(sources.map((source) => table.query({ ...source, limit: mostBeside + 1 })));
  const items = found.flatMap((page) => page.items);
  if (items.length > mostBeside) return undefined;
  const leading = [...new Map(items.map((item) => [item.recordId, item])).values()];
  const whole = await withRecords(table, request.kind, leading);
  const records = whole.flatMap((item) => (item.record === undefined ? [] : (item.record as R)));
  const fitting = records.filter(request.mayFit ?? (() => true));
  await request.beforehand?.(fitting);
  return fitting.filter(request.accept);
};
