import { Label } from 'react-aria-components/Label';
import { ProgressBar as AriaProgressBar } from 'react-aria-components/ProgressBar';
import styles from '#console/ui/progress-bar.module.css';

/** How far something has come; without `of` nobody knows yet how far it is. */
export const ProgressBar = ({ label, value, of }: { label: string; value: number; of: number }) => (
  <AriaProgressBar value={value} maxValue={of} isIndeterminate={of === 0} className={styles.progress ?? ''}>
    {({ percentage }) => (
      <>
        <Label>{label}</Label>
        <div className={styles.track}>
          <div className={styles.bar} style={{ inlineSize: `${percentage ?? 0}%` }} />
        </div>
      </>
    )}
  </AriaProgressBar>
);
