import { ArrowDown, ArrowUp } from 'lucide-react';
import type { ReactNode } from 'react';
import { Cell, Column, Row, type Selection, Table, TableBody, TableHeader } from 'react-aria-components/Table';
import { Checkbox } from '#console/ui/checkbox.tsx';
import { classes } from '#console/ui/classes.ts';
import styles from '#console/ui/data-table.module.css';
import { type RowKeys, useRowKeys } from '#console/ui/row-keys.ts';
import { useNarrow, useWide } from '#console/ui/use-screen.ts';

export interface DataColumn<Item> {
  id: string;
  name: string;
  cell: (item: Item) => ReactNode;
  isSortable?: boolean;
  /** Not shown on a narrow screen, where the row's other cells say enough. */
  isSecondary?: boolean;
  /** Shown on a wide screen only. */
  isTertiary?: boolean;
  align?: 'start' | 'end';
}

interface SortOrder {
  column: string;
  direction: 'ascending' | 'descending';
}

interface DataTableProps<Item> {
  label: string;
  columns: readonly DataColumn<Item>[];
  items: readonly Item[];
  idOf: (item: Item) => string;
  /** The page of a row; a cell has the link, too. */
  hrefOf?: (item: Item) => string;
  sort?: SortOrder | undefined;
  onSort?: (order: SortOrder) => void;
  selected?: ReadonlySet<string>;
  onSelect?: (ids: ReadonlySet<string>) => void;
  rowKeys?: RowKeys<Item>;
  empty: ReactNode;
}

// More than that are torn out of sight on a telephone, the buttons at their end first.
const mostBeside = 3;

const columnClass = <Item,>({ align }: DataColumn<Item>, base: string | undefined): string =>
  classes(base, align === 'end' && styles.end);

/** Rows with columns: sorted by their headers, walked through and selected by keyboard. */
export const DataTable = <Item extends object>(props: DataTableProps<Item>) => {
  const { label, items, idOf, hrefOf, sort, onSort, selected, onSelect, rowKeys, empty } = props;
  const isNarrow = useNarrow();
  const isWide = useWide();
  const columns = props.columns.filter(
    ({ isSecondary, isTertiary }) => !(isSecondary && isNarrow) && !(isTertiary && !isWide),
  );
  const isStacked = isNarrow && !onSelect && columns.length > mostBeside;
  const choose = (keys: Selection) =>
    onSelect?.(keys === 'all' ? new Set(items.map(idOf)) : new Set([...keys].map(String)));
  const frame = useRowKeys({ items, idOf, rowKeys, selected, onSelect });
  return (
    <div className={classes(styles.frame, isStacked && styles.stacked)} ref={frame}>
      <Table
        aria-label={label}
        className={styles.table}
        {...(sort && { sortDescriptor: sort })}
        onSortChange={({ column, direction }) => onSort?.({ column: String(column), direction })}
        selectionMode={onSelect ? 'multiple' : 'none'}
        {...(selected && { selectedKeys: selected })}
        onSelectionChange={choose}
      >
        <TableHeader>
          {onSelect && (
            <Column className={classes(styles.head, styles.pick)}>
              <Checkbox slot="selection" />
            </Column>
          )}
          {columns.map((column, index) => (
            <Column
              key={column.id}
              id={column.id}
              isRowHeader={index === 0}
              allowsSorting={column.isSortable ?? false}
              className={columnClass(column, styles.head)}
            >
              {({ sortDirection }) => (
                <span className={styles.headWords}>
                  {column.name}
                  {sortDirection === 'ascending' && <ArrowUp size={14} aria-hidden />}
                  {sortDirection === 'descending' && <ArrowDown size={14} aria-hidden />}
                </span>
              )}
            </Column>
          ))}
        </TableHeader>
        <TableBody renderEmptyState={() => empty}>
          {items.map((item) => (
            <Row key={idOf(item)} id={idOf(item)} {...(hrefOf && { href: hrefOf(item) })} className={styles.row}>
              {onSelect && (
                <Cell className={styles.cell}>
                  <Checkbox slot="selection" />
                </Cell>
              )}
              {columns.map((column, index) => (
                <Cell
                  key={column.id}
                  className={classes(columnClass(column, styles.cell), isStacked && index > 0 && styles.named)}
                  data-name={column.name}
                >
                  {isStacked ? <div>{column.cell(item)}</div> : column.cell(item)}
                </Cell>
              ))}
            </Row>
          ))}
        </TableBody>
      </Table>
    </div>
  );
};
