import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { Link } from 'react-aria-components/Link';
import type { CasewardClient } from '#client/client.ts';
import { useApi } from '#console/app/context.ts';
import { ContactLabels } from '#console/contacts/contact-card.tsx';
import { type ContactSearch, hrefOfContact, readContactSearch } from '#console/contacts/contact-search.ts';
import styles from '#console/contacts/contacts.module.css';
import { useText } from '#console/i18n/use-text.ts';
import { useConfigured } from '#console/records/configured.ts';
import { More } from '#console/records/more.tsx';
import { PersonName } from '#console/records/names.tsx';
import { usePages } from '#console/records/pages.ts';
import { type DataColumn, DataTable } from '#console/ui/data-table.tsx';
import { Failure } from '#console/ui/failure.tsx';
import { FilterRow, Select, TextField } from '#console/ui/fields.tsx';
import { SearchField } from '#console/ui/search-field.tsx';
import { EmptyState, Page, Quiet, Skeleton } from '#console/ui/surface.tsx';
import { useSettled } from '#console/ui/use-settled.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';

const pageSize = 50;
const typingMs = 300;
const any = 'any';

/** Words are searched, which knows neither segments nor an order by name; else all are listed. */
const readContacts =
  (api: CasewardClient, { q, ...listed }: ContactSearch) =>
  async (place: { cursor?: string }, signal: AbortSignal) => {
    if (q === undefined)
      return (await api.listContacts({ query: { ...listed, ...place, limit: pageSize }, signal })).data;
    const condition = {
      all: [
        ...(listed.label === undefined
          ? []
          : [{ field: 'contact.labels', op: 'contains' as const, value: listed.label }]),
        ...(listed.segment === undefined
          ? []
          : [{ field: 'contact.segments', op: 'contains' as const, value: listed.segment }]),
      ],
    };
    const body = { text: q, ...(condition.all.length > 0 && { condition }), ...place, limit: pageSize };
    const { data } = await api.searchContacts({ body, signal });
    return { ...data, items: data.items.map(({ record }) => record) };
  };

const useContactColumns = (): DataColumn<Contact>[] => {
  const text = useText();
  return [
    {
      id: 'name',
      name: text('contacts.name'),
      cell: ({ id, name }) => (
        <span className={styles.name}>
          <Link href={hrefOfContact(id)}>{name}</Link>
        </span>
      ),
      isSortable: true,
    },
    { id: 'id', name: text('contacts.id'), cell: ({ id }) => <Quiet>{id}</Quiet> },
    { id: 'email', name: text('contacts.email'), cell: ({ email }) => email, isSecondary: true },
    {
      id: 'labels',
      name: text('contacts.labels'),
      cell: (contact) => <ContactLabels contact={contact} />,
      isSecondary: true,
    },
    {
      id: 'network',
      name: text('contacts.network'),
      cell: ({ network }) => (
        <ul>
          {Object.entries(network).map(([role, { user }]) => (
            <li key={role}>
              <PersonName of={{ user }} /> <Quiet>{role}</Quiet>
            </li>
          ))}
        </ul>
      ),
      isTertiary: true,
    },
  ];
};

/** The people and organisations that cases and alerts are about. */
export const ContactsPage = () => {
  const api = useApi();
  const text = useText();
  const navigate = useNavigate();
  const search = useSearch({ from: '/staff/contacts' });
  const segments = useConfigured('segments');
  const columns = useContactColumns();
  const [words, setWords] = useState(search.q ?? '');
  const [label, setLabel] = useState(search.label ?? '');
  const settled = useSettled(words.trim(), typingMs);
  const settledLabel = useSettled(label.trim(), typingMs);
  useEffect(() => {
    void navigate({
      to: '/contacts',
      search: (before) => readContactSearch({ ...before, q: settled, label: settledLabel }),
      replace: true,
    });
  }, [navigate, settled, settledLabel]);
  const change = (changed: Partial<Record<keyof ContactSearch, string | undefined>>) =>
    void navigate({ to: '/contacts', search: readContactSearch({ ...search, ...changed }), replace: true });
  const list = usePages<Contact>(['contacts', 'list', search], readContacts(api, search));
  return (
    <Page title={text('contacts.title')}>
      <FilterRow>
        <SearchField label={text('contacts.find')} value={words} onChange={setWords} />
        <TextField label={text('contacts.label')} value={label} onChange={setLabel} />
        <Select
          label={text('contacts.segment')}
          choices={[
            { id: any, name: text('work.any') },
            ...[...segments.values()].map(({ key, name }) => ({ id: key, name })),
          ]}
          value={search.segment ?? any}
          onChange={(id) => change({ segment: id === any ? undefined : id })}
        />
      </FilterRow>
      {list.error ? (
        <Failure error={list.error} onRetry={list.retry} />
      ) : list.isPending ? (
        <Skeleton lines={8} />
      ) : (
        <DataTable
          label={text('contacts.title')}
          columns={columns}
          items={list.items}
          idOf={({ id }) => id}
          hrefOf={({ id }) => hrefOfContact(id)}
          sort={
            search.q === undefined
              ? { column: 'name', direction: search.sort === '-name' ? 'descending' : 'ascending' }
              : undefined
          }
          onSort={({ direction }) => change({ sort: direction === 'descending' ? '-name' : undefined })}
          rowKeys={{}}
          empty={
            <EmptyState title={text('contacts.empty')}>
              <p>{text('contacts.emptyText')}</p>
            </EmptyState>
          }
        />
      )}
      <More list={list} />
    </Page>
  );
};
