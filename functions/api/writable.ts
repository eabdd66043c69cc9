import type { Alert } from '#shared/casework/alerts/alert.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { Refusal } from '#shared/core/errors.ts';
import type { Decision } from '#shared/core/table/decision.ts';

// What loads a record for a command asks the policy, and then says here that the caller may write
// to it. The wrapper commits nothing about any other: docs/decisions/0033.

const writable = new WeakSet<object>();

/**
 * The record as one that the caller of this request may write to. To be said only by what has asked
 * the policy, or says why it need not be asked.
 */
export const asWritable = <R extends Case | Alert>(record: R): R => {
  writable.add(record);
  return record;
};

const isRecord = ({ kind }: Decision): boolean => kind === 'case' || kind === 'alert';

/** The records that decisions change, each as it was before the first of them. */
const recordsBefore = (decisions: readonly Decision[]) => {
  const first = new Map<string, Case | Alert>();
  for (const { before, events } of decisions.filter(isRecord))
    if (before && events.length > 0 && !first.has(before.id)) first.set(before.id, before as Case | Alert);
  return [...first.values()];
};

/**
 * Refuses decisions on records that the policy was not asked about, but for the alerts of a case,
 * which follow it as when it is closed. @throws `not-allowed`
 */
export const requireWritable = (decisions: readonly Decision[]): void => {
  const records = recordsBefore(decisions);
  const granted = new Set(records.filter((record) => writable.has(record)).map(({ id }) => id));
  const follows = (record: Case | Alert) =>
    'caseId' in record && record.caseId !== undefined && granted.has(record.caseId);
  if (!records.every((record) => granted.has(record.id) || follows(record))) throw new Refusal('not-allowed');
};
