import { actionSubjects, type RuleAction } from '#shared/automation/rules/rule-action.ts';
import type { Condition } from '#shared/core/conditions/condition.ts';
import { fieldsIn } from '#shared/core/conditions/plan.ts';
import type { BulkRequest } from '#shared/insight/jobs/bulk.schema.ts';

export type BulkKind = 'case' | 'alert';

/** What a job is to do: kept beside it, small enough for one item. */
export interface BulkInput {
  for: BulkKind;
  action: RuleAction;
  condition?: Condition | undefined;
  /** The rows, where they are known. */
  ids?: readonly string[] | undefined;
  /** The dry run whose rows these are. */
  rowsOf?: string | undefined;
  /** Action, selection and caller, as one text that a token holds for. */
  digest: string;
}

/**
 * Which records a request means that does not say: those that its action works on, else those that
 * its condition asks about, else cases.
 */
export const kindOfBulk = ({
  for: given,
  action,
  condition,
}: Pick<BulkRequest, 'for' | 'action' | 'condition'>): BulkKind => {
  if (given) return given.startsWith('alert') ? 'alert' : 'case';
  const subjects: readonly string[] = actionSubjects[action.do];
  if (!subjects.includes('alert')) return 'case';
  if (!subjects.includes('case')) return 'alert';
  const fields = condition ? [...fieldsIn(condition)] : [];
  const asks = (root: string) => fields.some((field) => field.startsWith(`${root}.`));
  return asks('alert') && !asks('case') ? 'alert' : 'case';
};
