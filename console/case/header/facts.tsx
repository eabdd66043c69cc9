import { Lock, ShieldCheck, Trash2 } from 'lucide-react';
import { Link } from 'react-aria-components/Link';
import { useCase } from '#console/case/case-context.ts';
import { CaseFacts, stageOf } from '#console/case/header/case-facts.tsx';
import styles from '#console/case/header/header.module.css';
import { useText } from '#console/i18n/use-text.ts';
import { PriorityBadge, StatusBadge } from '#console/records/badges.tsx';
import { ContactName } from '#console/records/contact-name.tsx';
import { Ago, DueWords } from '#console/records/due-words.tsx';
import { ActorName, PersonName, TypeName } from '#console/records/names.tsx';
import { Banner } from '#console/ui/surface.tsx';
import { WhyButton } from '#console/why/why-button.tsx';

/** The facts of the case, with why each is as it is. */
export const HeaderFacts = () => {
  const text = useText();
  const { id, record, type, isOpen } = useCase();
  const requester = record.anonymous ? (
    text('case.anonymous')
  ) : record.contactId === undefined ? (
    <ActorName actor={record.createdBy} />
  ) : (
    <ContactName id={record.contactId} />
  );
  return (
    <CaseFacts
      record={record}
      text={text}
      named={{
        type: <TypeName of="case" type={record.type} />,
        status: <StatusBadge type={record.type} status={record.status} />,
        stage: stageOf(record, type),
        priority: <PriorityBadge priority={record.priority} />,
        assignee: <PersonName of={record.assignee} />,
        due: <DueWords dueAt={record.dueAt} isClosed={!isOpen} />,
        requester,
      }}
      why={(field, label) => <WhyButton kind="case" id={id} field={field} label={label} type={record.type} />}
    />
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
