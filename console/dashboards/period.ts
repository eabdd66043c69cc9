import { type CalendarDate, getLocalTimeZone, parseDate, today } from '@internationalized/date';

/** A period of whole days, both ends included: `2026-11-01`. */
export interface Period {
  from: string;
  to: string;
}

export const presets = ['7', '30', '90', 'year'] as const;
type Preset = (typeof presets)[number];

/** The days until `last` that a preset stands for. */
export const periodOf = (preset: Preset, last: string): Period => {
  const to = parseDate(last);
  const from = preset === 'year' ? to.set({ month: 1, day: 1 }) : to.subtract({ days: Number(preset) - 1 });
  return { from: from.toString(), to: last };
};

/** The preset that a period is, if it is one. */
export const presetOf = (period: Period, last: string): Preset | undefined =>
  presets.find((preset) => {
    const { from, to } = periodOf(preset, last);
    return period.from === from && period.to === to;
  });

/** Days in steps that a chart has room for. */
export const intervalOf = ({ from, to }: Period): 'day' | 'week' | 'month' => {
  const days = parseDate(to).compare(parseDate(from)) + 1;
  if (days <= 45) return 'day';
  return days <= 200 ? 'week' : 'month';
};

/** The date of an instant where the reader is. */
export const dateAt = (instant: number): string => {
  const here: CalendarDate = today(getLocalTimeZone());
  const days = Math.round((instant - Date.now()) / 86_400_000);
  return here.add({ days }).toString();
};
