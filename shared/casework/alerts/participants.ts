import type { Alert } from '#shared/casework/alerts/alert.ts';
import type { PersonOrGroup } from '#shared/core/records/primitives.ts';

/**
 * Whom an alert concerns beside its reviewer: who of staff raised it. The policy and the lists go
 * by it.
 */
export const participantsOfAlert = ({ createdBy }: Pick<Alert, 'createdBy'>): PersonOrGroup[] =>
  createdBy.kind === 'user' ? [{ user: createdBy.id }] : [];
