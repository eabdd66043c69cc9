import { type Key, padded, partitionOf, type RecordKind } from '#shared/core/table/keys.ts';

// Keys of what is done and counted over many records: jobs, imports, figures.

/** What of another system a record was imported from: taken once for each kind. */
export const importedKey = (kind: RecordKind, externalId: string): Key => ({
  pk: `IMPORTED#${kind}#${externalId}`,
  sk: 'imported',
});

/** A job over many records, what it was asked to do, and what came of its rows. */
export const jobKey = (id: string): Key => ({ pk: partitionOf({ kind: 'job', id }), sk: 'job' });
export const jobInputKey = (id: string): Key => ({ pk: partitionOf({ kind: 'job', id }), sk: 'input' });
/** What a job has found out for its own later chunks, such as the rows that were selected. */
export const jobNotePrefix = 'kept#';
export const jobNoteKey = (id: string, number: number): Key => ({
  pk: partitionOf({ kind: 'job', id }),
  sk: `${jobNotePrefix}${padded(number)}`,
});
export const jobRowPrefix = 'row#';
export const rowsOfChunk = (chunk: number): string => `${jobRowPrefix}${padded(chunk)}#`;
export const jobRowKey = (id: string, chunk: number, row: string): Key => ({
  pk: partitionOf({ kind: 'job', id }),
  sk: `${rowsOfChunk(chunk)}${row}`,
});
export const jobsOfPerson = (person: string): string => `job#of#${person}`;
export const allJobs = 'job#all';
/** The index entries of a job: of who asked for it, and among all. */
export const jobIndexKeys = ({ id, createdAt, by }: { id: string; createdAt: string; by: string }) => ({
  gsi1pk: jobsOfPerson(by),
  gsi1sk: `${createdAt}#${id}`,
  gsi3pk: allJobs,
  gsi3sk: `${createdAt}#${id}`,
});

/** What figures are counted with: how far they are, and cells that lie in no rollup yet. */
export const insightPartition = 'INSIGHT';
export const insightStateKey: Key = { pk: insightPartition, sk: 'state' };
/** A partition of which a change could not be projected: that projection stands since then. */
export const stuckPrefix = 'standing#';
export const stuckKey = (projection: string, pk: string): Key => ({
  pk: insightPartition,
  sk: `${stuckPrefix}${projection}#${pk}`,
});
export const freshCellsPrefix = (generation: number): string => `fresh#${generation}#`;
export const freshCellsKey = (generation: number, shard: number): Key => ({
  pk: insightPartition,
  sk: `${freshCellsPrefix(generation)}${shard}`,
});
/** What a projection has still to look at of the cases and alerts of a contact that changed. */
export const followUpPrefix = 'follow-up#';
export const followUpKey = (projection: string, contactId: string): Key => ({
  pk: `FOLLOW-UP#${contactId}`,
  sk: `${followUpPrefix}${projection}`,
});
/** The cells of a series by months or by days, then by type. */
export const rollupPartition = (generation: number, series: string, level: 'month' | 'day'): string =>
  `ROLLUP#${generation}#${series}#${level}`;
export const rollupKey = (pk: string, { period, type, part }: { period: string; type: string; part: number }): Key => ({
  pk,
  sk: `${period}#${type}#${part}`,
});
/** What a record has been counted with. Beside it, so that it outlives a record that is purged. */
export const countedKey = (kind: RecordKind, id: string): Key => ({ pk: `COUNTED#${kind}#${id}`, sk: 'counted' });
/** Which groups of persons figures show, as persons were when that was found out. */
export const shownGroupsKey: Key = { pk: 'SHOWN-GROUPS', sk: 'shown' };
/** What a person is not to see in figures: the cells of the cases that they are kept out of. */
export const keptOutPartition = (person: string): string => `KEPT-OUT#${person}`;
export const keptOutKey = (person: string, caseId: string): Key => ({ pk: keptOutPartition(person), sk: caseId });
