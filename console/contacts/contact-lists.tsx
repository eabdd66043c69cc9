import { Link } from 'react-aria-components/Link';
import { useApi } from '#console/app/context.ts';
import { useText } from '#console/i18n/use-text.ts';
import { AlertStatusBadge, PriorityBadge } from '#console/records/badges.tsx';
import { Ago, DueWords } from '#console/records/due-words.tsx';
import { More } from '#console/records/more.tsx';
import { PersonName, TypeName } from '#console/records/names.tsx';
import { usePages } from '#console/records/pages.ts';
import { type DataColumn, DataTable } from '#console/ui/data-table.tsx';
import { Failure } from '#console/ui/failure.tsx';
import { EmptyState, Skeleton, Stack } from '#console/ui/surface.tsx';
import { useCaseColumns } from '#console/work/case-columns.tsx';
import { hrefOfCase } from '#console/work/case-subject.tsx';
import type { AlertAnswer } from '#shared/casework/alerts/alert.ts';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';

const pageSize = 25;

/** The cases that concern somebody. */
export const ContactCases = ({ id }: { id: string }) => {
  const api = useApi();
  const text = useText();
  const columns = useCaseColumns().filter(({ id: column }) => column !== 'contact');
  const list = usePages<CaseAnswer>(
    ['contact', id, 'cases'],
    async (place) => (await api.contactCases({ path: { id }, query: { ...place, limit: pageSize } })).data,
  );
  if (list.error) return <Failure error={list.error} onRetry={list.retry} />;
  if (list.isPending) return <Skeleton />;
  return (
    <Stack>
      <DataTable
        label={text('work.cases')}
        columns={columns.map((column) => ({ ...column, isSortable: false }))}
        items={list.items}
        idOf={(record) => record.id}
        hrefOf={hrefOfCase}
        rowKeys={{}}
        empty={<EmptyState title={text('contacts.noCases')} />}
      />
      <More list={list} />
    </Stack>
  );
};

const useAlertColumns = (): DataColumn<AlertAnswer>[] => {
  const text = useText();
  return [
    {
      id: 'type',
      name: text('work.column.type'),
      cell: ({ id, type, course }) => (
        <Link href={`/alerts/${id}?view=all`}>
          <TypeName of="alert" type={type} />
          {course && ` · ${course.code}`}
        </Link>
      ),
    },
    { id: 'status', name: text('work.column.status'), cell: ({ status }) => <AlertStatusBadge status={status} /> },
    {
      id: 'priority',
      name: text('work.column.priority'),
      cell: ({ priority }) => <PriorityBadge priority={priority} />,
      isSecondary: true,
    },
    {
      id: 'dueAt',
      name: text('work.column.due'),
      cell: ({ dueAt, category }) => <DueWords dueAt={dueAt} isClosed={category === 'closed'} />,
    },
    {
      id: 'reviewer',
      name: text('alerts.reviewer'),
      cell: ({ reviewer }) => <PersonName of={reviewer} />,
      isSecondary: true,
    },
    { id: 'createdAt', name: text('alerts.raised'), cell: ({ createdAt }) => <Ago at={createdAt} />, isTertiary: true },
  ];
};

/** The alerts about somebody. */
export const ContactAlerts = ({ id }: { id: string }) => {
  const api = useApi();
  const text = useText();
  const columns = useAlertColumns();
  const list = usePages<AlertAnswer>(
    ['contact', id, 'alerts'],
    async (place) => (await api.contactAlerts({ path: { id }, query: { ...place, limit: pageSize } })).data,
  );
  if (list.error) return <Failure error={list.error} onRetry={list.retry} />;
  if (list.isPending) return <Skeleton />;
  return (
    <Stack>
      <DataTable
        label={text('alerts.title')}
        columns={columns}
        items={list.items}
        idOf={(alert) => alert.id}
        hrefOf={(alert) => `/alerts/${alert.id}?view=all`}
        rowKeys={{}}
        empty={<EmptyState title={text('contacts.noAlerts')} />}
      />
      <More list={list} />
    </Stack>
  );
};
