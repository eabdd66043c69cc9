import { useQueries, useQuery } from '@tanstack/react-query';
import { Link } from 'react-aria-components/Link';
import type { OperationAnswer } from '#client/client.ts';
import { useApi } from '#console/app/context.ts';
import { useAct, useCase, useCaseQueries } from '#console/case/case-context.ts';
import type { LinkKind } from '#console/case/people/link-kinds.ts';
import styles from '#console/case/people/people.module.css';
import { useText } from '#console/i18n/use-text.ts';
import { AlertStatusBadge, PriorityBadge, StatusBadge } from '#console/records/badges.tsx';
import { Ago } from '#console/records/due-words.tsx';
import { TypeName } from '#console/records/names.tsx';
import { Button } from '#console/ui/button.tsx';
import { Failure } from '#console/ui/failure.tsx';
import { Card, Quiet, Row, Skeleton, Stack } from '#console/ui/surface.tsx';

type OtherCase = OperationAnswer<'getCase'>;

const useCases = (ids: readonly string[]) => {
  const api = useApi();
  return useQueries({
    queries: ids.map((id) => ({
      queryKey: ['case', id, 'record'],
      queryFn: async () => (await api.getCase({ path: { id } })).data,
    })),
    combine: (found) => new Map(found.flatMap(({ data }): [string, OtherCase][] => (data ? [[data.id, data]] : []))),
  });
};

/** Another case in a line, leading to its page; only its id where the reader may not see it. */
const CaseLine = ({ id, of }: { id: string; of: OtherCase | undefined }) => (
  <span>
    <Link href={`/cases/${id}`}>{of ? `${of.reference} ${of.subject}` : id}</Link>{' '}
    {of && <StatusBadge type={of.type} status={of.status} />}
  </span>
);

const Links = () => {
  const api = useApi();
  const act = useAct();
  const text = useText();
  const { id, record, may } = useCase();
  const { data, error, refetch } = useQuery(useCaseQueries().links);
  const merged = [record.mergedInto, ...(record.mergedFrom ?? [])].filter((one) => one !== undefined);
  const cases = useCases([...new Set([...(data ?? []).map(({ caseId }) => caseId), ...merged])]);
  const unlink = (kind: LinkKind, caseId: string) =>
    act(() => api.unlinkCase({ path: { id, kind, caseId } }), text('case.done.unlink'));
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton lines={2} />;
  if (data.length === 0 && merged.length === 0) return <Quiet>{text('case.link.none')}</Quiet>;
  return (
    <ul className={styles.people}>
      {merged.map((other) => (
        <li key={other} className={styles.person}>
          <span>
            {text(other === record.mergedInto ? 'case.link.mergedInto' : 'case.link.mergedFrom')}{' '}
            <CaseLine id={other} of={cases.get(other)} />
          </span>
        </li>
      ))}
      {data.map(({ kind, caseId }) => (
        <li key={`${kind} ${caseId}`} className={styles.person}>
          <span>
            {text(`case.link.${kind}`)} <CaseLine id={caseId} of={cases.get(caseId)} />
          </span>
          {may('work') && (
            <Button size="small" look="quiet" onPress={() => unlink(kind, caseId)}>
              {text('action.remove')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
};

const Alerts = () => {
  const api = useApi();
  const act = useAct();
  const text = useText();
  const { record, may } = useCase();
  const alerts = useQueries({
    queries: record.alertIds.map((id) => ({
      queryKey: ['alert', id, 'record'],
      queryFn: async () => (await api.getAlert({ path: { id } })).data,
    })),
  });
  if (alerts.length === 0) return <Quiet>{text('case.alerts.none')}</Quiet>;
  const unlink = (id: string) => act(() => api.unlinkAlert({ path: { id } }), text('case.done.unlink'));
  return (
    <ul className={styles.people}>
      {alerts.map(({ data, error }, place) => {
        const id = record.alertIds[place] ?? '';
        if (!data)
          return <li key={id}>{error ? <Quiet>{text('case.alerts.hidden')}</Quiet> : <Skeleton lines={1} />}</li>;
        return (
          <li key={id} className={styles.person}>
            <Row>
              <Link href={`/alerts/${id}`}>
                <TypeName of="alert" type={data.type} />
              </Link>
              <AlertStatusBadge status={data.status} />
              <PriorityBadge priority={data.priority} />
              <span className={styles.detail}>
                {data.description} · <Ago at={data.createdAt} />
              </span>
            </Row>
            {may('work') && (
              <Button size="small" look="quiet" onPress={() => unlink(id)}>
                {text('case.alerts.unlink')}
              </Button>
            )}
          </li>
        );
      })}
    </ul>
  );
};

/** Other cases that this one is linked to, and the alerts that it came of. */
export const LinksTab = () => {
  const text = useText();
  return (
    <Stack>
      <Card title={text('case.link.title')}>
        <Links />
      </Card>
      <Card title={text('case.alerts.title')}>
        <Alerts />
      </Card>
    </Stack>
  );
};
