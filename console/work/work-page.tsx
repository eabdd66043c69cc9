import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Bookmark, Columns3, Hand, Plus } from 'lucide-react';
import { useState } from 'react';
import { useApi } from '#console/app/context.ts';
import { useText, useWord } from '#console/i18n/use-text.ts';
import { More } from '#console/records/more.tsx';
import { usePages } from '#console/records/pages.ts';
import { viewsQuery } from '#console/records/views.ts';
import { Button } from '#console/ui/button.tsx';
import { Failure } from '#console/ui/failure.tsx';
import { later } from '#console/ui/later.tsx';
import { EmptyState, Page, Skeleton } from '#console/ui/surface.tsx';
import { sayDone, sayFailed } from '#console/ui/toast.ts';
import { useNarrow } from '#console/ui/use-screen.ts';
import { caseList } from '#console/work/case-list.ts';
import { hrefOfCase } from '#console/work/case-subject.tsx';
import { NarrowCases } from '#console/work/narrow-cases.tsx';
import { ViewLinks } from '#console/work/view-links.tsx';
import styles from '#console/work/work.module.css';
import {
  columnsOf,
  conditionOfList,
  defaultView,
  hasKnownOrder,
  hrefOfView,
  isFiltered,
  listQueryOf,
  readWorkSearch,
  type WorkSearch,
} from '#console/work/work-search.ts';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';

// The list is there before what is done with it.
const BulkBar = later(async () => (await import('#console/work/bulk/bulk-bar.tsx')).BulkBar);
const CaseTable = later(async () => (await import('#console/work/case-table.tsx')).CaseTable, <Skeleton lines={8} />);
const ColumnsDialog = later(async () => (await import('#console/work/columns-dialog.tsx')).ColumnsDialog);
const DeleteView = later(async () => (await import('#console/work/delete-view.tsx')).DeleteView);
const Filters = later(
  async () => (await import('#console/work/filters.tsx')).Filters,
  <div className={styles.filtersPlace} />,
);
const NewCaseDialog = later(async () => (await import('#console/work/new-case-dialog.tsx')).NewCaseDialog);
const SaveViewDialog = later(async () => (await import('#console/search/save-view-dialog.tsx')).SaveViewDialog);

/** The lists of cases: what is mine, my teams', nobody's, late, and what people have saved. */
export const WorkPage = () => {
  const search = useSearch({ from: '/staff/work' });
  return <WorkList key={JSON.stringify(search)} search={search} />;
};

const WorkList = ({ search }: { search: WorkSearch }) => {
  const api = useApi();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const text = useText();
  const word = useWord();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [asked, setAsked] = useState<'new-case' | 'save-view' | 'columns'>();
  const { data: views } = useQuery(viewsQuery(api, 'cases'));
  const view = views?.find(({ key }) => key === (search.view ?? defaultView));
  const query = listQueryOf(search, view);
  const shownColumns = columnsOf(search, view);
  const isNarrow = useNarrow();
  const Cases = isNarrow ? NarrowCases : CaseTable;
  const list = usePages<CaseAnswer>(...caseList(api, query), {
    isEnabled: views !== undefined || hasKnownOrder(search),
  });
  const outdate = () => void queries.invalidateQueries({ queryKey: ['cases'] });
  const change = (changed: Partial<Record<keyof WorkSearch, string | undefined>>) =>
    void navigate({ to: '/work', search: readWorkSearch({ ...search, ...changed }), replace: true });
  const claim = ({ id, reference }: CaseAnswer) =>
    api
      .claimCase({ path: { id } })
      .then(() => {
        sayDone(text('work.claimed', { reference }));
        outdate();
      })
      .catch(sayFailed);
  const claimNext = async () => {
    const queue = { ...(search.group && { group: search.group }), ...(search.type && { type: search.type }) };
    try {
      const { data: next } = await api.claimNext({ body: { queue } });
      if (!next) return sayDone(text('work.nothingToClaim'));
      sayDone(text('work.claimed', { reference: next.reference }));
      outdate();
      await navigate({ href: hrefOfCase(next) });
    } catch (error) {
      sayFailed(error);
    }
  };
  const empty = (
    <EmptyState title={isFiltered(search) ? text('work.emptyFiltered') : word('work.empty', query.view)}>
      {isFiltered(search) ? (
        <Button onPress={() => void navigate({ href: hrefOfView(query.view) })}>{text('work.clearFilters')}</Button>
      ) : (
        <Button onPress={claimNext}>{text('work.claimNext')}</Button>
      )}
    </EmptyState>
  );
  return (
    <Page
      title={text('work.title')}
      actions={
        <>
          {view && !view.builtIn && <DeleteView view={view} />}
          {!isNarrow && (
            <Button onPress={() => setAsked('columns')}>
              <Columns3 aria-hidden />
              {text('work.columns')}
            </Button>
          )}
          {(isFiltered(search) || search.columns !== undefined) && (
            <Button onPress={() => setAsked('save-view')}>
              <Bookmark aria-hidden />
              {text('search.saveView')}
            </Button>
          )}
          <Button onPress={claimNext}>
            <Hand aria-hidden />
            {text('work.claimNext')}
          </Button>
          <Button look="primary" onPress={() => setAsked('new-case')}>
            <Plus aria-hidden />
            {text('work.newCase')}
          </Button>
        </>
      }
    >
      <ViewLinks of="cases" current={query.view} hrefOf={hrefOfView} />
      <Filters search={search} sort={query.sort} onChange={change} />
      {list.error ? (
        <Failure error={list.error} onRetry={list.retry} />
      ) : list.isPending ? (
        <Skeleton lines={8} />
      ) : list.items.length === 0 ? (
        empty
      ) : (
        <Cases
          items={list.items}
          columns={shownColumns}
          sort={query.sort}
          onSort={(sort) => change({ sort })}
          selected={selected}
          onSelect={setSelected}
          rowKeys={{ c: claim }}
        />
      )}
      <More list={list} />
      {selected.size > 0 && (
        <BulkBar
          of="cases"
          records={list.items.filter(({ id }) => selected.has(id))}
          whole={list.hasMore && selected.size === list.items.length ? conditionOfList(search, view) : undefined}
          onDone={() => {
            setSelected(new Set());
            outdate();
          }}
          onClear={() => setSelected(new Set())}
        />
      )}
      {asked === 'new-case' && <NewCaseDialog onClose={() => setAsked(undefined)} />}
      {asked === 'save-view' && (
        <SaveViewDialog
          of="cases"
          condition={conditionOfList(search, view)}
          sort={query.sort}
          columns={shownColumns}
          onClose={() => setAsked(undefined)}
        />
      )}
      {asked === 'columns' && (
        <ColumnsDialog
          shown={shownColumns}
          onChoose={(chosen) => change({ columns: chosen.join(',') })}
          onClose={() => setAsked(undefined)}
        />
      )}
    </Page>
  );
};
