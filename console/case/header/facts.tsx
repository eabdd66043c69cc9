import { ArrowUpRight, Lock, ShieldCheck, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-aria-components/Link';
import { useCase } from '#console/case/case-context.ts';
import styles from '#console/case/header/header.module.css';
import { useText } from '#console/i18n/use-text.ts';
import { PriorityBadge, StatusBadge } from '#console/records/badges.tsx';
import { ContactName } from '#console/records/contact-name.tsx';
import { Ago, DueWords } from '#console/records/due-words.tsx';
import { ActorName, PersonName, TypeName } from '#console/records/names.tsx';
import { Badge, Banner } from '#console/ui/surface.tsx';
import { WhyButton } from '#console/why/why-button.tsx';

const Fact = ({ name, field, children }: { name: string; field?: string; children: ReactNode }) => {
  const { id, record } = useCase();
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd>
        {children}
        {field !== undefined && <WhyButton kind="case" id={id} field={field} label={name} type={record.type} />}
      </dd>
    </div>
  );
};

/** What one wants to know of a case before anything else, with why it is so. */
export const HeaderFacts = () => {
  const text = useText();
  const { record, type, isOpen } = useCase();
  const stage = type?.stages.find(({ key }) => key === record.stage)?.name ?? record.stage;
  return (
    <dl className={styles.facts}>
      <Fact name={text('case.field.type')}>
        <TypeName of="case" type={record.type} />
        {record.subtype !== undefined && <Badge>{record.subtype}</Badge>}
      </Fact>
      <Fact name={text('case.field.status')} field="status">
        <StatusBadge type={record.type} status={record.status} />
      </Fact>
      {stage !== undefined && (
        <Fact name={text('case.field.stage')} field="stage">
          {stage}
        </Fact>
      )}
      <Fact name={text('case.field.priority')} field="priority">
        <PriorityBadge priority={record.priority} />
      </Fact>
      <Fact name={text('case.assignee')} field="assignee">
        <PersonName of={record.assignee} />
      </Fact>
      {record.escalated > 0 && (
        <Fact name={text('case.field.escalated')} field="escalated">
          <Badge tone="danger" icon={<ArrowUpRight aria-hidden />}>
            {text('case.level', { level: record.escalated })}
          </Badge>
        </Fact>
      )}
      {record.dueAt !== undefined && (
        <Fact name={text('case.field.dueAt')} field="dueAt">
          <DueWords dueAt={record.dueAt} isClosed={!isOpen} />
        </Fact>
      )}
      <Fact name={text('case.requester')}>
        {record.anonymous ? (
          text('case.anonymous')
        ) : record.contactId === undefined ? (
          <ActorName actor={record.createdBy} />
        ) : (
          <ContactName id={record.contactId} />
        )}
      </Fact>
    </dl>
  );
};

/** What is out of the ordinary with the case. */
export const Notices = () => {
  const text = useText();
  const { record, type } = useCase();
  const reason = record.closure?.reason;
  return (
    <>
      {record.trashedAt !== undefined && (
        <Banner tone="warn">
          <Trash2 aria-hidden size={18} />
          {text('case.inTrash')}
        </Banner>
      )}
      {record.mergedInto !== undefined && (
        <Banner>
          {text('case.merged')} <Link href={`/cases/${record.mergedInto}`}>{text('case.mergedOpen')}</Link>
        </Banner>
      )}
      {record.hold && (
        <Banner>
          <ShieldCheck aria-hidden size={18} />
          {text('case.onHold', { reason: record.hold.reason })}
        </Banner>
      )}
      {record.private && (
        <Banner>
          <Lock aria-hidden size={18} />
          {text('case.isPrivate')}
        </Banner>
      )}
      {record.closure && record.closedAt !== undefined && (
        <Banner>
          <div>
            <strong>
              {text('case.closedBecause', {
                reason: type?.closureReasons.find(({ key }) => key === reason)?.name ?? reason ?? '—',
              })}
            </strong>{' '}
            <ActorName actor={record.closure.by} /> · <Ago at={record.closedAt} />
            {record.closure.details !== undefined && <p className={styles.words}>{record.closure.details}</p>}
          </div>
        </Banner>
      )}
    </>
  );
};
