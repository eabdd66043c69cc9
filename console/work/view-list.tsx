import type { Text } from '#console/i18n/use-text.ts';
import type { ViewCount } from '#console/records/views.ts';
import { classes } from '#console/ui/classes.ts';
import { InnerLink } from '#console/ui/plain.tsx';
import styles from '#console/work/view-links.module.css';

export interface ListOfRecords {
  key: string;
  name: string;
}

/** The lists as they are named: those that everybody has in the language of the page. */
export const namedLists = (
  views: readonly (ListOfRecords & { builtIn: boolean })[],
  word: (room: string, word: string) => string,
): ListOfRecords[] => views.map(({ key, name, builtIn }) => ({ key, name: builtIn ? word('work.view', key) : name }));

interface ViewListProps {
  lists: readonly ListOfRecords[];
  current: string;
  hrefOf: (view: string) => string;
  counts?: ReadonlyMap<string, ViewCount> | undefined;
  text: Text;
}

/** Lists to choose from, each with how much is in it as soon as that is known. */
export const ViewList = ({ lists, current, hrefOf, counts, text }: ViewListProps) => (
  <nav aria-label={text('work.lists')}>
    <ul className={styles.views}>
      {lists.map(({ key, name }) => {
        const count = counts?.get(key);
        return (
          <li key={key}>
            <InnerLink href={hrefOf(key)} className={styles.view} aria-current={key === current ? 'page' : undefined}>
              {name}
              {count && (
                <span className={classes(styles.count, key === 'overdue' && count.count > 0 && styles.late)}>
                  {count.atLeast ? text('work.atLeast', { count: count.count }) : count.count}
                </span>
              )}
            </InnerLink>
          </li>
        );
      })}
    </ul>
  </nav>
);
