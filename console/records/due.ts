const soonMs = 48 * 60 * 60_000;

type DueTone = 'late' | 'soon' | 'later' | 'over';

/** How pressing something is; what is closed presses nobody. */
export const dueTone = (dueAt: string, { now, isClosed }: { now: number; isClosed: boolean }): DueTone => {
  if (isClosed) return 'over';
  const left = Date.parse(dueAt) - now;
  if (left < 0) return 'late';
  return left <= soonMs ? 'soon' : 'later';
};
