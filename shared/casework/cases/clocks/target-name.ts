import type { CaseType } from '#shared/casework/cases/case-type.ts';
import { own } from '#shared/core/records/own.ts';

const plainNames: Record<string, string> = {
  completion: 'Completion',
  'first-response': 'First response',
  'next-reply': 'Next reply',
};

/** What people call a target: its own name, else what its key means, else the name of its stage. */
export const targetName = ({ targets, stages }: Pick<CaseType, 'targets' | 'stages'>, key: string): string => {
  const stage = stages.find((one) => `stage:${one.key}` === key);
  return targets.find((target) => target.key === key)?.name ?? own(plainNames, key) ?? stage?.name ?? key;
};
