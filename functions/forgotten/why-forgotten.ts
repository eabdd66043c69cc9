import type { Services } from '#functions/services.ts';
import { groupsThatClaim } from '#shared/access/policy.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import {
  type ForgottenReason,
  type Presence,
  whyAlertIsForgotten,
  whyCaseIsForgotten,
} from '#shared/casework/forgotten/forgotten.ts';
import type { Configured } from '#shared/core/definitions/configuration.ts';

/** An open record of either kind. */
export type LookedAt = { kind: 'case'; record: Case } | { kind: 'alert'; record: Alert };

/** Who there is in the directory. */
export const presenceIn = (groups: ReadonlyMap<string, Configured<'groups'>>): Presence => {
  const people = new Set([...groups.values()].flatMap(({ value }) => value.members.map(({ id }) => id)));
  return {
    isThere: (person) => people.has(person),
    hasAnybody: (group) => (groups.get(group)?.value.members.length ?? 0) > 0,
  };
};

/** Why a record is forgotten at an instant (epoch milliseconds), by the configuration as it is. */
export const forgottenBy = async ({ definitions }: Pick<Services, 'definitions'>) => {
  const [groups, caseTypes, alertTypes] = await Promise.all([
    definitions.all('groups'),
    definitions.all('case-types'),
    definitions.all('alert-types'),
  ]);
  const presence = presenceIn(groups);
  return (of: LookedAt, now: number): ForgottenReason | undefined => {
    if (of.kind === 'alert') {
      const reviewers = alertTypes.get(of.record.type)?.value.groups.reviewers ?? [];
      return whyAlertIsForgotten(of.record, { reviewers, presence, now });
    }
    const type = caseTypes.get(of.record.type)?.value;
    return whyCaseIsForgotten(of.record, { claimers: type ? groupsThatClaim(type) : [], presence, now });
  };
};
