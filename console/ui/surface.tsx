import type { ReactNode } from 'react';
import { useText } from '#console/i18n/use-text.ts';
import { classes } from '#console/ui/classes.ts';
import { PlainPage, type PlainPageProps } from '#console/ui/plain.tsx';
import styles from '#console/ui/surface.module.css';

export { Badge, Card, EmptyState, Facts, Quiet, Row, type Tone } from '#console/ui/plain.tsx';

/** A screen: its title, what can be done on it, and what it shows. Sets the title of the tab. */
export const Page = ({
  title,
  said = title,
  actions,
  children,
}: PlainPageProps & {
  /** The title for the tab, where it is more than text. */
  said?: ReactNode;
}) => {
  const text = useText();
  return (
    <>
      {typeof said === 'string' && <title>{`${said} · ${text('app.name')}`}</title>}
      <PlainPage title={title} actions={actions}>
        {children}
      </PlainPage>
    </>
  );
};

/** A colour that somebody configured, beside its name, since colour alone says nothing. */
export const Dot = ({ colour }: { colour: string }) => (
  <span className={styles.dot} style={{ background: colour }} aria-hidden />
);

export const Banner = ({ tone = 'info', children }: { tone?: 'info' | 'warn' | 'danger'; children: ReactNode }) => (
  <div
    className={classes(styles.banner, tone !== 'info' && styles[tone])}
    role={tone === 'danger' ? 'alert' : 'status'}
  >
    {children}
  </div>
);

/** What is being loaded, in the shape of lines. */
export const Skeleton = ({ lines = 5 }: { lines?: number }) => {
  const text = useText();
  return (
    <div className={styles.skeleton} role="status" aria-label={text('app.loading')}>
      {Array.from({ length: lines }, (_, line) => (
        <div key={String(line)} className={styles.bone} style={{ width: `${92 - ((line * 17) % 40)}%` }} />
      ))}
    </div>
  );
};

/** Whether a part of it is still to come. */
export const isLoading = (place: ParentNode): boolean => place.querySelector(`.${styles.skeleton}`) !== null;

export const Stack = ({ children }: { children: ReactNode }) => <div className={styles.stack}>{children}</div>;
