import { Check, Flag, Tag, UserRoundPlus } from 'lucide-react';
import { useState } from 'react';
import { useText } from '#console/i18n/use-text.ts';
import { Button } from '#console/ui/button.tsx';
import { type BulkKind, bulkKinds } from '#console/work/bulk/bulk-action.ts';
import { BulkDialog } from '#console/work/bulk/bulk-dialog.tsx';
import styles from '#console/work/work.module.css';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';
import type { Condition } from '#shared/core/conditions/condition.ts';

const icons: Readonly<Record<BulkKind, typeof Check>> = {
  assign: UserRoundPlus,
  priority: Flag,
  tag: Tag,
  close: Check,
};

interface BulkBarProps {
  records: readonly CaseAnswer[];
  /** What the whole list holds, where all rows that are shown are selected and there are more. */
  whole: Condition | undefined;
  onDone: () => void;
  onClear: () => void;
}

/** What can be done to the rows that are selected. */
export const BulkBar = ({ records, whole, onDone, onClear }: BulkBarProps) => {
  const text = useText();
  const [kind, setKind] = useState<BulkKind>();
  const [isWhole, setWhole] = useState(false);
  const rows = isWhole && whole ? { condition: whole } : { ids: records.map(({ id }) => id) };
  return (
    <section className={styles.bulk} aria-label={text('work.bulk')}>
      <span className={styles.bulkCount} role="status">
        {isWhole && whole ? text('work.wholeSelected') : text('list.selected', { count: records.length })}
      </span>
      {whole && !isWhole && (
        <Button size="small" look="quiet" onPress={() => setWhole(true)}>
          {text('work.selectWhole')}
        </Button>
      )}
      {bulkKinds.map((one) => {
        const Icon = icons[one];
        return (
          <Button key={one} size="small" onPress={() => setKind(one)}>
            <Icon aria-hidden />
            {text(`work.bulk.${one}`)}
          </Button>
        );
      })}
      <Button size="small" look="quiet" onPress={onClear}>
        {text('action.clear')}
      </Button>
      {kind && (
        <BulkDialog
          kind={kind}
          records={isWhole ? [] : records}
          rows={rows}
          onDone={onDone}
          onClose={() => setKind(undefined)}
        />
      )}
    </section>
  );
};
