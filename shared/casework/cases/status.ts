import type { Case } from '#shared/casework/cases/case.ts';
import type { CaseType } from '#shared/casework/cases/case-type.ts';

export const statusOf = (type: CaseType, statusKey: string) => type.statuses.find((one) => one.key === statusKey);

export const isOpen = (record: Pick<Case, 'status'>): boolean =>
  record.status.category === 'to-do' || record.status.category === 'in-progress';
