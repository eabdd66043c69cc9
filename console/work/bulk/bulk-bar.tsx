import { Check, Flag, Tag, UserRoundPlus, X } from 'lucide-react';
import { useState } from 'react';
import { useText, useWord } from '#console/i18n/use-text.ts';
import type { ViewSubject } from '#console/records/views.ts';
import { Button } from '#console/ui/button.tsx';
import { type BulkKind, bulkKinds } from '#console/work/bulk/bulk-action.ts';
import { BulkDialog } from '#console/work/bulk/bulk-dialog.tsx';
import type { BulkRows } from '#console/work/bulk/use-bulk.ts';
import styles from '#console/work/work.module.css';
import type { Condition } from '#shared/core/conditions/condition.ts';

const icons: Readonly<Record<BulkKind, typeof Check>> = {
  assign: UserRoundPlus,
  priority: Flag,
  tag: Tag,
  close: Check,
  resolve: Check,
  dismiss: X,
};

interface BulkBarProps {
  of: ViewSubject;
  records: readonly { id: string; type: string }[];
  /** What the whole list holds, where all rows that are shown are selected and there are more. */
  whole: Condition | undefined;
  onDone: () => void;
  onClear: () => void;
}

/** What can be done to the rows that are selected. */
export const BulkBar = ({ of, records, whole, onDone, onClear }: BulkBarProps) => {
  const text = useText();
  const word = useWord();
  // What an action is begun with stays, though rows leave the list as soon as it is done.
  const [begun, setBegun] = useState<{ kind: BulkKind; records: BulkBarProps['records']; rows: BulkRows }>();
  const [isWhole, setWhole] = useState(false);
  const rows = isWhole && whole ? { condition: whole } : { ids: records.map(({ id }) => id) };
  if (records.length === 0 && !begun) return null;
  return (
    <section className={styles.bulk} aria-label={text(of === 'cases' ? 'work.bulk' : 'alerts.bulk')}>
      <span className={styles.bulkCount} role="status">
        {isWhole && whole ? text('work.wholeSelected') : text('list.selected', { count: records.length })}
      </span>
      {whole && !isWhole && (
        <Button size="small" look="quiet" onPress={() => setWhole(true)}>
          {text('work.selectWhole')}
        </Button>
      )}
      {bulkKinds[of].map((one) => {
        const Icon = icons[one];
        return (
          <Button key={one} size="small" onPress={() => setBegun({ kind: one, records: isWhole ? [] : records, rows })}>
            <Icon aria-hidden />
            {word('work.bulk', one)}
          </Button>
        );
      })}
      <Button size="small" look="quiet" onPress={onClear}>
        {text('action.clear')}
      </Button>
      {begun && <BulkDialog {...begun} of={of} onDone={onDone} onClose={() => setBegun(undefined)} />}
    </section>
  );
};
