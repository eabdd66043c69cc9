import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-aria-components/Link';
import { Problem } from '#client/client.ts';
import styles from '#console/admin/editor/editor.module.css';
import { useLabel } from '#console/admin/form/form-context.ts';
import { type Configured, isShipped, keyOf, kindNamed, kindQuery, nameOf, newKey } from '#console/admin/kinds.ts';
import { useApi } from '#console/app/context.ts';
import type { When } from '#console/i18n/instants.ts';
import { useText, useWord } from '#console/i18n/use-text.ts';
import { useWhen } from '#console/i18n/when.ts';
import { ButtonLink } from '#console/ui/button.tsx';
import { type DataColumn, DataTable } from '#console/ui/data-table.tsx';
import { Failure } from '#console/ui/failure.tsx';
import { SearchField } from '#console/ui/search-field.tsx';
import { Badge, Dot, EmptyState, Page, Skeleton } from '#console/ui/surface.tsx';

const isLike = (one: Configured, typed: string): boolean =>
  `${keyOf(one)} ${nameOf(one)}`.toLowerCase().includes(typed.trim().toLowerCase());

/** By order where they have one, else by name. */
const sorted = (items: readonly Configured[]): Configured[] =>
  [...items].sort((one, other) => {
    const [first, second] = [one.order, other.order];
    if (typeof first === 'number' && typeof second === 'number' && first !== second) return first - second;
    return nameOf(one).localeCompare(nameOf(other));
  });

// A webhook says by its state, too, whether it is on; that has a badge of its own.
const switched = new Set(['enabled', 'disabled']);

const columnsByKind: Readonly<Record<string, readonly string[]>> = {
  rules: ['for', 'trigger', 'order'],
  workflows: ['trigger', 'published'],
  'case-types': ['instance', 'defaultPriority'],
  'alert-types': ['defaultPriority', 'due'],
  'retention-policies': ['for', 'after', 'mode'],
  views: ['for', 'pinned'],
  templates: ['language'],
  calendars: ['timeZone'],
  priorities: ['order'],
};
const ownColumns = (kind: string): readonly string[] => columnsByKind[kind] ?? [];

/** A member in a cell: a word, or what an object is about. */
const shownOf = (value: unknown, word: (value: string) => string, duration: When['duration']): string => {
  if (value === undefined || value === false) return '';
  if (value === true) return '✓';
  if (typeof value === 'object' && value !== null) {
    const { event, kind, type, amount, unit } = value as Record<string, unknown>;
    return [event ?? kind, type, amount, unit]
      .filter((part) => part !== undefined)
      .map((part) => word(String(part)))
      .join(' ');
  }
  return typeof value === 'string' && /^[a-z-]+$/.test(value) ? word(value) : duration(String(value));
};

/** All of one kind. */
export const KindPage = () => {
  const { kind: name } = useParams({ from: '/staff/admin/$kind' });
  const kind = kindNamed(name);
  const text = useText();
  const word = useWord();
  const when = useWhen();
  const { label, word: spoken } = useLabel();
  const api = useApi();
  const [typed, setTyped] = useState('');
  const known = kind ?? kindNamed('priorities');
  const query = useQuery({ ...kindQuery(api, known as NonNullable<typeof known>), enabled: kind !== undefined });
  if (!kind)
    return (
      <Page title={text('admin.title')}>
        <Failure error={new Problem(404, {}, new Headers())} />
      </Page>
    );
  const own = ownColumns(name).map(
    (member): DataColumn<Configured> => ({
      id: member,
      name: label(member),
      cell: (one) => shownOf(one[member], spoken, when.duration),
      isSecondary: true,
    }),
  );
  const columns: DataColumn<Configured>[] = [
    {
      id: 'name',
      name: text('admin.name'),
      cell: (one) => (
        <>
          {typeof one.colour === 'string' && <Dot colour={one.colour} />} {nameOf(one)}
        </>
      ),
    },
    { id: 'key', name: text('admin.key'), cell: (one) => <code>{keyOf(one)}</code>, isSecondary: true },
    {
      id: 'state',
      name: text('admin.state'),
      cell: (one) => (
        <>
          {one.enabled === true && !isShipped(one) && <Badge>{label('enabled')}</Badge>}
          {one.enabled === false && <Badge tone="warn">{text('admin.disabled')}</Badge>}
          {isShipped(one) && <Badge>{text('admin.builtIn')}</Badge>}
          {typeof one.state === 'string' && !switched.has(one.state) && (
            <Badge tone="info">{word('admin.word', one.state)}</Badge>
          )}
          {typeof one.count === 'number' && <Badge>{text('admin.people', { count: one.count })}</Badge>}
        </>
      ),
    },
    ...own,
    {
      id: 'version',
      name: text('admin.versionColumn'),
      cell: (one) => (isShipped(one) ? '' : (one.version ?? '')),
      isSecondary: true,
      align: 'end',
    },
    {
      id: 'updatedAt',
      name: text('admin.updated'),
      cell: (one) => (one.updatedAt === undefined || isShipped(one) ? '' : when.instant(one.updatedAt)),
      isSecondary: true,
    },
  ];
  const items = sorted(query.data ?? []).filter((one) => isLike(one, typed));
  return (
    <Page
      title={word('admin.kind', name)}
      actions={
        <ButtonLink look="primary" href={`/admin/${name}/${newKey}`}>
          <Plus aria-hidden />
          {text('admin.new', { kind: word('admin.one', name) })}
        </ButtonLink>
      }
    >
      <nav className={styles.path} aria-label={text('admin.path')}>
        <Link href="/admin">{text('admin.title')}</Link>
      </nav>
      <p>{word('admin.about', name)}</p>
      {(query.data?.length ?? 0) > 8 && (
        <SearchField
          label={text('admin.find')}
          isLabelHidden
          placeholder={text('admin.find')}
          value={typed}
          onChange={setTyped}
        />
      )}
      {query.isError && <Failure error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Skeleton />}
      {query.data && (
        <DataTable
          label={word('admin.kind', name)}
          columns={columns}
          items={items}
          idOf={keyOf}
          hrefOf={(one) => `/admin/${name}/${encodeURIComponent(keyOf(one))}`}
          empty={<EmptyState title={text('admin.none')}>{text('admin.noneText')}</EmptyState>}
        />
      )}
    </Page>
  );
};
