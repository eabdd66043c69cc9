import { createHash } from 'node:crypto';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { countedKey, keptOutKey } from '#shared/core/table/insight-keys.ts';
import { plainWrite } from '#shared/core/table/plain-write.ts';
import type { Transaction } from '#shared/core/table/write-each.ts';
import { cellsOfAlert } from '#shared/insight/rollups/alert-cells.ts';
import { cellsOfCase } from '#shared/insight/rollups/case-cells.ts';
import {
  addCells,
  type Cell,
  type Cells,
  cellsKept,
  countsOf,
  keptCells,
  textOfCells,
} from '#shared/insight/rollups/cells.ts';
import { attributesOf, cellsOfContact, type Persons } from '#shared/insight/rollups/persons.ts';
import type { ReportingDays } from '#shared/insight/rollups/reporting-days.ts';

// Beside each record stands what it has been counted with. Counting again writes that and the
// difference in one transaction, so it counts once however often, late or mixed up changes come.

export interface CountedSubject {
  kind: 'case' | 'alert' | 'contact';
  id: string;
}

/** A record as it is. */
export type CountedRecord = CountedSubject & { record: Case | Alert | Contact | undefined };

const cellsOf = ({ kind, record }: CountedRecord, persons: Persons, days: ReportingDays): Cell[] => {
  if (!record) return [];
  if (kind === 'case') return cellsOfCase(record as Case, persons, days);
  if (kind === 'alert') return cellsOfAlert(record as Alert, persons, days);
  return cellsOfContact(record as Contact);
};

/** Whom a case keeps out; they do not see it in figures either. */
const keptOutBy = ({ kind, record }: CountedRecord): readonly string[] =>
  kind === 'case' && record && !(record as Case).trashedAt ? [...new Set((record as Case).locks)] : [];

export interface Recount {
  /** What has to be written, whole or not at all; nothing where it is counted already. */
  writes: Transaction;
  /** What may be written before, and again. */
  beside: Transaction;
  added: Cells;
}

/** What stands beside a record, but for its key: the same content has the same hash. */
const contentOf = (generation: number, cells: Cells, keptOut: readonly string[]) => {
  const out = keptOut.length > 0 && { keptOut };
  const text = JSON.stringify([generation, textOfCells(cells), keptOut]);
  const hash = createHash('sha256').update(text).digest('base64url');
  return { generation, cells: keptCells(cells), ...out, hash };
};

/** What counting a record as it is changes of `item`, which says what it has been counted with. */
export const recount = (
  one: CountedRecord,
  { item, contact, generation }: { item: Item | undefined; contact: Contact | undefined; generation: number },
  { name, days }: { name: string; days: ReportingDays },
): Recount => {
  const before = item?.generation === generation ? cellsKept(item.cells) : new Map<string, number>();
  const after = countsOf(cellsOf(one, () => (contact ? attributesOf(contact) : []), days));
  const wereOut = (item?.keptOut ?? []) as string[];
  const areOut = keptOutBy(one);
  const content = after.size === 0 ? undefined : contentOf(generation, after, areOut);
  if (content?.hash === item?.hash) return { writes: [], beside: [], added: new Map() };
  const key = countedKey(one.kind, one.id);
  const when = item ? { holds: { hash: item.hash } } : ('new' as const);
  const gone = wereOut.filter((person) => !areOut.includes(person));
  return {
    added: addCells(after, before, -1),
    writes: [plainWrite(content ? { put: { ...key, ...content }, when } : { delete: key, when }, name)],
    beside: [
      ...gone.map((person) => plainWrite({ delete: keptOutKey(person, one.id) }, name)),
      ...areOut.map((person) => plainWrite({ put: { ...keptOutKey(person, one.id), cells: keptCells(after) } }, name)),
    ],
  };
};
