import { useText } from '#console/i18n/use-text.ts';
import type { Amount } from '#shared/core/calendars/amount.ts';

/** `3 working days`, `4 hours`. */
export const useAmountWords = () => {
  const text = useText();
  return ({ amount, unit, time }: Amount): string => text(`case.amount.${time}.${unit}`, { amount });
};
