import { ChevronRight } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import styles from '#console/admin/form/form.module.css';
import { idAt, useFaultCount } from '#console/admin/form/form-context.ts';
import { type JsonPath, pointerOf } from '#console/admin/schema/json.ts';
import { useText } from '#console/i18n/use-text.ts';
import { classes } from '#console/ui/classes.ts';
import { Badge } from '#console/ui/surface.tsx';

interface SectionProps {
  path: JsonPath;
  title: string;
  /** What is in it, in a few words, while it is closed. */
  detail?: string | undefined;
  isOpenFirst?: boolean;
  children: ReactNode;
}

/** A part of a form that is opened when needed, and whenever something in it is wrong. */
export const Section = ({ path, title, detail, isOpenFirst = false, children }: SectionProps) => {
  const text = useText();
  const faults = useFaultCount(path);
  const [isOpen, setOpen] = useState(isOpenFirst || faults > 0);
  useEffect(() => {
    if (faults > 0) setOpen(true);
  }, [faults]);
  return (
    <details
      id={idAt(pointerOf(path))}
      open={isOpen}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      className={classes(styles.section, path.length > 1 && styles.nested)}
    >
      <summary>
        <ChevronRight size={16} aria-hidden />
        <span className={styles.summaryWords}>
          {title}
          {detail !== undefined && detail !== '' && <span className={styles.summaryDetail}> · {detail}</span>}
        </span>
        {faults > 0 && <Badge tone="danger">{text('admin.faults', { count: faults })}</Badge>}
      </summary>
      {isOpen && <div className={styles.body}>{children}</div>}
    </details>
  );
};
