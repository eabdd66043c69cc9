import type { OperationInput } from '#client/client.ts';
import type { ConfiguredMap } from '#console/records/configured-map.ts';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';
import type { KindValues } from '#shared/core/definitions/kind.ts';
import type { PersonOrGroup } from '#shared/core/records/primitives.ts';

export const bulkKinds = ['assign', 'priority', 'tag', 'close'] as const;
export type BulkKind = (typeof bulkKinds)[number];
export type BulkAction = OperationInput<'bulk'>['body']['action'];

export interface BulkValues {
  owner?: PersonOrGroup | undefined;
  priority?: string | undefined;
  tag?: string | undefined;
  reason?: string | undefined;
}

/** The action of rules that is done to every row; undefined as long as something is missing. */
export const bulkActionOf = (
  kind: BulkKind,
  { owner, priority, tag = '', reason }: BulkValues,
): BulkAction | undefined => {
  switch (kind) {
    case 'assign':
      return owner && { do: 'update-assignee', ...owner };
    case 'priority':
      return priority === undefined ? undefined : { do: 'update-priority', priority };
    case 'tag':
      return tag.trim() === '' ? undefined : { do: 'add-tag', tag: tag.trim() };
    case 'close':
      return { do: 'close', ...(reason !== undefined && { reason }) };
  }
};

/** The reasons that cases of these types are closed with, each with the types that have it. */
export const closureChoices = (types: ConfiguredMap<'case-types'>, records: readonly Pick<CaseAnswer, 'type'>[]) => {
  const named = new Set(records.map(({ type }) => type));
  const chosen: KindValues['case-types'][] = [...types.values()].filter(
    ({ key }) => named.size === 0 || named.has(key),
  );
  const reasons = new Map<string, { name: string; of: string[] }>();
  for (const { name: typeName, closureReasons } of chosen)
    for (const { key, name } of closureReasons)
      reasons.set(key, { name, of: [...(reasons.get(key)?.of ?? []), typeName] });
  return [...reasons].map(([id, { name, of }]) => ({ id, name, ...(chosen.length > 1 && { detail: of.join(', ') }) }));
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
