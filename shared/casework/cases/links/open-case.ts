import type { Case } from '#shared/casework/cases/case.ts';
import { mostAlerts } from '#shared/casework/cases/limits.ts';
import { isOpen } from '#shared/casework/cases/status.ts';
import { readPage, readRecord } from '#shared/core/records/read.ts';
import { contactLinkPrefix, openCaseKey } from '#shared/core/table/casework-keys.ts';
import type { Write } from '#shared/core/table/decision.ts';
import { partitionOf } from '#shared/core/table/keys.ts';
import type { Table } from '#shared/core/table/table.ts';

/**
 * The open case of a type that something about a contact may join. Making one takes the next turn,
 * so that of two at once the second finds the case of the first.
 */
export interface OpenCase {
  turn: number;
  record?: Case | undefined;
}

interface OfContact {
  contactId: string;
  type: string;
}

const takesMore = (record: Case, { contactId, type }: OfContact): boolean =>
  record.type === type &&
  record.contactId === contactId &&
  isOpen(record) &&
  !record.trashedAt &&
  record.alertIds.length < mostAlerts;

// The newest open case is nearly always among the newest few.
const aPage = 10;

/** The newest open case of a type about a contact that takes another alert, consistently read. */
export const openCaseOf = async (table: Table, wanted: OfContact): Promise<OpenCase> => {
  const pointer = await table.get(openCaseKey(wanted.contactId, wanted.type));
  const turn = Number(pointer?.turn ?? 0);
  const pk = partitionOf({ kind: 'contact', id: wanted.contactId });
  let after: string | undefined;
  do {
    const range = { pk, prefix: contactLinkPrefix('case'), consistent: true, descending: true };
    const { items, next } = await readPage(table, { ...range, limit: aPage, after });
    const found = await Promise.all(items.map((item) => readRecord<Case>(table, 'case', String(item.caseId))));
    const record = found.find((one) => one && takesMore(one, wanted));
    if (record) return { turn, record };
    after = next;
  } while (after !== undefined);
  return { turn };
};

/** What makes the next turn count. Refused where somebody else had it. */
export const nextTurnOf = ({ contactId, type }: OfContact, { turn }: OpenCase): Write => ({
  put: { ...openCaseKey(contactId, type), turn: turn + 1 },
  when: turn === 0 ? 'new' : { holds: { turn } },
});
