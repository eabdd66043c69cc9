import type { AlertType } from '#shared/casework/alerts/alert-type.ts';
import type { CaseType } from '#shared/casework/cases/case-type.ts';
import { isClosedCategory } from '#shared/casework/cases/status.schema.ts';
import type { Migration } from '#shared/casework/migration/migration.schema.ts';
import type { Fault } from '#shared/core/errors.ts';
import { pointerTo } from '#shared/core/http/faults.ts';
import type { FieldDefinition } from '#shared/core/records/field-definition.schema.ts';
import { valueSchema } from '#shared/core/records/field-value.schema.ts';
import { own } from '#shared/core/records/own.ts';

// A new version that removes what open records have, which its administrator means for those too,
// is refused with the counts, or the records are moved to it by an explicit mapping.

/**
 * The parts of types and records that this is about; an alert has neither stages nor statuses of
 * its type.
 */
export type TypeParts = Pick<AlertType, 'fields'> & Partial<Pick<CaseType, 'statuses' | 'stages'>>;
export interface Holder {
  status?: unknown;
  stage?: string | undefined;
  fields: Record<string, unknown>;
}
interface Removed {
  list: 'statuses' | 'stages' | 'fields';
  key: string;
}

const lists = ['statuses', 'stages', 'fields'] as const;
const keysOf = (type: TypeParts, list: Removed['list']): string[] => (type[list] ?? []).map((one) => one.key);

/** What a new version of a type takes away. */
export const removedBy = (before: TypeParts, after: TypeParts): Removed[] =>
  lists.flatMap((list) =>
    keysOf(before, list)
      .filter((one) => !keysOf(after, list).includes(one))
      .map((one) => ({ list, key: one })),
  );

const statusKeyOf = ({ status }: Holder): string | undefined =>
  typeof status === 'object' && status !== null && 'key' in status ? String(status.key) : undefined;

const has = (record: Holder, removed: Removed): boolean => {
  if (removed.list === 'statuses') return statusKeyOf(record) === removed.key;
  if (removed.list === 'stages') return record.stage === removed.key;
  return own(record.fields, removed.key) !== undefined;
};

/** How many of the records have each thing that is taken away, and how many have any of it. */
export class StrandedCount {
  readonly #removed: readonly Removed[];
  readonly #counts: number[];
  total = 0;

  constructor(removed: readonly Removed[]) {
    this.#removed = removed;
    this.#counts = removed.map(() => 0);
  }

  add(record: Holder): void {
    const found = this.#removed.map((one) => has(record, one));
    if (found.includes(true)) this.total++;
    found.forEach((holds, index) => {
      if (holds) this.#counts[index] = (this.#counts[index] ?? 0) + 1;
    });
  }

  /** One fault for each thing taken away that records have, at the list it is missing from. */
  faults(pointer = ''): Fault[] {
    return this.#removed.flatMap(({ list, key: removed }, index) => {
      const count = this.#counts[index] ?? 0;
      return count === 0
        ? []
        : [{ pointer: `${pointer}/${list}`, code: 'would-strand', detail: `${count} open records have ${removed}` }];
    });
  }
}

/**
 * What is wrong with a mapping: it leads to what the new version has not, or to where a case would
 * be closed without its closing.
 */
export const faultsOfMigration = ({ statuses, stages, fields }: Migration, type: TypeParts): Fault[] => {
  const open = (type.statuses ?? []).filter(({ category }) => !isClosedCategory(category)).map((one) => one.key);
  const into = (list: Removed['list'], mapping: Record<string, string | null>, known: readonly string[]): Fault[] =>
    Object.entries(mapping)
      .filter(([, to]) => to !== null && !known.includes(to))
      .map(([from]) => ({
        pointer: pointerTo(`/migrate/${list}`, [from]),
        code: 'unknown-target',
        detail: list === 'statuses' ? 'the new version has no such open status' : 'the new version has no such one',
      }));
  return [
    ...into('statuses', statuses, open),
    ...into('stages', stages, keysOf(type, 'stages')),
    ...into('fields', fields, keysOf(type, 'fields')),
  ];
};

/**
 * Custom fields under a new version; undefined where one of them has no place there, or a value
 * that its field does not take.
 */
export const migratedFields = (
  fields: Record<string, unknown>,
  mapping: Migration['fields'],
  definitions: readonly FieldDefinition[],
): Record<string, unknown> | undefined => {
  const moved = new Map<string, unknown>();
  for (const [from, value] of Object.entries(fields)) {
    const mapped = own(mapping, from);
    const to = mapped === undefined ? from : mapped;
    if (to === null) continue;
    const definition = definitions.find((one) => one.key === to);
    if (!definition || !valueSchema(definition).safeParse(value).success) return undefined;
    moved.set(definition.key, value);
  }
  return Object.fromEntries(moved);
};
