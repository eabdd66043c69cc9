import { useQueryClient } from '@tanstack/react-query';
import { Outlet, useMatch, useNavigate, useSearch } from '@tanstack/react-router';
import { BellPlus } from 'lucide-react';
import { useEffect, useState } from 'react';
import { AlertFilters } from '#console/alerts/alert-filters.tsx';
import { AlertList, toggled } from '#console/alerts/alert-list.tsx';
import { summaryQuery } from '#console/alerts/alert-queries.ts';
import { alertQueryOf, beside, defaultAlertView, everyAlert, hrefOfAlerts } from '#console/alerts/alert-search.ts';
import styles from '#console/alerts/alerts.module.css';
import { NewAlertDialog } from '#console/alerts/new-alert-dialog.tsx';
import { TriageProvider } from '#console/alerts/triage.ts';
import { useApi } from '#console/app/context.ts';
import { useShortcuts } from '#console/app/shortcuts.ts';
import { useText } from '#console/i18n/use-text.ts';
import { More } from '#console/records/more.tsx';
import { usePages } from '#console/records/pages.ts';
import { Button } from '#console/ui/button.tsx';
import { classes } from '#console/ui/classes.ts';
import { Failure } from '#console/ui/failure.tsx';
import { EmptyState, Page, Skeleton } from '#console/ui/surface.tsx';
import { BulkBar } from '#console/work/bulk/bulk-bar.tsx';
import { ViewLinks } from '#console/work/view-links.tsx';
import type { AlertAnswer } from '#shared/casework/alerts/alert.ts';

const pageSize = 50;

/** Alerts one after the other: the list on one side, the one that is looked at on the other. */
export const AlertsPage = () => {
  const api = useApi();
  const text = useText();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const search = useSearch({ from: '/staff/alerts' });
  const current = useMatch({ from: '/staff/alerts/$id', shouldThrow: false })?.params.id;
  const [isNewOpen, setNewOpen] = useState(false);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const query = alertQueryOf(search);
  const list = usePages<AlertAnswer>(
    ['alerts', 'list', query],
    async (place, signal) => (await api.listAlerts({ query: { ...query, ...place, limit: pageSize }, signal })).data,
  );
  const ids = list.items.map(({ id }) => id);
  const open = (id: string | undefined) => void navigate({ href: hrefOfAlerts(search, id), replace: true });
  const next = beside(ids, current, 1);
  useEffect(() => {
    // The next one is read before it is gone to, so that it is there at once.
    if (next !== undefined) void queries.prefetchQuery(summaryQuery(api, next));
  }, [api, queries, next]);
  useShortcuts({
    j: () => open(beside(ids, current, 1)),
    k: () => open(beside(ids, current, -1)),
    ...(current !== undefined && { x: () => setSelected(toggled(selected, current)) }),
  });
  const view = search.view ?? defaultAlertView;
  return (
    <Page
      title={text('alerts.title')}
      actions={
        <Button onPress={() => setNewOpen(true)}>
          <BellPlus aria-hidden />
          {text('alerts.new')}
        </Button>
      }
    >
      <div className={classes(current !== undefined && styles.beforePane)}>
        <ViewLinks
          of="alerts"
          current={view}
          hrefOf={(key) => hrefOfAlerts({ view: key })}
          more={[{ key: everyAlert, name: text('alerts.all') }]}
        />
      </div>
      <div className={styles.panes}>
        <section
          className={classes(styles.queue, current !== undefined && styles.beforePane)}
          aria-label={text('alerts.list')}
        >
          <AlertFilters search={search} onChange={(changed) => void navigate({ href: hrefOfAlerts(changed) })} />
          {list.error ? (
            <Failure error={list.error} onRetry={list.retry} />
          ) : list.isPending ? (
            <Skeleton lines={8} />
          ) : list.items.length === 0 ? (
            <EmptyState title={text('alerts.empty')}>
              <p>{text('alerts.emptyText')}</p>
            </EmptyState>
          ) : (
            <AlertList
              alerts={list.items}
              current={current}
              hrefOf={(id) => hrefOfAlerts(search, id)}
              selected={selected}
              onSelect={setSelected}
            />
          )}
          <More list={list} />
          {selected.size > 0 && (
            <BulkBar
              of="alerts"
              records={list.items.filter(({ id }) => selected.has(id))}
              whole={undefined}
              onDone={() => {
                setSelected(new Set());
                void queries.invalidateQueries({ queryKey: ['alerts'] });
                for (const id of selected) void queries.invalidateQueries({ queryKey: ['alert', id] });
              }}
              onClear={() => setSelected(new Set())}
            />
          )}
        </section>
        <section className={styles.pane} aria-label={text('alerts.chosen')}>
          <TriageProvider value={{ ids, open, back: hrefOfAlerts(search) }}>
            {current === undefined ? (
              <div className={styles.noneChosen}>
                <EmptyState title={text('alerts.choose')}>
                  <p>{text('alerts.keys')}</p>
                </EmptyState>
              </div>
            ) : (
              <Outlet />
            )}
          </TriageProvider>
        </section>
      </div>
      {isNewOpen && <NewAlertDialog onClose={() => setNewOpen(false)} />}
    </Page>
  );
};
