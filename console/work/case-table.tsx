import { useText } from '#console/i18n/use-text.ts';
import { DataTable } from '#console/ui/data-table.tsx';
import type { RowKeys } from '#console/ui/row-keys.ts';
import { useCaseColumns } from '#console/work/case-columns.tsx';
import { hrefOfCase } from '#console/work/case-subject.tsx';
import type { SortText } from '#console/work/work-search.ts';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';

interface CaseTableProps {
  items: readonly CaseAnswer[];
  /** The fields that are shown, where somebody has chosen them. */
  columns: readonly string[] | undefined;
  sort: SortText;
  onSort: (sort: string) => void;
  selected: ReadonlySet<string>;
  onSelect: (ids: ReadonlySet<string>) => void;
  rowKeys: RowKeys<CaseAnswer>;
}

/** Cases where there is room for columns. */
export const CaseTable = ({ columns, sort, onSort, ...list }: CaseTableProps) => {
  const text = useText();
  return (
    <DataTable
      {...list}
      label={text('work.cases')}
      columns={useCaseColumns(columns)}
      idOf={({ id }) => id}
      hrefOf={hrefOfCase}
      sort={{ column: sort.replace('-', ''), direction: sort.startsWith('-') ? 'descending' : 'ascending' }}
      onSort={({ column, direction }) => onSort(direction === 'descending' ? `-${column}` : column)}
      empty={null}
    />
  );
};
