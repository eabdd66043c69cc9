import { useSearch } from '@tanstack/react-router';
import type { CasewardClient } from '#client/client.ts';
import { useApi } from '#console/app/context.ts';
import type { Drill } from '#console/dashboards/figure-table.ts';
import { useNames } from '#console/dashboards/names.ts';
import { useText } from '#console/i18n/use-text.ts';
import { useWhen } from '#console/i18n/when.ts';
import { usePages } from '#console/records/pages.ts';
import { Button } from '#console/ui/button.tsx';
import { DataTable } from '#console/ui/data-table.tsx';
import { Failure } from '#console/ui/failure.tsx';
import { EmptyState, Page, Skeleton } from '#console/ui/surface.tsx';

interface FoundRow {
  id: string;
  reference: string;
  subject: string;
  type: string;
  createdAt: string;
}

const perPage = 50;

const conditionIn = (text: string): Drill['condition'] => {
  try {
    return JSON.parse(text);
  } catch {
    return {} as Drill['condition'];
  }
};

/** A page of what fits a condition, of cases or of alerts. */
const search = async (
  api: CasewardClient,
  kind: Drill['for'],
  body: { condition: Drill['condition']; limit: number; cursor?: string },
): Promise<{ items: FoundRow[]; nextCursor: string | undefined }> => {
  const { items: found, nextCursor } =
    kind === 'cases' ? (await api.searchCases({ body })).data : (await api.searchAlerts({ body })).data;
  const items = found.map(({ record }) => ({
    id: record.id,
    reference: 'reference' in record ? record.reference : record.id,
    subject: 'subject' in record ? record.subject : (record.description ?? record.type),
    type: record.type,
    createdAt: record.createdAt,
  }));
  return { items, nextCursor };
};

/** The rows behind a figure: as many as it says. */
export const RowsPage = () => {
  const { kind, condition } = useSearch({ from: '/staff/dashboards/rows' });
  const api = useApi();
  const text = useText();
  const when = useWhen();
  const { nameOf } = useNames();
  const found = usePages([kind, 'rows', condition], (place) =>
    search(api, kind, { condition: conditionIn(condition), limit: perPage, ...place }),
  );
  return (
    <Page title={text(kind === 'cases' ? 'dashboards.cases' : 'dashboards.alerts')}>
      {found.isPending && <Skeleton />}
      {found.error && <Failure error={found.error} onRetry={found.retry} />}
      {found.firstPage && !found.error && (
        <DataTable
          label={text('dashboards.rows')}
          items={found.items}
          idOf={({ id }) => id}
          hrefOf={({ id }) => `/${kind}/${id}`}
          columns={[
            { id: 'subject', name: text('dashboards.subject'), cell: ({ subject }) => subject },
            {
              id: 'reference',
              name: text('dashboards.reference'),
              cell: ({ reference }) => reference,
              isSecondary: true,
            },
            { id: 'type', name: text('dashboards.type'), cell: ({ type }) => nameOf('type')(type) },
            { id: 'created', name: text('dashboards.raised'), cell: ({ createdAt }) => when.instant(createdAt) },
          ]}
          empty={<EmptyState title={text('list.empty')} />}
        />
      )}
      {found.hasMore && (
        <div>
          <Button onPress={found.readMore} isPending={found.isReadingMore}>
            {text('action.loadMore')}
          </Button>
        </div>
      )}
    </Page>
  );
};
