import type { Services } from '#functions/services.ts';
import { type Alert, closingOfAlert } from '#shared/casework/alerts/alert.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { closedPartition, everyShard } from '#shared/core/table/keys.ts';
import type { RetentionPolicy } from '#shared/insight/retention/retention-policy.schema.ts';

export interface DueRecord {
  kind: 'case' | 'alert';
  id: string;
  /** Why it is left alone, where it is on hold. */
  hold?: string | undefined;
}

/** Where a policy looks: one that deletes finds what is anonymised, too. */
const partitionsOf = ({ for: { kind, type }, mode }: RetentionPolicy): string[] =>
  (mode === 'delete' ? [false, true] : [false]).flatMap((isAnonymised) =>
    everyShard.map((shard) => closedPartition(kind, { type, isAnonymised, shard })),
  );

const isPast = ({ kind }: RetentionPolicy['for'], record: Case | Alert, until: string): boolean => {
  const closedAt = kind === 'case' ? (record as Case).closedAt : closingOfAlert(record as Alert);
  return closedAt !== undefined && closedAt <= until;
};

/** The next records that were closed long enough ago, oldest first, and where it goes on. */
export const nextPastRetention = async (
  { table }: Pick<Services, 'table'>,
  { policy, closedUntil }: { policy: RetentionPolicy; closedUntil: string },
  { place = '0 ', limit }: { place?: string | undefined; limit: number },
): Promise<{ rows: DueRecord[]; next?: string }> => {
  const partitions = partitionsOf(policy);
  const [at = '0', after] = place.split(' ', 2);
  const pk = partitions[Number(at)];
  if (pk === undefined) return { rows: [] };
  const page = await table.query({ index: 'gsi4', pk, to: `${closedUntil}~`, ...(after && { after }), limit });
  const records = page.items.map(({ record }) => record as Case | Alert);
  const rows = records
    .filter((record) => isPast(policy.for, record, closedUntil))
    .map((record) => ({
      kind: policy.for.kind,
      id: record.id,
      ...('hold' in record && { hold: record.hold?.reason }),
    }));
  const last = page.items.at(-1)?.gsi4sk;
  if (page.more && last !== undefined) return { rows, next: `${at} ${last}` };
  return Number(at) + 1 < partitions.length ? { rows, next: `${Number(at) + 1} ` } : { rows };
};
