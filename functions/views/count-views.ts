import { sightOf } from '#functions/segments/sight.ts';
import type { Services } from '#functions/services.ts';
import { standingIn } from '#functions/views/count-again.ts';
import type { Person } from '#shared/access/person.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { iso } from '#shared/core/records/instants.ts';
import { own } from '#shared/core/records/own.ts';
import { workIn, workPrefix } from '#shared/core/table/casework-keys.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { partitionOf, recordKey } from '#shared/core/table/keys.ts';
import { listPartitions, participantPartition } from '#shared/core/table/list-keys.ts';
import {
  everyTallyShard,
  followerPartition,
  locksOf,
  tallyPartition,
  viewedPartition,
} from '#shared/core/table/view-keys.ts';
import {
  cellKey,
  isOpenRecord,
  standInFor,
  type ViewCell,
  type ViewedKind,
  type ViewedRecord,
} from '#shared/insight/views/cell.ts';
import { askRecord, type StoredQuestion } from '#shared/insight/views/count-record.ts';

/** The cell that an item was counted in for a question. */
const cellIn = (item: Item, question: string): string | undefined => own(standingIn(item).cells, question);

// How many records a caller may see under a question: the policy is asked of each cell and of each
// record in which the caller has a part. Nobody is told a number of what they could not list.

/** Who counts, of what, and when (epoch milliseconds). */
export interface ViewCounting {
  caller: Person;
  kind: ViewedKind;
  at: number;
}

/** Records of a kind by their ids, those that are there. */
const recordsBy = async (
  { table }: Services,
  kind: ViewedKind,
  ids: Iterable<string>,
): Promise<Map<string, ViewedRecord>> => {
  const items = await table.getMany([...new Set(ids)].map((id) => recordKey({ kind, id })));
  return new Map(items.map(({ record }) => [(record as ViewedRecord).id, record as ViewedRecord]));
};

const idsIn = (items: readonly Item[]): string[] => items.map(({ recordId }) => String(recordId));

/** The cases that a caller is kept out of. */
const lockedOut = async ({ table }: Services, { caller, kind }: ViewCounting): Promise<string[]> =>
  kind === 'case' ? idsIn(await table.queryAll({ ...locksOf(caller.id), consistent: true })) : [];

/** Records in which a caller has a part as a person, by whatever part. */
const takesPartIn = async (
  { table }: Services,
  { caller, kind }: ViewCounting,
  isOpenOnly: boolean,
): Promise<string[]> => {
  // Who sees all sees no more by a part in it.
  if (caller.isAdmin || caller.seesAll) return [];
  const user = { user: caller.id };
  const sides = isOpenOnly ? (['open'] as const) : (['open', 'closed'] as const);
  const ofPart = kind === 'case' ? sides : (['any'] as const);
  const links = ofPart.map((side) => table.queryAll({ index: 'gsi1', pk: participantPartition(kind, user, side) }));
  if (kind === 'case') return (await Promise.all(links)).flatMap(idsIn);
  // Who reviews an alert has no link of a participant.
  const reviewed = sides.flatMap((openness) =>
    listPartitions({ kind, openness }, { owner: user }).map((source) => table.queryAll(source)),
  );
  const own = partitionOf({ kind, id: '' }).length;
  return [
    ...(await Promise.all(links)).flatMap(idsIn),
    ...(await Promise.all(reviewed)).flat().map(({ pk }) => pk.slice(own)),
  ];
};

/** Records that time has moved since they were counted, as they were counted. */
const movedByTime = async ({ table }: Services, { kind, at }: ViewCounting): Promise<Item[]> => {
  const to = `${iso(at)}~`;
  const pages = everyTallyShard.map((shard) => table.queryAll({ index: 'gsi4', pk: viewedPartition(kind, shard), to }));
  return (await Promise.all(pages)).flat();
};

