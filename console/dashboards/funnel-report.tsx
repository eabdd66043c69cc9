import { useQuery } from '@tanstack/react-query';
import { useApi } from '#console/app/context.ts';
import type { ReportQuery } from '#console/dashboards/dashboard-search.ts';
import styles from '#console/dashboards/dashboards.module.css';
import { FigureCard } from '#console/dashboards/figure-card.tsx';
import { tableOfFigures } from '#console/dashboards/figure-table.ts';
import { Report } from '#console/dashboards/report.tsx';
import { useText } from '#console/i18n/use-text.ts';

/** From alerts to the cases that came of them. */
export const FunnelReport = ({ query }: { query: ReportQuery }) => {
  const api = useApi();
  const text = useText();
  const asked = useQuery({
    queryKey: ['insight', 'funnel', query],
    queryFn: async () => (await api.insightFunnel({ query })).data,
  });
  type Shape = Pick<NonNullable<typeof asked.data>, 'alerts' | 'reviewed' | 'escalated' | 'cases' | 'resolved'>;
  const table = (shape: Shape) =>
    tableOfFigures(text('dashboards.step'), text('dashboards.now'), [
      [text('dashboards.alertsRaised'), shape.alerts],
      [text('dashboards.reviewed'), shape.reviewed],
      [text('dashboards.escalated'), shape.escalated],
      [text('dashboards.casesOfAlerts'), shape.cases],
      [text('dashboards.casesResolved'), shape.resolved],
    ]);
  return (
    <Report asked={asked}>
      {(answer) => (
        <>
          <div className={answer.previous ? undefined : styles.wide}>
            <FigureCard title={text('dashboards.report.funnel')} table={table(answer)} form="funnel" />
          </div>
          {answer.previous && (
            <FigureCard title={text('dashboards.funnelBefore')} table={table(answer.previous)} form="funnel" />
          )}
        </>
      )}
    </Report>
  );
};
