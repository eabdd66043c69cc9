import { useQuery } from '@tanstack/react-query';
import type { OperationAnswer } from '#client/client.ts';
import { useApi } from '#console/app/context.ts';
import type { ReportQuery } from '#console/dashboards/dashboard-search.ts';
import styles from '#console/dashboards/dashboards.module.css';
import { useDuration } from '#console/dashboards/duration.ts';
import { FigureCard } from '#console/dashboards/figure-card.tsx';
import { tableOfItems } from '#console/dashboards/figure-table.ts';
import { useNames } from '#console/dashboards/names.ts';
import { Report } from '#console/dashboards/report.tsx';
import { useText, useWord } from '#console/i18n/use-text.ts';
import { useConfigured } from '#console/records/configured.ts';
import { Card, Quiet } from '#console/ui/surface.tsx';

type Targets = OperationAnswer<'insightTargets'>;

interface Times {
  key: string;
  name: string;
  p50?: number | undefined;
  p90?: number | undefined;
  p99?: number | undefined;
}

const TimesCard = ({ title, times }: { title: string; times: readonly Times[] }) => {
  const text = useText();
  const duration = useDuration();
  return (
    <Card title={title}>
      {times.length === 0 && <Quiet>{text('dashboards.nothing')}</Quiet>}
      {times.length > 0 && (
        <div className={styles.scroll}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">{text('dashboards.kind')}</th>
                <th scope="col">{text('dashboards.half')}</th>
                <th scope="col">{text('dashboards.ninety')}</th>
                <th scope="col">{text('dashboards.ninetyNine')}</th>
              </tr>
            </thead>
            <tbody>
              {times.map(({ key, name, p50, p90, p99 }) => (
                <tr key={key}>
                  <th scope="row">{name}</th>
                  <td>{duration(p50)}</td>
                  <td>{duration(p90)}</td>
                  <td>{duration(p99)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
};

/** What all types with a target call it; where they differ, what its key means. */
const useTargetName = () => {
  const text = useText();
  const word = useWord();
  const { nameOf } = useNames();
  const types = useConfigured('case-types');
  return (key: string): string => {
    const targets = [...types.values()].flatMap((type) => type.targets.filter((target) => target.key === key));
    const [given, ...others] = new Set(targets.map(({ name }) => name));
    if (given !== undefined && others.length === 0) return given;
    const [of, stage] = key.split(':');
    if (of !== 'stage' || stage === undefined) return word('case.target', key);
    return text('case.target.stage', { stage: nameOf('stage')(stage) });
  };
};

/** Whether targets were met, and how long things took. */
export const TargetsReport = ({ query }: { query: ReportQuery }) => {
  const api = useApi();
  const text = useText();
  const { nameOf } = useNames();
  const targetName = useTargetName();
  const asked = useQuery({
    queryKey: ['insight', 'targets', query],
    queryFn: async () => (await api.insightTargets({ query })).data,
  });
  const named = (of: 'status' | 'stage', times: Targets['timeInStatus']) =>
    times.map((time) => ({ ...time, name: nameOf(of)(time.key) }));
  return (
    <Report asked={asked}>
      {({ items, timeInStatus, timeInStage }) => (
        <>
          <div className={styles.wide}>
            <FigureCard
              title={text('dashboards.report.targets')}
              form="stacked"
              table={tableOfItems<Targets['items'][number]>(
                text('dashboards.target'),
                [
                  [text('dashboards.met'), (item) => item.met],
                  [text('dashboards.atRisk'), (item) => item.atRisk],
                  [text('dashboards.breached'), (item) => item.breached],
                ],
                { items, nameOf: ({ key }) => targetName(key) },
              )}
            />
          </div>
          <TimesCard
            title={text('dashboards.timeOfTargets')}
            times={items.map((item) => ({ ...item, name: targetName(item.key) }))}
          />
          <TimesCard title={text('dashboards.timeInStatus')} times={named('status', timeInStatus)} />
          <TimesCard title={text('dashboards.timeInStage')} times={named('stage', timeInStage)} />
        </>
      )}
    </Report>
  );
};
