import { useQuery } from '@tanstack/react-query';
import { useIntl } from 'react-intl';
import { useApi } from '#console/app/context.ts';
import type { ReportQuery } from '#console/dashboards/dashboard-search.ts';
import styles from '#console/dashboards/dashboards.module.css';
import { useDuration } from '#console/dashboards/duration.ts';
import { FigureCard } from '#console/dashboards/figure-card.tsx';
import { type FigureTable, tableOfBreakdown } from '#console/dashboards/figure-table.ts';
import { useNames } from '#console/dashboards/names.ts';
import { NumberCard } from '#console/dashboards/number-card.tsx';
import { intervalOf } from '#console/dashboards/period.ts';
import { Report } from '#console/dashboards/report.tsx';
import { useText } from '#console/i18n/use-text.ts';
import { Card, Facts } from '#console/ui/surface.tsx';

const Trend = ({ query: { compare: _, ...query } }: { query: ReportQuery }) => {
  const api = useApi();
  const text = useText();
  const { formatDate } = useIntl();
  const asked = { ...query, interval: intervalOf(query) };
  const { data } = useQuery({
    queryKey: ['insight', 'trend', asked],
    queryFn: async () => {
      const [cases, alerts] = await Promise.all([
        api.insightTrend({ query: { ...asked, metric: 'cases.created' } }),
        api.insightTrend({ query: { ...asked, metric: 'alerts.created' } }),
      ]);
      return [cases.data.items, alerts.data.items] as const;
    },
  });
  if (!data) return null;
  const [cases, alerts] = data;
  const cell = (item: (typeof cases)[number] | undefined) =>
    item && 'count' in item ? { value: item.count, drill: item.drill } : undefined;
  const table: FigureTable = {
    rowsAre: text('dashboards.day'),
    columns: [text('dashboards.cases'), text('dashboards.alerts')],
    rows: cases.map((item, index) => ({
      key: item.at,
      name: formatDate(`${item.at}T00:00:00Z`, { month: 'short', day: 'numeric', timeZone: 'UTC' }),
      cells: [cell(item), cell(alerts[index])],
    })),
  };
  return (
    <div className={styles.wide}>
      <FigureCard title={text('dashboards.trend')} table={table} form="line" />
    </div>
  );
};

/** What was raised in the period, and what became of it. */
export const OverviewReport = ({ query }: { query: ReportQuery }) => {
  const api = useApi();
  const text = useText();
  const duration = useDuration();
  const { nameOf } = useNames();
  const asked = useQuery({
    queryKey: ['insight', 'overview', query],
    queryFn: async () => (await api.insightOverview({ query })).data,
  });
  const words = { rowsAre: text('dashboards.kind'), now: text('dashboards.now'), before: text('dashboards.before') };
  return (
    <Report asked={asked}>
      {({ cases, alerts, previous }) => (
        <>
          <div className={styles.numbers}>
            <NumberCard name={text('dashboards.casesRaised')} figure={cases.created} before={previous?.cases.created} />
            <NumberCard name={text('dashboards.casesOpen')} figure={cases.open} before={previous?.cases.open} />
            <NumberCard name={text('dashboards.casesClosed')} figure={cases.closed} before={previous?.cases.closed} />
            <NumberCard
              name={text('dashboards.alertsRaised')}
              figure={alerts.created}
              before={previous?.alerts.created}
            />
            <NumberCard name={text('dashboards.alertsOpen')} figure={alerts.open} before={previous?.alerts.open} />
          </div>
          <Trend query={query} />
          <FigureCard
            title={text('dashboards.casesByType')}
            table={tableOfBreakdown({ ...words, nameOf: nameOf('type') }, cases.byType, previous?.cases.byType)}
          />
          <FigureCard
            title={text('dashboards.casesByStatus')}
            table={tableOfBreakdown({ ...words, nameOf: nameOf('status') }, cases.byStatus, previous?.cases.byStatus)}
          />
          <FigureCard
            title={text('dashboards.casesByPriority')}
            table={tableOfBreakdown(
              { ...words, nameOf: nameOf('priority') },
              cases.byPriority,
              previous?.cases.byPriority,
            )}
          />
          <FigureCard
            title={text('dashboards.casesByGroup')}
            table={tableOfBreakdown({ ...words, nameOf: nameOf('group') }, cases.byGroup, previous?.cases.byGroup)}
          />
          <FigureCard
            title={text('dashboards.alertsByType')}
            table={tableOfBreakdown({ ...words, nameOf: nameOf('type') }, alerts.byType, previous?.alerts.byType)}
          />
          <Card title={text('dashboards.timeToClose')}>
            <Facts
              facts={[
                [text('dashboards.half'), duration(cases.timeToClose.p50)],
                [text('dashboards.ninety'), duration(cases.timeToClose.p90)],
                [text('dashboards.ninetyNine'), duration(cases.timeToClose.p99)],
              ]}
            />
          </Card>
        </>
      )}
    </Report>
  );
};
