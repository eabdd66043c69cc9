import type { AnchorHTMLAttributes, ReactNode } from 'react';
import { classes } from '#console/ui/classes.ts';
import styles from '#console/ui/surface.module.css';

// Pieces of screens that are functions of their props and call no hook: the first view is drawn of
// them before React is there (`first/html.ts`), and React draws the same.

/** A link to another screen, which is gone to without loading the console anew. */
export const InnerLink = (props: AnchorHTMLAttributes<HTMLAnchorElement> & { href: string }) => (
  <a {...props} data-inner="" />
);

export interface PlainPageProps {
  title: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** The room that a page has, also before it is known which. */
export const PageRoom = ({ children }: { children: ReactNode }) => <div className={styles.page}>{children}</div>;

export const PlainPage = ({ title, actions, children }: PlainPageProps) => (
  <PageRoom>
    <div className={styles.pageHead}>
      <h1>{title}</h1>
      {actions && <div className={styles.pageActions}>{actions}</div>}
    </div>
    {children}
  </PageRoom>
);

export type Tone = 'plain' | 'good' | 'warn' | 'danger' | 'info' | 'brand';

export const Badge = ({ tone = 'plain', icon, children }: { tone?: Tone; icon?: ReactNode; children: ReactNode }) => (
  <span className={classes(styles.badge, tone !== 'plain' && styles[tone])}>
    {icon}
    {children}
  </span>
);

/** Nothing is there: says so, and what can be done about it. */
export const EmptyState = ({ title, icon, children }: { title: string; icon?: ReactNode; children?: ReactNode }) => (
  <div className={styles.state}>
    {icon}
    <h2>{title}</h2>
    {children}
  </div>
);

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

/** Names and values, one below the other. */
export const Facts = ({ facts }: { facts: readonly (readonly [string, ReactNode] | false | undefined)[] }) => (
  <dl className={styles.facts}>
    {facts
      .filter((fact) => fact !== false && fact !== undefined)
      .map(([name, value]) => [<dt key={`${name} name`}>{name}</dt>, <dd key={`${name} value`}>{value}</dd>])}
  </dl>
);

export const Quiet = ({ children }: { children: ReactNode }) => <span className={styles.quiet}>{children}</span>;
export const Row = ({ children }: { children: ReactNode }) => <div className={styles.row}>{children}</div>;
