import type { OperationInput } from '#client/client.ts';
import type { ViewSubject } from '#console/records/views.ts';
import type { PersonOrGroup } from '#shared/core/records/primitives.ts';

/** What is done to many records of a list, in the order in which it is offered. */
export const bulkKinds = {
  cases: ['assign', 'priority', 'tag', 'close'],
  alerts: ['assign', 'priority', 'tag', 'resolve', 'dismiss'],
} as const satisfies Record<ViewSubject, readonly string[]>;
export type BulkKind = (typeof bulkKinds)[ViewSubject][number];
export type BulkAction = OperationInput<'bulk'>['body']['action'];

export interface BulkValues {
  owner?: PersonOrGroup | undefined;
  priority?: string | undefined;
  tag?: string | undefined;
  /** Why cases are closed, or how alerts ended. */
  reason?: string | undefined;
}

/** The action of rules that is done to every row; undefined as long as something is missing. */
export const bulkActionOf = (
  of: ViewSubject,
  kind: BulkKind,
  { owner, priority, tag = '', reason }: BulkValues,
): BulkAction | undefined => {
  switch (kind) {
    case 'assign':
      return owner && { do: of === 'cases' ? 'update-assignee' : 'update-reviewer', ...owner };
    case 'priority':
      return priority === undefined ? undefined : { do: 'update-priority', priority };
    case 'tag':
      return tag.trim() === '' ? undefined : { do: 'add-tag', tag: tag.trim() };
    case 'close':
      return { do: 'close', ...(reason !== undefined && { reason }) };
    case 'resolve':
    case 'dismiss':
      return { do: kind, ...(reason !== undefined && { outcome: reason }) };
  }
};

/** A type of records, with the ways in which they end. */
export interface EndingType {
  key: string;
  name: string;
  endings: readonly { key: string; name: string }[];
}

/** The ways in which records of these types end, each with the types that have it. */
export const endingChoices = (types: readonly EndingType[], records: readonly { type: string }[]) => {
  const named = new Set(records.map(({ type }) => type));
  const chosen = types.filter(({ key }) => named.size === 0 || named.has(key));
  const choices = new Map<string, { name: string; of: string[] }>();
  for (const { name: typeName, endings } of chosen)
    for (const { key, name } of endings) choices.set(key, { name, of: [...(choices.get(key)?.of ?? []), typeName] });
  return [...choices].map(([id, { name, of }]) => ({ id, name, ...(chosen.length > 1 && { detail: of.join(', ') }) }));
};

interface BulkOutcome {
  changed: number;
  unchanged: number;
  /** Why rows are refused, and how many by each. */
  refused: ReadonlyMap<string, number>;
}

/** What a report of a bulk says: a line a row, `id,status,code`, of which none is ever quoted. */
export const outcomeOf = (report: string): BulkOutcome => {
  const rows = report
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(','));
  const refused = new Map<string, number>();
  for (const [, status, code = ''] of rows) if (status === 'refused') refused.set(code, (refused.get(code) ?? 0) + 1);
  const count = (wanted: string) => rows.filter(([, status]) => status === wanted).length;
  return { changed: count('changed'), unchanged: count('unchanged'), refused };
};
