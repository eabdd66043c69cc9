import { Link } from 'react-aria-components/Link';
import { useIntl } from 'react-intl';
import styles from '#console/dashboards/dashboards.module.css';
import { rowsHref } from '#console/dashboards/figure-card.tsx';
import { changeOf, type Figure } from '#console/dashboards/figure-table.ts';
import { useText } from '#console/i18n/use-text.ts';

/** One figure, large, leading to its rows; with the change since the period before. */
export const NumberCard = ({ name, figure, before }: { name: string; figure: Figure; before: Figure | undefined }) => {
  const text = useText();
  const { formatNumber } = useIntl();
  const change = changeOf(figure.count, before?.count);
  return (
    <Link href={rowsHref(figure.drill)} className={styles.number}>
      <span className={styles.numberName}>{name}</span>
      <strong>{formatNumber(figure.count)}</strong>
      {change !== undefined && (
        <span className={styles.change}>
          {text('dashboards.change', {
            change: formatNumber(change, { style: 'percent', signDisplay: 'exceptZero' }),
          })}
        </span>
      )}
    </Link>
  );
};
