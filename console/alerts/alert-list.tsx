import { useEffect, useRef } from 'react';
import { Link } from 'react-aria-components/Link';
import styles from '#console/alerts/alerts.module.css';
import { useText } from '#console/i18n/use-text.ts';
import { AlertStatusBadge, PriorityBadge } from '#console/records/badges.tsx';
import { ContactName } from '#console/records/contact-name.tsx';
import { DueWords } from '#console/records/due-words.tsx';
import { TypeName } from '#console/records/names.tsx';
import { Checkbox } from '#console/ui/checkbox.tsx';
import { Badge } from '#console/ui/surface.tsx';
import type { AlertAnswer } from '#shared/casework/alerts/alert.ts';

interface AlertListProps {
  alerts: readonly AlertAnswer[];
  current: string | undefined;
  hrefOf: (id: string) => string;
  selected: ReadonlySet<string>;
  onSelect: (ids: ReadonlySet<string>) => void;
}

const Row = ({ alert, isCurrent, href }: { alert: AlertAnswer; isCurrent: boolean; href: string }) => {
  const text = useText();
  const { type, status, category, priority, contactId, dueAt, description, repeats, course } = alert;
  return (
    <Link href={href} className={styles.row} {...(isCurrent && { 'aria-current': 'true' as const })}>
      <span className={styles.rowHead}>
        <strong>
          <ContactName id={contactId} isPlain />
        </strong>
        <PriorityBadge priority={priority} />
      </span>
      <span className={styles.rowMeta}>
        <span>
          <TypeName of="alert" type={type} />
          {course && ` · ${course.code}`}
        </span>
        <DueWords dueAt={dueAt} isClosed={category === 'closed'} />
      </span>
      {description !== undefined && <span className={styles.excerpt}>{description}</span>}
      <span className={styles.rowBadges}>
        <AlertStatusBadge status={status} />
        {repeats > 0 && <Badge tone="warn">{text('alerts.repeats', { count: repeats })}</Badge>}
      </span>
    </Link>
  );
};

/** With or without one of them. */
export const toggled = (ids: ReadonlySet<string>, id: string): ReadonlySet<string> => {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return next;
};

/** The alerts of a list; the one that is looked at is kept in sight. */
export const AlertList = ({ alerts, current, hrefOf, selected, onSelect }: AlertListProps) => {
  const text = useText();
  const list = useRef<HTMLUListElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is looked for again for another one
  useEffect(() => {
    list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  return (
    <ul className={styles.rows} ref={list}>
      {alerts.map((alert) => (
        <li key={alert.id} className={styles.pick}>
          <Checkbox
            aria-label={text('alerts.select', { name: alert.description ?? alert.id })}
            isSelected={selected.has(alert.id)}
            onChange={() => onSelect(toggled(selected, alert.id))}
          />
          <Row alert={alert} isCurrent={alert.id === current} href={hrefOf(alert.id)} />
        </li>
      ))}
    </ul>
  );
};
