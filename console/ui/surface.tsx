import type { ReactNode } from 'react';
import { useText } from '#console/i18n/use-text.ts';
import { classes } from '#console/ui/classes.ts';
import styles from '#console/ui/surface.module.css';

export type Tone = 'plain' | 'good' | 'warn' | 'danger' | 'info' | 'brand';

/** A screen: its title, what can be done on it, and what it shows. Sets the title of the tab. */
export const Page = ({ title, actions, children }: { title: ReactNode; actions?: ReactNode; children: ReactNode }) => {
  const text = useText();
  return (
    <div className={styles.page}>
      {typeof title === 'string' && <title>{`${title} · ${text('app.name')}`}</title>}
      <div className={styles.pageHead}>
        <h1>{title}</h1>
        {actions && <div className={styles.pageActions}>{actions}</div>}
      </div>
      {children}
    </div>
  );
};

/** A part of a page, with a heading of its own. */
export const Card = ({ title, actions, children }: { title?: string; actions?: ReactNode; children: ReactNode }) => (
  <section className={styles.card} {...(title !== undefined && { 'aria-label': title })}>
    {(title !== undefined || actions) && (
      <div className={styles.cardHead}>
        {title !== undefined && <h2>{title}</h2>}
        {actions}
      </div>
    )}
    {children}
  </section>
);

export const Badge = ({ tone = 'plain', icon, children }: { tone?: Tone; icon?: ReactNode; children: ReactNode }) => (
  <span className={classes(styles.badge, tone !== 'plain' && styles[tone])}>
    {icon}
    {children}
  </span>
);

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

/** Nothing is there: says so, and what can be done about it. */
export const EmptyState = ({ title, icon, children }: { title: string; icon?: ReactNode; children?: ReactNode }) => (
  <div className={styles.state}>
    {icon}
    <h2>{title}</h2>
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

/** Names and values, one below the other. */
export const Facts = ({ facts }: { facts: readonly (readonly [string, ReactNode] | false | undefined)[] }) => (
  <dl className={styles.facts}>
    {facts
      .filter((fact) => fact !== false && fact !== undefined)
      .map(([name, value]) => [<dt key={`${name} name`}>{name}</dt>, <dd key={`${name} value`}>{value}</dd>])}
  </dl>
);

export const Stack = ({ children }: { children: ReactNode }) => <div className={styles.stack}>{children}</div>;
export const Row = ({ children }: { children: ReactNode }) => <div className={styles.row}>{children}</div>;
export const Quiet = ({ children }: { children: ReactNode }) => <span className={styles.quiet}>{children}</span>;
