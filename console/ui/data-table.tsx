import { ArrowDown, ArrowUp } from 'lucide-react';
import type { ReactNode } from 'react';
import { Cell, Column, Row, type Selection, Table, TableBody, TableHeader } from 'react-aria-components/Table';
import { classes } from '#console/ui/classes.ts';
import styles from '#console/ui/data-table.module.css';
import { Checkbox } from '#console/ui/fields.tsx';

export interface DataColumn<Item> {
  id: string;
  name: string;
  cell: (item: Item) => ReactNode;
  isSortable?: boolean;
  /** Not shown on a narrow screen, where the row's other cells say enough. */
  isSecondary?: boolean;
  align?: 'start' | 'end';
}

export interface SortOrder {
  column: string;
  direction: 'ascending' | 'descending';
}

interface DataTableProps<Item> {
  label: string;
  columns: readonly DataColumn<Item>[];
  items: readonly Item[];
  idOf: (item: Item) => string;
  /** The page of a row; the first cell has the link. */
  hrefOf?: (item: Item) => string;
  sort?: SortOrder;
  onSort?: (order: SortOrder) => void;
  selected?: ReadonlySet<string>;
  onSelect?: (ids: ReadonlySet<string>) => void;
  empty: ReactNode;
}

/** Rows with columns: sorted by their headers, walked through and selected by keyboard. */
export const DataTable = <Item extends object>(props: DataTableProps<Item>) => {
  const { label, columns, items, idOf, hrefOf, sort, onSort, selected, onSelect, empty } = props;
  const choose = (keys: Selection) =>
    onSelect?.(keys === 'all' ? new Set(items.map(idOf)) : new Set([...keys].map(String)));
  return (
    <div className={styles.frame}>
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
            <Column className={styles.head} width={44} minWidth={44}>
              <Checkbox slot="selection" />
            </Column>
          )}
          {columns.map(({ id, name, isSortable, isSecondary, align }, index) => (
            <Column
              key={id}
              id={id}
              isRowHeader={index === 0}
              allowsSorting={isSortable ?? false}
              className={classes(styles.head, isSecondary && styles.secondary, align === 'end' && styles.end)}
            >
              {({ sortDirection }) => (
                <span className={styles.headWords}>
                  {name}
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
              {columns.map(({ id, cell, isSecondary, align }) => (
                <Cell
                  key={id}
                  className={classes(styles.cell, isSecondary && styles.secondary, align === 'end' && styles.end)}
                >
                  {cell(item)}
                </Cell>
              ))}
            </Row>
          ))}
        </TableBody>
      </Table>
    </div>
  );
};
