import { useText } from '#console/i18n/use-text.ts';
import styles from '#console/records/records.module.css';
import { Button } from '#console/ui/button.tsx';

interface MoreProps {
  list: { items: readonly unknown[]; hasMore: boolean; isReadingMore: boolean; readMore: () => void };
}

/** Below a list: how much of it there is to be seen, and more of it. */
export const More = ({ list: { items, hasMore, isReadingMore, readMore } }: MoreProps) => {
  const text = useText();
  if (items.length === 0 && !hasMore) return null;
  return (
    <div className={styles.foot}>
      <span role="status">{text('list.count', { count: items.length })}</span>
      {hasMore && (
        <Button size="small" onPress={readMore} isPending={isReadingMore}>
          {text('action.loadMore')}
        </Button>
      )}
    </div>
  );
};
