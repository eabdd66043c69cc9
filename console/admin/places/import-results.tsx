import { useLabel } from '#console/admin/form/form-context.ts';
import { type RefusalWords, reworded, type SaidRefusal } from '#console/i18n/refusal-words.ts';
import { useRefusalWords } from '#console/i18n/use-refusal-words.ts';
import { useText, useWord } from '#console/i18n/use-text.ts';
import { DataTable } from '#console/ui/data-table.tsx';
import { Badge, EmptyState } from '#console/ui/surface.tsx';

/** What became of a row, or would. */
export interface ImportRow {
  row: number;
  status: number;
  change?: string | undefined;
  id?: string | undefined;
  error?: Record<string, unknown> | undefined;
  unmapped?: string[] | undefined;
}

/** Why a row was not taken: its faults with where they are, else what the API says of it. */
export const reasonOf = ({ error = {} }: Pick<ImportRow, 'error'>, words: RefusalWords = {}): string => {
  const { errors = [], detail, title, code } = reworded(words, error as SaidRefusal);
  if (errors.length > 0) return errors.map((fault) => `${fault.pointer} ${fault.detail}`).join('; ');
  return detail ?? title ?? code ?? '';
};

/** Row by row what an import does. */
export const ImportResults = ({ rows }: { rows: readonly ImportRow[] }) => {
  const text = useText();
  const word = useWord();
  const words = useRefusalWords();
  const { label } = useLabel();
  return (
    <DataTable
      label={text('admin.importRows')}
      items={[...rows]}
      idOf={({ row }) => String(row)}
      columns={[
        { id: 'row', name: text('admin.importRow'), cell: ({ row }) => row },
        {
          id: 'state',
          name: text('admin.state'),
          cell: ({ status, change }) => (
            <Badge tone={status < 300 ? 'good' : 'danger'}>
              {word('admin.importState', status < 300 ? (change ?? 'taken') : 'refused')}
            </Badge>
          ),
        },
        { id: 'id', name: label('id'), cell: ({ id = '' }) => <code>{id}</code>, isSecondary: true },
        { id: 'reason', name: text('admin.detail'), cell: (row) => reasonOf(row, words) },
        {
          id: 'unmapped',
          name: text('admin.importUnmapped'),
          cell: ({ unmapped = [] }) => unmapped.join(', '),
          isSecondary: true,
        },
      ]}
      empty={<EmptyState title={text('admin.nothingToChange')} />}
    />
  );
};
