import styles from '#console/admin/form/form.module.css';
import { useFault, useLabel, type ValueProps } from '#console/admin/form/form-context.ts';
import { Optional } from '#console/admin/form/optional.tsx';
import { isObject } from '#console/admin/schema/json.ts';
import { useText } from '#console/i18n/use-text.ts';
import { NumberField, Select } from '#console/ui/fields.tsx';

/** An amount of time: how much, of what, and by which time it is counted. */
export const AmountValue = ({ units, times, ...props }: ValueProps & { units: string[]; times: string[] }) => {
  const { word } = useLabel();
  const text = useText();
  const error = useFault(props.path);
  const value = isObject(props.value) ? props.value : {};
  const faults = { amount: useFault([...props.path, 'amount']), unit: useFault([...props.path, 'unit']) };
  const choices = (words: string[]) => words.map((id) => ({ id, name: word(id) }));
  return (
    <Optional {...props}>
      <div className={styles.inline}>
        <NumberField
          label={text('admin.amount')}
          value={typeof value.amount === 'number' ? value.amount : Number.NaN}
          onChange={(amount) => props.onChange({ ...value, amount: Number.isNaN(amount) ? 0 : amount })}
          error={faults.amount ?? error}
        />
        <Select
          label={text('admin.unit')}
          choices={choices(units)}
          value={String(value.unit ?? '')}
          onChange={(unit) => props.onChange({ ...value, unit })}
          error={faults.unit}
        />
        <Select
          label={text('admin.time')}
          choices={choices(times)}
          value={String(value.time ?? '')}
          onChange={(time) => props.onChange({ ...value, time })}
        />
      </div>
    </Optional>
  );
};
