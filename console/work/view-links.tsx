import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-aria-components/Link';
import { useApi } from '#console/app/context.ts';
import { useText, useWord } from '#console/i18n/use-text.ts';
import { countsQuery, type ViewSubject, viewsQuery } from '#console/records/views.ts';
import { classes } from '#console/ui/classes.ts';
import styles from '#console/work/view-links.module.css';

interface ViewLinksProps {
  of: ViewSubject;
  current: string;
  hrefOf: (view: string) => string;
  /** Lists beside those that are views. */
  more?: readonly { key: string; name: string }[];
}

/** The lists that somebody has, each with how much is in it. */
export const ViewLinks = ({ of, current, hrefOf, more = [] }: ViewLinksProps) => {
  const api = useApi();
  const text = useText();
  const word = useWord();
  const { data: views = [] } = useQuery(viewsQuery(api, of));
  const { data: counts } = useQuery(countsQuery(api, of));
  const lists = [
    ...views.map(({ key, name, builtIn }) => ({ key, name: builtIn ? word('work.view', key) : name })),
    ...more,
  ];
  return (
    <nav aria-label={text('work.lists')}>
      <ul className={styles.views}>
        {lists.map(({ key, name }) => {
          const count = counts?.get(key);
          return (
            <li key={key}>
              <Link
                href={hrefOf(key)}
                className={styles.view}
                {...(key === current && { 'aria-current': 'page' as const })}
              >
                {name}
                {count && (
                  <span className={classes(styles.count, key === 'overdue' && count.count > 0 && styles.late)}>
                    {count.atLeast ? text('work.atLeast', { count: count.count }) : count.count}
                  </span>
                )}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
};
