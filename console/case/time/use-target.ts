import { useCase } from '#console/case/case-context.ts';
import type { ClockAnswer } from '#console/case/case-queries.ts';
import { useText, useWord } from '#console/i18n/use-text.ts';

/** What the type says of the target that a clock counts towards, and what it is called. */
export const useTarget = () => {
  const { record, type } = useCase();
  const text = useText();
  const word = useWord();
  return ({ key }: Pick<ClockAnswer, 'key'>) => {
    const target = type?.targets.find((one) => one.key === key);
    const stage = key.startsWith('stage:') ? key.slice('stage:'.length) : undefined;
    const stageName = type?.stages.find((one) => one.key === stage)?.name ?? stage;
    const usual = stageName === undefined ? word('case.target', key) : text('case.target.stage', { stage: stageName });
    // One that is called as another one is told from it by what targets of its kind are called.
    const isShared = type?.targets.some((one) => one.key !== key && one.name === target?.name) ?? false;
    const name = target && isShared ? `${target.name} (${usual})` : (target?.name ?? usual);
    const amount = target && (target.byPriority?.[record.priority] ?? target.target);
    return { name, target, amount, isWorking: amount?.time === 'working' };
  };
};
