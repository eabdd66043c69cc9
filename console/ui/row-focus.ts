// Rows of tables and of lists are walked through by single keys, too; which one is at hand is
// where the focus is.

const rowsIn = (frame: HTMLElement | null): HTMLElement[] => [
  ...(frame?.querySelectorAll<HTMLElement>('[role=row][data-key], [role=option][data-key], li[data-key]') ?? []),
];

const indexOfFocused = (rows: readonly HTMLElement[]): number =>
  rows.findIndex((row) => row.contains(document.activeElement));

/** The id of the row that the focus is in. */
export const focusedRow = (frame: HTMLElement | null): string | undefined => {
  const rows = rowsIn(frame);
  return rows[indexOfFocused(rows)]?.dataset.key;
};

/** Moves the focus to the row below (1) or above (-1); into the list, where it is elsewhere. */
export const focusRowBeside = (frame: HTMLElement | null, by: 1 | -1): void => {
  const rows = rowsIn(frame);
  const at = indexOfFocused(rows);
  const next = at === -1 ? 0 : Math.min(Math.max(at + by, 0), rows.length - 1);
  const row = rows[next];
  // A line of a list takes no focus itself: its link does.
  (row?.hasAttribute('tabindex') ? row : row?.querySelector('a'))?.focus();
  row?.scrollIntoView({ block: 'nearest' });
};
