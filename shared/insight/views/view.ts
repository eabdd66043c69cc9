import type { Condition } from '#shared/core/conditions/condition.ts';
import { readsOf } from '#shared/core/conditions/plan.ts';
import type { ViewedKind } from '#shared/insight/views/cell.ts';
import type { ViewSubject } from '#shared/insight/views/view.schema.ts';

export const kindOf = (subject: ViewSubject): ViewedKind => (subject === 'cases' ? 'case' : 'alert');

/** What an alert's condition asks its case, which changes without it. */
const ofItsCase: ReadonlySet<string> = new Set(['alert.caseType', 'alert.caseStatus']);

/**
 * Whether records can be counted under a condition as they change: it asks for nothing beside
 * themselves.
 */
export const asksRecordAlone = (kind: ViewedKind, condition: Condition): boolean => {
  const { fields, related, segments, calendars } = readsOf(condition);
  const isOwn = (field: string): boolean => field.startsWith(`${kind}.`) && !ofItsCase.has(field);
  return related.size + segments.size + calendars.size === 0 && [...fields].every(isOwn);
};
