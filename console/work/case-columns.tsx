import { Link } from 'react-aria-components/Link';
import { useText } from '#console/i18n/use-text.ts';
import { PriorityBadge, StatusBadge } from '#console/records/badges.tsx';
import { ContactName } from '#console/records/contact-name.tsx';
import { Ago, DueWords } from '#console/records/due-words.tsx';
import { PersonName, TypeName } from '#console/records/names.tsx';
import type { DataColumn } from '#console/ui/data-table.tsx';
import { CaseSubject, hrefOfCase } from '#console/work/case-subject.tsx';
import styles from '#console/work/work.module.css';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';
import { isClosedCategory } from '#shared/casework/cases/status.schema.ts';

const Subject = ({ record }: { record: CaseAnswer }) => (
  <CaseSubject
    record={record}
    link={<Link href={hrefOfCase(record)}>{record.subject}</Link>}
    contact={<ContactName id={record.contactId} isPlain />}
    text={useText()}
  />
);

/** The columns of a list of cases: those that were chosen, and always what each is about. */
export const useCaseColumns = (chosen?: readonly string[]): DataColumn<CaseAnswer>[] => {
  const all = useAllCaseColumns();
  if (!chosen) return all;
  return all.flatMap((column) =>
    column.id === 'subject' || chosen.includes(column.id) ? [{ ...column, isTertiary: false }] : [],
  );
};

/** Every column that a list of cases can have, by the names of fields. */
export const useAllCaseColumns = (): DataColumn<CaseAnswer>[] => {
  const text = useText();
  return [
    {
      id: 'subject',
      name: text('work.column.subject'),
      cell: (record) => <Subject record={record} />,
    },
    {
      id: 'reference',
      name: text('work.column.reference'),
      cell: ({ reference }) => <span className={styles.reference}>{reference}</span>,
      isSecondary: true,
    },
    {
      id: 'contactId',
      name: text('work.column.contact'),
      cell: ({ contactId }) => (
        <span className={styles.person}>
          <ContactName id={contactId} />
        </span>
      ),
      isSecondary: true,
    },
    {
      id: 'type',
      name: text('work.column.type'),
      cell: ({ type }) => <TypeName of="case" type={type} />,
      isTertiary: true,
    },
    {
      id: 'status',
      name: text('work.column.status'),
      cell: ({ type, status }) => <StatusBadge type={type} status={status} />,
    },
    {
      id: 'priority',
      name: text('work.column.priority'),
      cell: ({ priority }) => <PriorityBadge priority={priority} />,
      isSortable: true,
      isSecondary: true,
    },
    {
      id: 'dueAt',
      name: text('work.column.due'),
      cell: ({ dueAt, status }) => <DueWords dueAt={dueAt} isClosed={isClosedCategory(status.category)} />,
      isSortable: true,
    },
    {
      id: 'assignee',
      name: text('work.column.owner'),
      cell: ({ assignee }) => (
        <span className={styles.person}>
          <PersonName of={assignee} />
        </span>
      ),
      isSecondary: true,
    },
    {
      id: 'updatedAt',
      name: text('work.column.updated'),
      cell: ({ updatedAt }) => <Ago at={updatedAt} />,
      isSortable: true,
      isTertiary: true,
    },
  ];
};
