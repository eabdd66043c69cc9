import { Link } from 'react-aria-components/Link';
import { ChangeList } from '#console/admin/editor/change-list.tsx';
import { useLabel } from '#console/admin/form/form-context.ts';
import type { Json } from '#console/admin/schema/json.ts';
import { type Finding, Findings } from '#console/admin/tools/findings.tsx';
import { useText, useWord } from '#console/i18n/use-text.ts';
import { DataTable } from '#console/ui/data-table.tsx';
import { Badge, EmptyState, Row, Stack, type Tone } from '#console/ui/surface.tsx';

interface DiffItem {
  kind: string;
  key: string;
  change: 'create' | 'update' | 'same' | 'kept';
  changed?: string[] | undefined;
  before?: Record<string, unknown> | undefined;
  after?: Record<string, unknown> | undefined;
  warnings?: Finding[] | undefined;
}

const tones: Record<DiffItem['change'], Tone> = { create: 'good', update: 'warn', same: 'plain', kept: 'info' };

/** What a file would change: what is the same is counted, not listed. */
export const DiffTable = ({ items }: { items: readonly DiffItem[] }) => {
  const text = useText();
  const word = useWord();
  const { label } = useLabel();
  const changes = ['create', 'update', 'same', 'kept'] as const;
  return (
    <Stack>
      <Row>
        {changes.map((change) => (
          <Badge key={change} tone={tones[change]}>
            {text(`admin.change.${change}`)}: {items.filter((item) => item.change === change).length}
          </Badge>
        ))}
      </Row>
      <DataTable
        label={text('admin.changes')}
        items={items.filter(({ change }) => change !== 'same')}
        idOf={({ kind, key }) => `${kind}/${key}`}
        columns={[
          {
            id: 'key',
            name: text('admin.name'),
            cell: ({ kind, key, change }) =>
              change === 'create' ? key : <Link href={`/admin/${kind}/${encodeURIComponent(key)}`}>{key}</Link>,
          },
          { id: 'kind', name: text('admin.kindColumn'), cell: ({ kind }) => word('admin.kind', kind) },
          {
            id: 'change',
            name: text('admin.change'),
            cell: ({ change }) => <Badge tone={tones[change]}>{text(`admin.change.${change}`)}</Badge>,
          },
          {
            id: 'changed',
            name: text('admin.changedMembers'),
            cell: ({ changed = [], before, after, warnings = [] }) => (
              <>
                {before && after ? (
                  <ChangeList before={before as Json} after={after as Json} />
                ) : (
                  changed.map(label).join(', ')
                )}
                <Findings findings={warnings} tone="warn" />
              </>
            ),
          },
        ]}
        empty={<EmptyState title={text('admin.nothingToChange')} />}
      />
    </Stack>
  );
};
