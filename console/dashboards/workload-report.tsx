import { useQuery } from '@tanstack/react-query';
import type { OperationAnswer } from '#client/client.ts';
import { useApi } from '#console/app/context.ts';
import type { ReportQuery } from '#console/dashboards/dashboard-search.ts';
import styles from '#console/dashboards/dashboards.module.css';
import { FigureCard } from '#console/dashboards/figure-card.tsx';
import { tableOfItems } from '#console/dashboards/figure-table.ts';
import { useNames } from '#console/dashboards/names.ts';
import { Report } from '#console/dashboards/report.tsx';
import { useText } from '#console/i18n/use-text.ts';

type Item = OperationAnswer<'insightWorkload'>['items'][number];

/** Who has how much now, and what was closed in the period. */
export const WorkloadReport = ({ query }: { query: ReportQuery }) => {
  const api = useApi();
  const text = useText();
  const { nameOf } = useNames();
  const asked = useQuery({
    queryKey: ['insight', 'workload', query],
    queryFn: async () => (await api.insightWorkload({ query })).data,
  });
  const now = [
    [text('dashboards.open'), (item: Item) => item.open],
    [text('dashboards.dueSoon'), (item: Item) => item.dueSoon],
    [text('dashboards.overdue'), (item: Item) => item.overdue],
  ] as const;
  const done = [
    [text('dashboards.resolved'), (item: Item) => item.resolved],
    [text('dashboards.onTime'), (item: Item) => item.onTime],
  ] as const;
  const nameOfItem = (item: Item) => ('user' in item ? nameOf('person')(item.user) : nameOf('group')(item.group));
  return (
    <Report asked={asked}>
      {({ items }) => {
        const people = items.filter((item) => 'user' in item);
        const groups = items.filter((item) => 'group' in item);
        return (
          <>
            <FigureCard
              title={text('dashboards.peopleNow')}
              table={tableOfItems(text('dashboards.person'), now, { items: people, nameOf: nameOfItem })}
            />
            <FigureCard
              title={text('dashboards.groupsNow')}
              table={tableOfItems(text('dashboards.group'), now, { items: groups, nameOf: nameOfItem })}
            />
            <div className={styles.wide}>
              <FigureCard
                title={text('dashboards.done')}
                table={tableOfItems(text('dashboards.person'), done, { items, nameOf: nameOfItem })}
              />
            </div>
          </>
        );
      }}
    </Report>
  );
};
