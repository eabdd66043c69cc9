// Puts records from before each order of a list was an index into the indexes, each as its next
// change would, if it is as it was read. It may break off, begin twice, and run beside changes.
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { layouts, type Services } from '#functions/services.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { type Task, taskWrite } from '#shared/casework/tasks/task.ts';
import { readRecord } from '#shared/core/records/read.ts';
import { onVersion } from '#shared/core/table/commit.ts';
import type { Item, Write } from '#shared/core/table/decision.ts';
import { contactPartition, everyContactShard, everyShard, type ListScope, recordKey } from '#shared/core/table/keys.ts';
import type { Layout } from '#shared/core/table/layout.ts';
import { trashedCases } from '#shared/core/table/list-keys.ts';
import { pagesOfRanges, type WholeRange } from '#shared/core/table/one-by-one.ts';
import { plainWrite } from '#shared/core/table/plain-write.ts';

type ListServices = Pick<Services, 'table'>;
type RebuiltKind = 'case' | 'alert' | 'contact';
type Stored = Item & { record: { id: string; version: number } };

const rowsAPage = 100;
// Of what follows from a record, that by which lists find it.
const ofLists = ['participant#', 'label#'];
const scope: ListScope = 'all';

/** Where lists looked for all of a kind; where contacts and cases in the trash still are. */
const formerRanges = (kind: RebuiltKind | 'task'): WholeRange[] => {
  const partitions =
    kind === 'contact'
      ? everyContactShard.map(contactPartition)
      : ['open', 'closed'].flatMap((side) => everyShard.map((shard) => `${kind}#${scope}#${side}#${shard}`));
  return [...partitions.map((pk) => ({ index: 'gsi3' as const, pk })), ...(kind === 'case' ? trashedCases : [])];
};

const writesOf = (kind: RebuiltKind, { record }: Stored): Write[] => {
  const { indexes, satellites } = layouts[kind] as unknown as Layout<Stored['record'] & never>;
  const beside = satellites(undefined, record as never).filter(
    (write) => 'put' in write && ofLists.some((prefix) => write.put.sk.startsWith(prefix)),
  );
  const item = { ...recordKey({ kind, id: record.id }), ...indexes(record as never), record };
  return [{ put: item }, ...beside];
};

const writesOfTask = async ({ table }: ListServices, { record }: Stored): Promise<Write[]> => {
  const task = record as unknown as Task;
  const within = await readRecord<Case>(table, 'case', task.caseId);
  return within ? [taskWrite(task, within)] : [];
};

/** Writes one as it is; false where it was changed meanwhile, and so written as it should be. */
const rebuild = async (services: ListServices, kind: RebuiltKind | 'task', found: Item): Promise<boolean> => {
  const { table } = services;
  const item = (await table.get(found)) as Stored | undefined;
  if (!item || item.typepk !== undefined || (kind === 'contact' && item.gsi2pk !== undefined)) return false;
  const [first, ...others] = kind === 'task' ? await writesOfTask(services, item) : writesOf(kind, item);
  if (!first) return false;
  const write = plainWrite(first, table.name);
  try {
    await table.transact([
      { Put: { TableName: table.name, Item: write.Put?.Item, ...onVersion(item.record.version) } },
      ...others.map((one) => plainWrite(one, table.name)),
    ]);
    return true;
  } catch (error) {
    if (error instanceof TransactionCanceledException) return false;
    throw error;
  }
};

/** @returns how many of each kind were put into the indexes */
export const rebuildLists = async (services: ListServices): Promise<Record<RebuiltKind | 'task', number>> => {
  const counts = { case: 0, alert: 0, task: 0, contact: 0 };
  for (const kind of ['case', 'alert', 'task', 'contact'] as const)
    for await (const items of pagesOfRanges(services.table, formerRanges(kind), rowsAPage)) {
      const done = await Promise.all(items.map((item) => rebuild(services, kind, item)));
      counts[kind] += done.filter(Boolean).length;
    }
  return counts;
};
