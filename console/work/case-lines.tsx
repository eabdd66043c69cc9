import type { ReactNode } from 'react';
import type { When } from '#console/i18n/instants.ts';
import type { Text } from '#console/i18n/use-text.ts';
import { DueTime } from '#console/records/due-time.tsx';
import { statusTones } from '#console/records/status-tones.ts';
import { Badge, InnerLink } from '#console/ui/plain.tsx';
import { CaseSubject, hrefOfCase } from '#console/work/case-subject.tsx';
import styles from '#console/work/work.module.css';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';
import { isClosedCategory } from '#shared/casework/cases/status.schema.ts';

/** Of the types of cases, what a line says. */
export type StatusNames = ReadonlyMap<string, { statuses: readonly { key: string; name: string }[] }>;

interface PickProps {
  label: string;
  isPicked: boolean;
  onPick?: (() => void) | undefined;
}

const Pick = ({ label, isPicked, onPick }: PickProps) => (
  <label className={styles.pick}>
    <input type="checkbox" aria-label={label} checked={isPicked} onChange={onPick} />
  </label>
);

interface CaseLinesProps {
  records: readonly CaseAnswer[];
  /** Whom a case is about, by name. */
  contactOf: (record: CaseAnswer) => ReactNode;
  types: StatusNames;
  text: Text;
  when: When;
  selected?: ReadonlySet<string>;
  onPick?: (id: string) => void;
  /** @param isWhole whether all are selected already */
  onPickAll?: (isWhole: boolean) => void;
}

/** A list of cases where a table would be too wide: a line each. */
export const CaseLines = (props: CaseLinesProps) => {
  const { records, contactOf, types, text, when, selected = new Set(), onPick, onPickAll } = props;
  const statusOf = ({ type, status: { key } }: CaseAnswer): string =>
    types.get(type)?.statuses.find((status) => status.key === key)?.name ?? key;
  const isWhole = records.every(({ id }) => selected.has(id));
  return (
    <div className={styles.lines}>
      <div className={styles.linesHead}>
        <Pick label={text('work.selectAll')} isPicked={isWhole} onPick={onPickAll && (() => onPickAll(isWhole))} />
        <span aria-hidden="true">{text('work.selectAll')}</span>
      </div>
      <ul aria-label={text('work.cases')}>
        {records.map((record) => {
          const { id, subject, dueAt, status } = record;
          return (
            <li key={id} className={styles.line} data-key={id} data-selected={selected.has(id) || undefined}>
              <Pick
                label={text('work.select', { subject })}
                isPicked={selected.has(id)}
                onPick={onPick && (() => onPick(id))}
              />
              <CaseSubject
                record={record}
                link={<InnerLink href={hrefOfCase(record)}>{subject}</InnerLink>}
                contact={contactOf(record)}
                text={text}
              />
              <div className={styles.state}>
                <Badge tone={statusTones[status.category]}>{statusOf(record)}</Badge>
                <DueTime dueAt={dueAt} isClosed={isClosedCategory(status.category)} text={text} when={when} />
              </div>
            </li>
          );
        })}
      </ul>
    </div>
  );
};
