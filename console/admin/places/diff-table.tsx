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
  warnings?: Finding[] | undefined;
}

/** What a configuration would be changed from and to, as far as it says. */
interface ChangeOfKey {
  subject: { id: string };
  before: Record<string, unknown>;
  after: Record<string, unknown>;
}

const tones: Record<DiffItem['change'], Tone> = { create: 'good', update: 'warn', same: 'plain', kept: 'info' };

interface DiffProps {
  items: readonly DiffItem[];
  /** Of a dry run, by which each change is shown with what was and what would be. */
  events?: readonly ChangeOfKey[];
}

/** What a file would change: what is the same is counted, not listed. */
export const DiffTable = ({ items, events = [] }: DiffProps) => {
  const text = useText();
  const word = useWord();
  const { label } = useLabel();
  const changesOfKey = new Map(events.map((event) => [event.subject.id, event]));
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
            cell: ({ kind, key, change, changed = [], warnings = [] }) => {
              const found = change === 'update' && changesOfKey.get(`${kind}/${key}`);
              return (
                <>
                  {found ? (
                    <ChangeList before={found.before as Json} after={found.after as Json} />
                  ) : (
                    changed.map(label).join(', ')
                  )}
                  <Findings findings={warnings} tone="warn" />
                </>
              );
            },
          },
        ]}
        empty={<EmptyState title={text('admin.nothingToChange')} />}
      />
    </Stack>
  );
};
