import { useIntl } from 'react-intl';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Milliseconds in the largest unit that fits, such as `3.5 days`; a dash where there are none. */
export const useDuration = (): ((ms: number | undefined) => string) => {
  const { formatNumber } = useIntl();
  return (ms) => {
    if (ms === undefined) return '–';
    const [unit, size] =
      ms >= 2 * day
        ? (['day', day] as const)
        : ms >= 2 * hour
          ? (['hour', hour] as const)
          : (['minute', minute] as const);
    return formatNumber(ms / size, { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 1 });
  };
};
