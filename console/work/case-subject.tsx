import { ArrowUpFromDot, Lock } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Text } from '#console/i18n/use-text.ts';
import styles from '#console/work/work.module.css';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';

export const hrefOfCase = ({ id }: Pick<CaseAnswer, 'id'>): string => `/cases/${id}`;

interface CaseSubjectProps {
  record: CaseAnswer;
  /** The subject, leading to the case: a table walks through links of its own kind. */
  link: ReactNode;
  /** Whom it is about, by name. */
  contact: ReactNode;
  text: Text;
}

/** What a case is about, with what sets it apart; on a narrow screen also what it is called. */
export const CaseSubject = ({ record, link, contact, text }: CaseSubjectProps) => (
  <div className={styles.subject}>
    {link}
    {record.escalated > 0 && (
      <span className={styles.escalated} title={text('work.escalated', { level: record.escalated })}>
        <ArrowUpFromDot role="img" aria-label={text('work.escalated', { level: record.escalated })} />
      </span>
    )}
    {record.private && <Lock role="img" aria-label={text('work.private')} />}
    <div className={styles.meta}>
      <span className={styles.reference}>{record.reference}</span> {contact}
    </div>
  </div>
);
