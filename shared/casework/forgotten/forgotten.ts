import type * as z from 'zod';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import { changeAlert } from '#shared/casework/alerts/change-alert.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import { changeCase } from '#shared/casework/cases/change-case.ts';
import { nextMomentOfCase } from '#shared/casework/cases/clocks/clocks.ts';
import { isOpen } from '#shared/casework/cases/status.ts';
import type { forgottenRow } from '#shared/casework/forgotten/forgotten.schema.ts';
import { epoch } from '#shared/core/records/instants.ts';
import type { PersonOrGroup } from '#shared/core/records/primitives.ts';
import type { Decision } from '#shared/core/table/decision.ts';

type ForgottenRow = z.infer<typeof forgottenRow>;
export type ForgottenReason = ForgottenRow['reason'];

/** Who there is, as the directory has it. */
export interface Presence {
  isThere: (person: string) => boolean;
  hasAnybody: (group: string) => boolean;
}

/** Whose a record is to look at: any of these is enough. */
const isLookedAt = (owners: readonly PersonOrGroup[], { isThere, hasAnybody }: Presence): boolean =>
  owners.some((owner) => ('user' in owner ? isThere(owner.user) : hasAnybody(owner.group)));

const byUser = ({ createdBy }: Pick<Case, 'createdBy'>): PersonOrGroup[] =>
  createdBy.kind === 'user' ? [{ user: createdBy.id }] : [];
const teams = (groups: readonly string[]): PersonOrGroup[] => groups.map((group) => ({ group }));

const isAhead = (at: string | undefined, now: number): boolean => at !== undefined && epoch(at) > now;

/**
 * Why an open case is forgotten, if it is: who has it, or could claim it, is gone, or nothing will
 * happen to it by itself. `claimers`: the groups that claim its type. `now` in epoch milliseconds.
 */
export const whyCaseIsForgotten = (
  record: Case,
  { claimers, presence, now }: { claimers: readonly string[]; presence: Presence; now: number },
): ForgottenReason | undefined => {
  if (!isOpen(record) || record.trashedAt) return undefined;
  const roles = record.roles.filter(({ to }) => to === undefined).map(({ id }) => ({ user: id }));
  const queue = record.private ? [...byUser(record), ...roles] : teams(claimers);
  if (!isLookedAt(record.assignee ? [record.assignee] : queue, presence)) return 'nobody';
  const next = nextMomentOfCase(record);
  return next !== undefined || isAhead(record.dueAt, now) ? undefined : 'no-next-moment';
};

/** The same of an alert. `reviewers`: the groups that review alerts of its type. */
export const whyAlertIsForgotten = (
  record: Alert,
  { reviewers, presence, now }: { reviewers: readonly string[]; presence: Presence; now: number },
): ForgottenReason | undefined => {
  if (record.category === 'closed') return undefined;
  const queue = record.private ? byUser(record) : teams(reviewers);
  if (!isLookedAt(record.reviewer ? [record.reviewer] : queue, presence)) return 'nobody';
  return record.dueSoon || isAhead(record.dueAt, now) ? undefined : 'no-next-moment';
};

/** Tells of a record that it is forgotten. */
export const tellForgotten = (
  { kind, record }: { kind: 'case'; record: Case } | { kind: 'alert'; record: Alert },
  { reason, since }: Pick<ForgottenRow, 'reason' | 'since'>,
): Decision => {
  const change = { type: 'Record Forgotten', at: epoch(since), detail: { reason, since } } as const;
  return kind === 'case' ? changeCase(record, record, change) : changeAlert(record, record, change);
};
