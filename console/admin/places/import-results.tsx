import { useLabel } from '#console/admin/form/form-context.ts';
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
export const reasonOf = ({ error = {} }: Pick<ImportRow, 'error'>): string => {
  const faults = Array.isArray(error.errors) ? (error.errors as { pointer: string; detail: string }[]) : [];
  if (faults.length > 0) return faults.map(({ pointer, detail }) => `${pointer} ${detail}`).join('; ');
  return String(error.detail ?? error.title ?? error.code ?? '');
};

/** Row by row what an import does. */
export const ImportResults = ({ rows }: { rows: readonly ImportRow[] }) => {
  const text = useText();
  const word = useWord();
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
        { id: 'reason', name: text('admin.detail'), cell: reasonOf },
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
