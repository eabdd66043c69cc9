import { axisOf, type Planned } from '#console/case/work/plan-axis.ts';
import styles from '#console/case/work/work.module.css';
import { useText } from '#console/i18n/use-text.ts';
import { useWhen } from '#console/i18n/when.ts';
import { classes } from '#console/ui/classes.ts';

export interface PlannedItem extends Planned {
  name: string;
  state: 'open' | 'done' | 'dropped';
}

/** The plan as a line of time. The list below it says the same for those who cannot see it. */
export const PlanAxis = ({ items }: { items: readonly PlannedItem[] }) => {
  const text = useText();
  const when = useWhen();
  const axis = axisOf(items, when.now);
  if (!axis) return null;
  return (
    <div className={styles.axis} aria-hidden>
      <div className={styles.line} />
      {axis.ticks.map(({ at, place }) => (
        <span key={at} className={styles.tick} style={{ insetInlineStart: `${place}%` }}>
          {when.day(at)}
        </span>
      ))}
      <span className={styles.now} style={{ insetInlineStart: `${axis.now}%` }}>
        {text('case.plan.now')}
      </span>
      {axis.marks.map(({ item, place }) => (
        <span
          key={item.id}
          className={classes(styles.mark, styles[item.state])}
          style={{ insetInlineStart: `${place}%` }}
          title={`${item.name}: ${when.instant(item.at)}`}
        />
      ))}
    </div>
  );
};
