import { useNavigate, useSearch } from '@tanstack/react-router';
import { serverNow } from '#console/app/server-clock.ts';
import { ActivityReport } from '#console/dashboards/activity-report.tsx';
import {
  type DashboardSearch,
  type ReportName,
  type ReportQuery,
  reports,
} from '#console/dashboards/dashboard-search.ts';
import { FunnelReport } from '#console/dashboards/funnel-report.tsx';
import { useNames } from '#console/dashboards/names.ts';
import { OutcomesReport } from '#console/dashboards/outcomes-report.tsx';
import { OverviewReport } from '#console/dashboards/overview-report.tsx';
import { dateAt, type Period, periodOf, presetOf, presets } from '#console/dashboards/period.ts';
import { TargetsReport } from '#console/dashboards/targets-report.tsx';
import { WorkloadReport } from '#console/dashboards/workload-report.tsx';
import { useText } from '#console/i18n/use-text.ts';
import { Checkbox } from '#console/ui/checkbox.tsx';
import { DateField } from '#console/ui/date-fields.tsx';
import { FilterRow, Select } from '#console/ui/fields.tsx';
import { Page } from '#console/ui/surface.tsx';
import { Tabs } from '#console/ui/tabs.tsx';

const everything = '*';

type Change = (change: Partial<DashboardSearch>) => void;

/** The period, its comparison, and what the figures are narrowed to. */
const Filters = ({
  search,
  period,
  last,
  change,
}: {
  search: DashboardSearch;
  period: Period;
  last: string;
  change: Change;
}) => {
  const text = useText();
  const { choices } = useNames();
  const all = (name: string) => [{ id: everything, name }];
  const chosen = (id: string) => (id === everything ? undefined : id);
  return (
    <FilterRow>
      <Select
        label={text('dashboards.period')}
        value={presetOf(period, last) ?? 'own'}
        choices={[
          ...presets.map((id) => ({ id, name: text(`dashboards.period.${id}`) })),
          { id: 'own', name: text('dashboards.period.own') },
        ]}
        onChange={(id) => {
          const preset = presets.find((one) => one === id);
          if (preset) change(periodOf(preset, last));
        }}
      />
      <DateField
        label={text('dashboards.from')}
        value={period.from}
        onChange={(from) => from !== undefined && change({ from })}
      />
      <DateField
        label={text('dashboards.to')}
        value={period.to}
        onChange={(to) => to !== undefined && change({ to })}
      />
      <Select
        label={text('dashboards.type')}
        value={search.type ?? everything}
        choices={[...all(text('dashboards.allTypes')), ...choices('type')]}
        onChange={(id) => change({ type: chosen(id) })}
      />
      <Select
        label={text('dashboards.group')}
        value={search.group ?? everything}
        choices={[...all(text('dashboards.allGroups')), ...choices('group')]}
        onChange={(id) => change({ group: chosen(id) })}
      />
      <Checkbox isSelected={search.compare ?? false} onChange={(compare) => change({ compare })}>
        {text('dashboards.compare')}
      </Checkbox>
    </FilterRow>
  );
};

/** Reports over a period that the address names, so that it can be sent to somebody. */
export const DashboardsPage = () => {
  const text = useText();
  const navigate = useNavigate({ from: '/dashboards' });
  const search = useSearch({ from: '/staff/dashboards' });
  const last = dateAt(serverNow());
  const period = {
    ...periodOf('30', last),
    ...(search.from && { from: search.from }),
    ...(search.to && { to: search.to }),
  };
  const query: ReportQuery = {
    ...period,
    ...(search.type !== undefined && { type: search.type }),
    ...(search.group !== undefined && { group: search.group }),
    ...(search.compare && { compare: 'previous' }),
  };
  const change: Change = (some) =>
    void navigate({ search: (before: DashboardSearch) => ({ ...before, ...some }), replace: true });
  const content: Record<ReportName, React.ReactNode> = {
    overview: <OverviewReport query={query} />,
    funnel: <FunnelReport query={query} />,
    workload: <WorkloadReport query={query} />,
    targets: <TargetsReport query={query} />,
    outcomes: <OutcomesReport query={query} />,
    activity: <ActivityReport search={search} change={change} />,
  };
  const report = search.report ?? 'overview';
  return (
    <Page title={text('dashboards.title')}>
      {report !== 'activity' && <Filters search={search} period={period} last={last} change={change} />}
      <Tabs
        label={text('dashboards.title')}
        value={report}
        onChange={(id) => change({ report: id as ReportName })}
        parts={reports.map((id) => ({ id, name: text(`dashboards.report.${id}`), content: content[id] }))}
      />
    </Page>
  );
};
