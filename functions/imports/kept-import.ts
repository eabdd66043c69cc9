import type { ImportPart } from '#functions/imports/import-run.ts';
import type { Services } from '#functions/services.ts';
import type { Decision, Write } from '#shared/core/table/decision.ts';
import { importedKey } from '#shared/core/table/insight-keys.ts';
import { inParts } from '#shared/core/table/job.ts';
import { notePrefix, partitionOf } from '#shared/core/table/keys.ts';
import { changedSince, type Digests, digestsOf } from '#shared/insight/imports/digests.ts';
import type { OriginalNote } from '#shared/insight/imports/original.ts';

// An imported record is found by its name in another system, an item of its transaction that keeps
// the row: two imports at once make one record, and the same row again changes nothing.

type ImportedKind = 'case' | 'alert';

export interface KeptImport {
  recordId: string;
  digests: Digests;
  /** All that the row says has been taken over; else a process died in the middle of it. */
  isWhole: boolean;
  /** The import that made the record was undone: the next one takes all that the row says anew. */
  isUndone?: boolean;
  revision: number;
}

export const readKept = async (
  { table }: Services,
  kind: ImportedKind,
  externalId: string,
): Promise<KeptImport | undefined> =>
  (await table.get(importedKey(kind, externalId))) as unknown as KeptImport | undefined;

/** A record that was imported is taken back; what its row said counts as never said. */
export const undoneWrite = (kept: KeptImport, kind: ImportedKind, externalId: string): Write => ({
  put: {
    ...importedKey(kind, externalId),
    ...{ recordId: kept.recordId, digests: {}, isWhole: false, isUndone: true, revision: kept.revision + 1 },
  },
  when: { holds: { revision: kept.revision } },
});

/** What a row says beside what it said before. */
export const changesOf = (
  kept: KeptImport | undefined,
  { members, notes }: { members: Readonly<Record<string, unknown>>; notes: readonly OriginalNote[] },
): { digests: Digests; changed: Set<string> } => {
  const digests = digestsOf({ ...members, notes: notes.map(({ id }) => id) });
  return { digests, changed: changedSince(kept?.digests ?? {}, digests) };
};

/** The notes that a record has. */
export const noteIdsOf = async ({ table }: Services, kind: ImportedKind, id: string): Promise<Set<string>> => {
  const items = await table.queryAll({ pk: partitionOf({ kind, id }), prefix: notePrefix, consistent: true });
  return new Set(items.map(({ sk }) => sk.slice(notePrefix.length)));
};

// A note takes an item and an event, and the record itself some ten with its places in the lists.
const stepsAPart = 35;

/**
 * What is committed, part by part. The name is taken with the first, and the row counts as taken
 * over with the last.
 */
export const partsOf = (
  decisions: readonly Decision[],
  kept: KeptImport | undefined,
  { kind, externalId, ...item }: Pick<KeptImport, 'recordId' | 'digests'> & { kind: ImportedKind; externalId: string },
): ImportPart[] => {
  const key = importedKey(kind, externalId);
  const groups = inParts(decisions, stepsAPart);
  const keep = (revision: number, isWhole: boolean): Write => ({
    put: { ...key, recordId: item.recordId, digests: isWhole ? item.digests : {}, isWhole, revision },
    when: revision === 1 ? 'new' : { holds: { revision: revision - 1 } },
  });
  const before = kept?.revision ?? 0;
  if (groups.length < 2) return [{ decisions: groups[0] ?? [], writes: [keep(before + 1, true)] }];
  return groups.map((part, index) => {
    const isLast = index === groups.length - 1;
    if (index === 0) return { decisions: part, writes: [keep(before + 1, false)] };
    return { decisions: part, writes: isLast ? [keep(before + 2, true)] : [] };
  });
};
