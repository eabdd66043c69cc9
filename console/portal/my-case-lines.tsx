import type { When } from '#console/i18n/instants.ts';
import type { Text } from '#console/i18n/use-text.ts';
import type { MyCaseRecord } from '#console/portal/my-case.ts';
import styles from '#console/portal/portal.module.css';
import { StatusOfMine } from '#console/portal/status-of-mine.tsx';
import { InnerLink, Quiet } from '#console/ui/plain.tsx';

interface MyCaseLinesProps {
  records: readonly MyCaseRecord[];
  text: Text;
  when: When;
}

/** A requester's cases, each leading to its page. */
export const MyCaseLines = ({ records, text, when }: MyCaseLinesProps) => (
  <ul className={styles.cases}>
    {records.map((record) => (
      <li key={record.id}>
        <InnerLink href={`/portal/cases/${record.id}`} className={styles.case}>
          <span className={styles.subject}>{record.subject}</span>
          <StatusOfMine record={record} />
          <Quiet>
            {record.reference} · {record.typeName ?? record.type} ·{' '}
            {text('portal.updated', { when: when.fromNow(record.updatedAt) })}
          </Quiet>
        </InnerLink>
      </li>
    ))}
  </ul>
);
