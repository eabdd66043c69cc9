import { Bell, BriefcaseBusiness, UserRound } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-aria-components/Link';
import { useText } from '#console/i18n/use-text.ts';
import { AlertStatusBadge, PriorityBadge, StatusBadge } from '#console/records/badges.tsx';
import { ContactName } from '#console/records/contact-name.tsx';
import { DueWords } from '#console/records/due-words.tsx';
import { TypeName } from '#console/records/names.tsx';
import { excerptOf } from '#console/search/marked.ts';
import { MarkedText } from '#console/search/marked-text.tsx';
import type { Found } from '#console/search/read-found.ts';
import styles from '#console/search/search.module.css';
import { Badge } from '#console/ui/surface.tsx';
import { isClosedCategory } from '#shared/casework/cases/status.schema.ts';

interface EntryProps {
  icon: ReactNode;
  href: string;
  title: ReactNode;
  meta: ReactNode;
  excerpt?: ReactNode;
}

const Entry = ({ icon, href, title, meta, excerpt }: EntryProps) => (
  <li className={styles.result}>
    {icon}
    <div className={styles.body}>
      <Link href={href}>{title}</Link>
      {excerpt && <p className={styles.excerpt}>{excerpt}</p>}
      <div className={styles.meta}>{meta}</div>
    </div>
  </li>
);

type FoundOf<K extends Found['kind']> = Extract<Found, { kind: K }>;

const FoundCase = ({ found: { record, matched } }: { found: FoundOf<'case'> }) => {
  const text = useText();
  return (
    <Entry
      icon={<BriefcaseBusiness role="img" aria-label={text('search.aCase')} />}
      href={`/cases/${record.id}`}
      title={<MarkedText text={record.subject} matched={matched} />}
      excerpt={
        record.description !== undefined && (
          <MarkedText text={excerptOf(record.description, matched)} matched={matched} />
        )
      }
      meta={
        <>
          <code>{record.reference}</code>
          <ContactName id={record.contactId} isPlain />
          <TypeName of="case" type={record.type} />
          <StatusBadge type={record.type} status={record.status} />
          <PriorityBadge priority={record.priority} />
          <DueWords dueAt={record.dueAt} isClosed={isClosedCategory(record.status.category)} />
        </>
      }
    />
  );
};

const FoundAlert = ({ found: { record, matched } }: { found: FoundOf<'alert'> }) => {
  const text = useText();
  return (
    <Entry
      icon={<Bell role="img" aria-label={text('search.anAlert')} />}
      href={`/alerts/${record.id}?view=all`}
      title={
        <>
          <TypeName of="alert" type={record.type} />
          {record.course && ` · ${record.course.code}`}
        </>
      }
      excerpt={
        record.description !== undefined && (
          <MarkedText text={excerptOf(record.description, matched)} matched={matched} />
        )
      }
      meta={
        <>
          <ContactName id={record.contactId} isPlain />
          <AlertStatusBadge status={record.status} />
          <PriorityBadge priority={record.priority} />
          <DueWords dueAt={record.dueAt} isClosed={record.category === 'closed'} />
        </>
      }
    />
  );
};

const FoundContact = ({ found: { record, matched } }: { found: FoundOf<'contact'> }) => {
  const text = useText();
  return (
    <Entry
      icon={<UserRound role="img" aria-label={text('search.aContact')} />}
      href={`/contacts/${encodeURIComponent(record.id)}`}
      title={<MarkedText text={record.name} matched={matched} />}
      meta={
        <>
          <span>
            <MarkedText text={record.id} matched={matched} />
          </span>
          {record.email !== undefined && (
            <span>
              <MarkedText text={record.email} matched={matched} />
            </span>
          )}
          {record.labels.map((label) => (
            <Badge key={label}>{label}</Badge>
          ))}
        </>
      }
    />
  );
};

/** Something that was found: what it is, with the words that were asked for marked. */
export const Result = ({ found }: { found: Found }) => {
  switch (found.kind) {
    case 'case':
      return <FoundCase found={found} />;
    case 'alert':
      return <FoundAlert found={found} />;
    case 'contact':
      return <FoundContact found={found} />;
  }
};
