import styles from '#console/ui/button.module.css';
import { classes } from '#console/ui/classes.ts';

export interface ButtonLook {
  look?: 'primary' | 'plain' | 'danger' | 'quiet';
  size?: 'usual' | 'small';
}

/** The class of what looks like a button. */
export const lookOf = (
  { look = 'plain', size = 'usual' }: ButtonLook,
  ...more: (string | undefined | false)[]
): string => classes(styles.button, look !== 'plain' && styles[look], size === 'small' && styles.small, ...more);
