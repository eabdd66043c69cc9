import { useQuery } from '@tanstack/react-query';
import type { OperationAnswer } from '#client/client.ts';
import { useApi } from '#console/app/context.ts';
import { useText } from '#console/i18n/use-text.ts';
import { useWhen } from '#console/i18n/when.ts';
import { type DataColumn, DataTable } from '#console/ui/data-table.tsx';
import { Failure } from '#console/ui/failure.tsx';
import { Card, EmptyState, Skeleton, Stack } from '#console/ui/surface.tsx';

type Observation = OperationAnswer<'contactActivity'>['attendance'][number];

const keyOf = ({ at, term = '', course = '' }: Observation): string => `${at} ${term} ${course}`;

/** What other systems saw of somebody: attendance, grades, enrolment. */
export const ContactActivity = ({ id }: { id: string }) => {
  const api = useApi();
  const text = useText();
  const when = useWhen();
  const { data, error, refetch } = useQuery({
    queryKey: ['contact', id, 'activity'],
    queryFn: async () => (await api.contactActivity({ query: { contactId: id } })).data,
  });
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton />;
  const columns: DataColumn<Observation>[] = [
    { id: 'course', name: text('contacts.course'), cell: ({ course = '—' }) => course },
    { id: 'term', name: text('contacts.term'), cell: ({ term = '—' }) => term, isSecondary: true },
    { id: 'value', name: text('contacts.value'), cell: ({ value }) => String(value), align: 'end' },
    { id: 'at', name: text('contacts.at'), cell: ({ at }) => when.day(at) },
  ];
  const parts = (['attendance', 'grades', 'enrolment'] as const).filter((part) => data[part].length > 0);
  if (parts.length === 0)
    return (
      <EmptyState title={text('contacts.noActivity')}>
        <p>{text('contacts.noActivityText')}</p>
      </EmptyState>
    );
  return (
    <Stack>
      {parts.map((part) => (
        <Card key={part} title={text(`contacts.seen.${part}`)}>
          <DataTable
            label={text(`contacts.seen.${part}`)}
            columns={columns}
            items={data[part].toReversed()}
            idOf={keyOf}
            empty={null}
          />
        </Card>
      ))}
    </Stack>
  );
};
