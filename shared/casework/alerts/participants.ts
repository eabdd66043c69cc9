import type { Alert } from '#shared/casework/alerts/alert.ts';
import type { PersonOrGroup } from '#shared/core/records/primitives.ts';

/**
 * The participants of an alert beside its reviewer: the member of staff who raised it. The policy
 * and the lists read it.
 */
export const participantsOfAlert = ({ createdBy }: Pick<Alert, 'createdBy'>): PersonOrGroup[] =>
  createdBy.kind === 'user' ? [{ user: createdBy.id }] : [];
