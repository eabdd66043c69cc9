import { useQuery } from '@tanstack/react-query';
import { useApi } from '#console/app/context.ts';
import type { ReportQuery } from '#console/dashboards/dashboard-search.ts';
import { FigureCard } from '#console/dashboards/figure-card.tsx';
import { tableOfBreakdown } from '#console/dashboards/figure-table.ts';
import { useNames } from '#console/dashboards/names.ts';
import { Report } from '#console/dashboards/report.tsx';
import { useText } from '#console/i18n/use-text.ts';

/** How things ended, and where alerts came from. */
export const OutcomesReport = ({ query }: { query: ReportQuery }) => {
  const api = useApi();
  const text = useText();
  const { nameOf } = useNames();
  const asked = useQuery({
    queryKey: ['insight', 'outcomes', query],
    queryFn: async () => (await api.insightOutcomes({ query })).data,
  });
  const words = {
    rowsAre: text('dashboards.kind'),
    now: text('dashboards.now'),
    before: text('dashboards.before'),
    nameOf: (key: string) => key,
  };
  return (
    <Report asked={asked}>
      {({ cases, alerts, previous }) => (
        <>
          <FigureCard
            title={text('dashboards.byReason')}
            table={tableOfBreakdown(words, cases.byReason, previous?.cases.byReason)}
          />
          <FigureCard
            title={text('dashboards.byOutcome')}
            table={tableOfBreakdown(words, alerts.byOutcome, previous?.alerts.byOutcome)}
          />
          <FigureCard
            title={text('dashboards.ledTo')}
            table={tableOfBreakdown({ ...words, nameOf: nameOf('type') }, alerts.ledTo, previous?.alerts.ledTo)}
          />
          <FigureCard
            title={text('dashboards.bySource')}
            table={tableOfBreakdown(words, alerts.bySource, previous?.alerts.bySource)}
          />
          <FigureCard
            title={text('dashboards.byRaiser')}
            table={tableOfBreakdown({ ...words, nameOf: nameOf('person') }, alerts.byRaiser, previous?.alerts.byRaiser)}
          />
        </>
      )}
    </Report>
  );
};
