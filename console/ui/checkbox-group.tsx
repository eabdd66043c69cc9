import { CheckboxGroup as AriaCheckboxGroup } from 'react-aria-components/CheckboxGroup';
import { FieldError } from 'react-aria-components/FieldError';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { Checkbox } from '#console/ui/checkbox.tsx';
import styles from '#console/ui/field.module.css';
import type { Choice, FieldWords } from '#console/ui/fields.tsx';

interface CheckboxGroupProps extends FieldWords {
  choices: readonly Choice[];
  value: readonly string[];
  onChange: (ids: string[]) => void;
}

/** Any of a few choices. */
export const CheckboxGroup = ({ label, hint, error, choices, value, ...props }: CheckboxGroupProps) => (
  <AriaCheckboxGroup
    {...props}
    value={[...value]}
    isInvalid={error !== undefined}
    validationBehavior="aria"
    className={styles.field}
  >
    <Label className={styles.label}>{label}</Label>
    <div className={styles.row}>
      {choices.map(({ id, name, isDisabled }) => (
        <Checkbox key={id} value={id} isDisabled={isDisabled ?? false}>
          {name}
        </Checkbox>
      ))}
    </div>
    {hint !== undefined && (
      <Text slot="description" className={styles.hint}>
        {hint}
      </Text>
    )}
    <FieldError className={styles.error}>{error}</FieldError>
  </AriaCheckboxGroup>
);
