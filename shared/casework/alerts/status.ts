export const alertStatuses = ['triage', 'in-progress', 'resolved', 'dismissed', 'escalated', 'cancelled'] as const;
export type AlertStatus = (typeof alertStatuses)[number];

/**
 * Triage is given by the system and never returned to but by unlinking; what is escalated is open
 * as long as its case may be.
 */
export const categoryOf = (status: AlertStatus): 'open' | 'closed' =>
  status === 'triage' || status === 'in-progress' || status === 'escalated' ? 'open' : 'closed';

/** Whether somebody still has to look at it: what has a case is looked at as its case. */
export const isAwaitingReview = ({ status, caseId }: { status: AlertStatus; caseId?: string | undefined }): boolean =>
  caseId === undefined && (status === 'triage' || status === 'in-progress');