/** What of a kind is read once for all its questions. */
interface CountScene {
  counting: ViewCounting;
  sees: (record: ViewedRecord) => boolean;
  /** Those about which the policy may answer otherwise than about their cell. */
  own: ReadonlyMap<string, ViewedRecord>;
  locked: ReadonlySet<string>;
  moved: readonly Item[];
  movedRecords: ReadonlyMap<string, ViewedRecord>;
}

export const countScene = async (
  services: Services,
  counting: ViewCounting,
  isOpenOnly: boolean,
): Promise<CountScene> => {
  const { kind } = counting;
  const sight = await sightOf(services, counting.caller);
  const [locked, parts, moved] = await Promise.all([
    lockedOut(services, counting),
    takesPartIn(services, counting, isOpenOnly),
    movedByTime(services, counting),
  ]);
  const [own, movedRecords] = await Promise.all([
    recordsBy(services, kind, [...locked, ...parts]),
    recordsBy(services, kind, idsIn(moved)),
  ]);
  const sees = (record: ViewedRecord) => (kind === 'case' ? sight.case(record as never) : sight.alert(record as never));
  return { counting, sees, own, locked: new Set(locked), moved, movedRecords };
};

interface CellCount {
  cell: ViewCell;
  records: number;
}

/** The counts of a question, by the keys of their cells. */
const talliesOf = async ({ table }: Services, question: string): Promise<Map<string, CellCount>> => {
  const pages = everyTallyShard.map((shard) => table.queryAll({ pk: tallyPartition(question, shard) }));
  const tallies = new Map<string, CellCount>();
  for (const { sk, cell, records } of (await Promise.all(pages)).flat()) {
    const known = tallies.get(sk);
    tallies.set(sk, { cell: cell as ViewCell, records: (known?.records ?? 0) + Number(records) });
  }
  return tallies;
};

/** Counts what the caller may see under a question, of the cells that fit. */
export type CountCells = (fits: (cell: ViewCell) => boolean) => number;

/** Reads the counts of a question, for any number of views over it. */
export const cellCounter = async (
  services: Services,
  { counting: { kind, at }, sees, own, moved, movedRecords }: CountScene,
  question: StoredQuestion,
): Promise<CountCells> => {
  const tallies = await talliesOf(services, question.id);
  const cellNow = (record: ViewedRecord | undefined): ViewCell | undefined =>
    askRecord(kind, record, { questions: [question], at }).cells.get(question.id);
  const shown = new Map<string, boolean>();
  const seesCell = (cell: ViewCell): boolean => {
    const key = cellKey(cell);
    const known = shown.get(key) ?? sees(standInFor(kind, cell));
    shown.set(key, known);
    return known;
  };
  return (fits) => {
    const counts = (cell: ViewCell | undefined): number => (cell && fits(cell) && seesCell(cell) ? 1 : 0);
    let count = 0;
    for (const { cell, records } of tallies.values()) count += records * counts(cell);
    for (const item of moved) {
      const was = tallies.get(cellIn(item, question.id) ?? '')?.cell;
      count += counts(cellNow(movedRecords.get(String(item.recordId)))) - counts(was);
    }
    for (const record of own.values()) {
      const cell = cellNow(record);
      if (cell && fits(cell)) count += (sees(record) ? 1 : 0) - (seesCell(cell) ? 1 : 0);
    }
    return count;
  };
};

/** How many open records a caller has: they see those, unless they are kept out. */
export const countMine = async (
  { table }: Services,
  { counting: { caller, kind }, locked }: CountScene,
): Promise<number> => {
  const items = await table.queryAll({ pk: workIn({ user: caller.id }), prefix: workPrefix(kind), consistent: true });
  return idsIn(items).filter((id) => !locked.has(id)).length;
};

/** How many open cases a caller follows and may see. */
export const countFollowed = async (
  services: Services,
  { counting: { caller }, sees }: CountScene,
): Promise<number> => {
  const links = await services.table.queryAll({ index: 'gsi1', pk: followerPartition(caller.id, 'open') });
  const records = [...(await recordsBy(services, 'case', idsIn(links))).values()] as Case[];
  return records.filter((record) => isOpenRecord(record) && sees(record)).length;
};
