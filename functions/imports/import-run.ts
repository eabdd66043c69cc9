import type { Services } from '#functions/services.ts';
import { actorOf, type Person } from '#shared/access/person.ts';
import type { Intent } from '#shared/core/events/event.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { Decision, Write } from '#shared/core/table/decision.ts';
import type { ImportOptions } from '#shared/insight/imports/import.schema.ts';

/** By whose rights rows are imported, and how. */
export interface ImportRun {
  services: Services;
  by: Person;
  options: ImportOptions;
}

/** What is committed at once. Each part is sound without those after it. */
export interface ImportPart {
  decisions: Decision[];
  writes: Write[];
}

/** What becomes of a row, and what is to be committed for it, part by part. */
export interface RowTaken {
  change: 'created' | 'updated' | 'unchanged' | 'skipped' | 'late' | 'ignored';
  /** Of the record. */
  id?: string;
  /** What of the row has no home here. */
  unmapped?: string[];
  parts: ImportPart[];
}

export const nothingOf = (change: RowTaken['change'], id?: string): RowTaken => ({
  change,
  ...(id !== undefined && { id }),
  parts: [],
});

/** Rows happen silently unless their effects were asked for; who imported them is kept. */
export const intentOf = ({ by, options }: Pick<ImportRun, 'by' | 'options'>, at: number): Intent => {
  const actor = actorOf(by);
  const imported = { by: actor, at: iso(at) };
  return { actor, at, cause: { depth: 0, imported, ...(!options.effects && { silent: true as const }) } };
};

/** Whether a row has not changed since then, so that nobody wants it again. */
export const isOlder = (
  { updatedAt, createdAt }: { updatedAt?: string | undefined; createdAt?: string | undefined },
  { updatedSince }: ImportOptions,
): boolean => {
  const changedAt = updatedAt ?? createdAt;
  return updatedSince !== undefined && changedAt !== undefined && changedAt < updatedSince;
};
