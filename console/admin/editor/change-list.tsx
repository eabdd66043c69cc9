import styles from '#console/admin/editor/editor.module.css';
import { useLabel } from '#console/admin/form/form-context.ts';
import { useLines } from '#console/admin/form/use-lines.ts';
import { differences } from '#console/admin/schema/differences.ts';
import type { Json } from '#console/admin/schema/json.ts';
import { useText } from '#console/i18n/use-text.ts';
import { Quiet } from '#console/ui/surface.tsx';

/** Field by field what was and what would be. */
export const ChangeList = ({ before, after }: { before: Json | undefined; after: Json | undefined }) => {
  const text = useText();
  const { label } = useLabel();
  const shown = useLines();
  const found = differences(before, after);
  if (found.length === 0) return <Quiet>{text('admin.noChanges')}</Quiet>;
  return (
    <ul className={styles.changes}>
      {found.map((difference) => {
        const where = difference.path.map((step) => (typeof step === 'number' ? String(step + 1) : label(step)));
        return (
          <li key={difference.path.join('/')} className={styles.change}>
            <strong>{where.join(' › ')}</strong>
            {difference.before !== undefined && <del className={styles.before}>{shown(difference.before)}</del>}
            {difference.after !== undefined && <ins className={styles.after}>{shown(difference.after)}</ins>}
          </li>
        );
      })}
    </ul>
  );
};
