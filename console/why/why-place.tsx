import type { Text } from '#console/i18n/use-text.ts';
import { lookOf } from '#console/ui/button-look.ts';
import styles from '#console/why/why.module.css';

/** The button "why?" of a first view: the application's takes its place, and what was pressed. */
export const WhyPlace = ({ label, text }: { label: string; text: Text }) => (
  <span className={styles.why}>
    <button
      type="button"
      className={lookOf({ look: 'quiet', size: 'small' })}
      aria-label={text('why.ask', { field: label })}
    >
      {text('why.button')}
    </button>
  </span>
);
