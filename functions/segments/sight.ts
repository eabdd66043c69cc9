import type { Sight } from '#functions/segments/load-related.ts';
import type { Services } from '#functions/services.ts';
import type { Person } from '#shared/access/person.ts';
import { mayOnAlert, mayOnCase } from '#shared/access/policy.ts';
import type { ConditionReads } from '#shared/core/conditions/plan.ts';

// That somebody is in a segment tells of the records by which they are. So staff are told whether
// it holds by the records that they may see.

/** Whether a condition asks for nothing but the contact itself, which all staff may see. */
export const asksContactAlone = ({ fields, related }: ConditionReads): boolean =>
  related.size === 0 && [...fields].every((field) => field.startsWith('contact.') || field.startsWith('now.'));

/** Who sees every record, and so every member and every number. */
export const seesEverything = (caller: Person): boolean => caller.isAdmin || caller.seesAll;

/** The records that a caller may see: never all of them, since a lock keeps out admins, too. */
export const sightOf = async ({ definitions }: Services, caller: Person): Promise<Sight> => {
  const [alertTypes, caseTypes] = await Promise.all([definitions.all('alert-types'), definitions.all('case-types')]);
  return {
    alert: (record) => {
      const type = alertTypes.get(record.type);
      return type !== undefined && mayOnAlert(caller, 'view', type.value, record);
    },
    case: (record) => {
      const type = caseTypes.get(record.type);
      return type !== undefined && mayOnCase(caller, 'view', type.value, record);
    },
  };
};
