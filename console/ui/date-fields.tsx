import { fromDate, getLocalTimeZone, parseDate, toCalendarDate, type ZonedDateTime } from '@internationalized/date';
import { DateField as AriaDateField, DateInput, DateSegment } from 'react-aria-components/DateField';
import { Label } from 'react-aria-components/Label';
import { classes } from '#console/ui/classes.ts';
import styles from '#console/ui/field.module.css';
import { FieldHints, type FieldWords } from '#console/ui/fields.tsx';

const Parts = ({ label, hint, error }: FieldWords) => (
  <>
    <Label className={styles.label}>{label}</Label>
    <DateInput className={classes(styles.group, styles.segments)}>
      {(segment) => <DateSegment segment={segment} className={styles.segment ?? ''} />}
    </DateInput>
    <FieldHints hint={hint} error={error} />
  </>
);

interface DateProps extends FieldWords {
  value: string | undefined;
  onChange: (value: string | undefined) => void;
  isDisabled?: boolean;
}

/** A date without a time: `2026-11-29`. */
export const DateField = ({ value, onChange, label, hint, error, ...props }: DateProps) => (
  <AriaDateField
    {...props}
    value={value ? parseDate(value) : null}
    onChange={(date) => onChange(date ? toCalendarDate(date).toString() : undefined)}
    isInvalid={error !== undefined}
    validationBehavior="aria"
    className={styles.field}
  >
    <Parts label={label} hint={hint} error={error} />
  </AriaDateField>
);

/** An instant, shown and typed in the reader's zone: `2026-11-29T17:30:00.000Z`. */
export const InstantField = ({ value, onChange, label, hint, error, ...props }: DateProps) => (
  <AriaDateField<ZonedDateTime>
    {...props}
    granularity="minute"
    hideTimeZone
    value={value ? fromDate(new Date(value), getLocalTimeZone()) : null}
    placeholderValue={fromDate(new Date(), getLocalTimeZone())}
    onChange={(date) => onChange(date?.toAbsoluteString())}
    isInvalid={error !== undefined}
    validationBehavior="aria"
    className={styles.field}
  >
    <Parts label={label} hint={hint} error={error} />
  </AriaDateField>
);
