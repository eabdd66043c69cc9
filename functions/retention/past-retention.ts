import type { Services } from '#functions/services.ts';
import { type Alert, closingOfAlert } from '#shared/casework/alerts/alert.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { closedPartition, everyShard } from '#shared/core/table/keys.ts';
import { pageOfRanges } from '#shared/core/table/one-by-one.ts';
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
  page: { place?: string | undefined; limit: number },
): Promise<{ rows: DueRecord[]; next?: string }> => {
  const ranges = partitionsOf(policy).map((pk) => ({ index: 'gsi4' as const, pk, to: `${closedUntil}~` }));
  const { items, next } = await pageOfRanges(table, ranges, page);
  const rows = items
    .map(({ record }) => record as Case | Alert)
    .filter((record) => isPast(policy.for, record, closedUntil))
    .map((record) => ({
      kind: policy.for.kind,
      id: record.id,
      ...('hold' in record && { hold: record.hold?.reason }),
    }));
  return { rows, ...(next !== undefined && { next }) };
};
