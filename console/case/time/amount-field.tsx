import styles from '#console/case/time/time.module.css';
import { useText } from '#console/i18n/use-text.ts';
import { NumberField, Select } from '#console/ui/fields.tsx';
import type { Amount } from '#shared/core/calendars/amount.ts';

const units = ['minutes', 'hours', 'days'] as const;
const times = ['working', 'calendar'] as const;

interface AmountFieldProps {
  label: string;
  value: Amount;
  onChange: (amount: Amount) => void;
  error?: string | undefined;
  /** Less than nothing shortens. */
  isSigned?: boolean;
}

/** An amount of time: how many of which unit, counted in which time. */
export const AmountField = ({ label, value, onChange, error, isSigned }: AmountFieldProps) => {
  const text = useText();
  return (
    <div className={styles.amount}>
      <NumberField
        label={label}
        value={value.amount}
        onChange={(amount) => onChange({ ...value, amount: Number.isNaN(amount) ? 0 : amount })}
        error={error}
        formatOptions={{ maximumFractionDigits: 0 }}
        {...(!isSigned && { minValue: 1 })}
      />
      <Select
        label={text('case.unit')}
        choices={units.map((unit) => ({ id: unit, name: text(`case.unit.${unit}`) }))}
        value={value.unit}
        onChange={(unit) => onChange({ ...value, unit: units.find((one) => one === unit) ?? 'days' })}
      />
      <Select
        label={text('case.counted')}
        choices={times.map((time) => ({ id: time, name: text(`case.counted.${time}`) }))}
        value={value.time}
        onChange={(time) => onChange({ ...value, time: times.find((one) => one === time) ?? 'working' })}
      />
    </div>
  );
};
