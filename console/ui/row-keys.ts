import { type RefObject, useRef } from 'react';
import { useShortcuts } from '#console/app/shortcuts.ts';
import { focusedRow, focusRowBeside } from '#console/ui/row-focus.ts';

/** What single keys do to the row that is focused. */
export type RowKeys<Item> = Readonly<Record<string, (item: Item) => void>>;

interface RowKeysOptions<Item> {
  items: readonly Item[];
  idOf: (item: Item) => string;
  /** With them `j` and `k` go from row to row, and `x` selects: of one list a page. */
  rowKeys: RowKeys<Item> | undefined;
  selected?: ReadonlySet<string> | undefined;
  onSelect?: ((ids: ReadonlySet<string>) => void) | undefined;
}

/** The ids that are selected once an item was chosen or let go of. */
export const toggled = (selected: ReadonlySet<string> | undefined, id: string): ReadonlySet<string> => {
  const next = new Set(selected);
  if (!next.delete(id)) next.add(id);
  return next;
};

/** The keys of a list; gives what its frame is known by. */
export const useRowKeys = <Item>(options: RowKeysOptions<Item>): RefObject<HTMLDivElement | null> => {
  const { items, idOf, rowKeys, selected, onSelect } = options;
  const frame = useRef<HTMLDivElement>(null);
  const toFocused = (act: (item: Item) => void) => () => {
    const id = focusedRow(frame.current);
    const item = items.find((one) => idOf(one) === id);
    if (item) act(item);
  };
  useShortcuts(
    rowKeys
      ? {
          j: () => focusRowBeside(frame.current, 1),
          k: () => focusRowBeside(frame.current, -1),
          ...(onSelect && { x: toFocused((item) => onSelect(toggled(selected, idOf(item)))) }),
          ...Object.fromEntries(Object.entries(rowKeys).map(([key, act]) => [key, toFocused(act)])),
        }
      : {},
  );
  return frame;
};
