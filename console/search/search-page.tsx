import { useNavigate, useSearch } from '@tanstack/react-router';
import { Bookmark, Download } from 'lucide-react';
import { useState } from 'react';
import { useApi } from '#console/app/context.ts';
import { useText } from '#console/i18n/use-text.ts';
import { More } from '#console/records/more.tsx';
import { usePages } from '#console/records/pages.ts';
import { Export } from '#console/search/export.tsx';
import { type Found, isAsking, readFound } from '#console/search/read-found.ts';
import { Result } from '#console/search/result.tsx';
import { SaveViewDialog } from '#console/search/save-view-dialog.tsx';
import styles from '#console/search/search.module.css';
import {
  conditionOfAddress,
  hrefOfSearch,
  readSearchAddress,
  type SearchAddress,
  type SearchKind,
  searchKinds,
} from '#console/search/search-address.ts';
import { SearchFilters } from '#console/search/search-filters.tsx';
import { Button } from '#console/ui/button.tsx';
import { Failure } from '#console/ui/failure.tsx';
import { EmptyState, Page, Quiet, Skeleton, Stack } from '#console/ui/surface.tsx';
import { Tabs } from '#console/ui/tabs.tsx';

const Results = ({ address }: { address: SearchAddress }) => {
  const api = useApi();
  const text = useText();
  const list = usePages<Found>(['cases', 'found', address], readFound(api, address), { isEnabled: isAsking(address) });
  if (!isAsking(address))
    return (
      <EmptyState title={text('search.begin')}>
        <p>{text('search.beginText')}</p>
      </EmptyState>
    );
  if (list.error) return <Failure error={list.error} onRetry={list.retry} />;
  if (list.isPending) return <Skeleton lines={8} />;
  if (list.items.length === 0 && !list.hasMore)
    return (
      <EmptyState title={text('search.empty')}>
        <p>{text('search.emptyText')}</p>
      </EmptyState>
    );
  return (
    <Stack>
      <ol className={styles.results}>
        {list.items.map((found) => (
          <Result key={`${found.kind} ${found.record.id}`} found={found} />
        ))}
      </ol>
      <More list={list} />
    </Stack>
  );
};

/** Everything that some words and filters find. */
export const SearchPage = () => {
  const text = useText();
  const navigate = useNavigate();
  const address = useSearch({ from: '/staff/search' });
  const [isSaving, setSaving] = useState(false);
  const { kind = 'all', q } = address;
  const subject = kind === 'cases' ? 'case' : kind === 'alerts' ? 'alert' : undefined;
  const condition = subject && conditionOfAddress(address, subject);
  const change = (changed: Partial<Record<keyof SearchAddress, string | undefined>>) =>
    void navigate({ href: hrefOfSearch(readSearchAddress({ ...address, ...changed })), replace: true });
  // Filters are of one kind, so that those of another go with it.
  const showKind = (chosen: string) =>
    void navigate({ href: hrefOfSearch(readSearchAddress({ q, kind: chosen })), replace: true });
  const content = (of: SearchKind) =>
    of === kind && (
      <Stack>
        {subject && <SearchFilters of={subject} address={address} onChange={change} />}
        <Results key={JSON.stringify(address)} address={address} />
      </Stack>
    );
  return (
    <Page
      title={q === undefined ? text('search.title') : text('search.titleOf', { words: q })}
      actions={
        <>
          {condition && (
            <Button onPress={() => setSaving(true)}>
              <Bookmark aria-hidden />
              {text('search.saveView')}
            </Button>
          )}
          {kind !== 'all' && isAsking(address) && (
            <Export address={address}>
              <Download aria-hidden />
            </Export>
          )}
        </>
      }
    >
      <Tabs
        label={text('search.kinds')}
        parts={searchKinds.map((id) => ({ id, name: text(`search.kind.${id}`), content: content(id) }))}
        value={kind}
        onChange={showKind}
      />
      <Quiet>{text('search.hint')}</Quiet>
      {isSaving && condition && (
        <SaveViewDialog
          of={kind === 'alerts' ? 'alerts' : 'cases'}
          condition={condition}
          words={q}
          onClose={() => setSaving(false)}
        />
      )}
    </Page>
  );
};
