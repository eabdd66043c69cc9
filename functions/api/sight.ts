import { requesterOf } from '#functions/api/requester.ts';
import type { Services } from '#functions/services.ts';
import type { Person } from '#shared/access/person.ts';
import { mayAsRequester, mayOnAlert, mayOnCase } from '#shared/access/policy.ts';
import type { Alert } from '#shared/casework/alerts/alert.ts';
import type { Case } from '#shared/casework/cases/case.ts';

/**
 * Says of records whether the caller may see them. Of alerts and configuration a requester sees
 * none.
 */
export const sight = async (
  services: Services,
  caller: Person,
): Promise<(kind: string, record: unknown) => boolean> => {
  const requester = caller.isStaff ? undefined : await requesterOf(services, caller);
  if (!caller.isStaff)
    return (kind, record) => kind === 'case' && requester !== undefined && mayAsRequester(requester, record as Case);
  const [ofCases, ofAlerts] = [
    await services.definitions.all('case-types'),
    await services.definitions.all('alert-types'),
  ];
  return (kind, record) => {
    if (kind === 'alert') {
      const type = ofAlerts.get((record as Alert).type);
      return type !== undefined && mayOnAlert(caller, 'view', type.value, record as Alert);
    }
    const { type: key, trashedAt } = record as Case;
    const type = ofCases.get(key);
    return type !== undefined && mayOnCase(caller, trashedAt ? 'manage' : 'view', type.value, record as Case);
  };
};
