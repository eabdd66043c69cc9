import { ChevronDown } from 'lucide-react';
import type { KeyboardEvent, ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { ComboBox as AriaComboBox, type ComboBoxProps as AriaComboBoxProps } from 'react-aria-components/ComboBox';
import { FieldError } from 'react-aria-components/FieldError';
import { Group } from 'react-aria-components/Group';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { NumberField as AriaNumberField, type NumberFieldProps } from 'react-aria-components/NumberField';
import { Popover } from 'react-aria-components/Popover';
import { RadioGroup as AriaRadioGroup, Radio } from 'react-aria-components/RadioGroup';
import { Select as AriaSelect, SelectValue } from 'react-aria-components/Select';
import { Text } from 'react-aria-components/Text';
import { TextArea as AriaTextArea } from 'react-aria-components/TextArea';
import { TextField as AriaTextField, type TextFieldProps as AriaTextFieldProps } from 'react-aria-components/TextField';
import { useText } from '#console/i18n/use-text.ts';
import { classes } from '#console/ui/classes.ts';
import styles from '#console/ui/field.module.css';

/** What all fields have: a name, a hint, and what the API found wrong with it. */
export interface FieldWords {
  label: string;
  hint?: ReactNode;
  /** A fault, in words: shown beside the field and read out with it. */
  error?: string | undefined;
  isRequired?: boolean;
}

const FieldLabel = ({ label, isRequired, children }: { label: string; isRequired?: boolean; children?: ReactNode }) => {
  const text = useText();
  return (
    <Label className={styles.label}>
      {label}
      {isRequired === false && <span className={styles.optional}> {text('field.optional')}</span>}
      {children}
    </Label>
  );
};

/** Below a field: its hint, and what was found wrong with it. */
export const FieldHints = ({ hint, error }: Pick<FieldWords, 'hint' | 'error'>) => (
  <>
    {hint !== undefined && (
      <Text slot="description" className={styles.hint}>
        {hint}
      </Text>
    )}
    <FieldError className={styles.error}>{error}</FieldError>
  </>
);

type TextProps = Omit<AriaTextFieldProps, 'className' | 'children' | 'isInvalid'> &
  FieldWords & { rows?: number; placeholder?: string; isMono?: boolean };

/** Enter begins a line, so Ctrl and Enter press the button of the form, unless that waits. */
const sendByKey = ({ key, ctrlKey, metaKey, currentTarget: { form } }: KeyboardEvent<HTMLTextAreaElement>): void => {
  const button = form?.querySelector<HTMLButtonElement>('[type=submit]:enabled');
  if (key === 'Enter' && (ctrlKey || metaKey) && button) form?.requestSubmit(button);
};

/** One line of text, or several with `rows`. */
export const TextField = ({ label, hint, error, rows, placeholder, isMono, ...props }: TextProps) => (
  <AriaTextField {...props} isInvalid={error !== undefined} validationBehavior="aria" className={styles.field}>
    <FieldLabel label={label} {...(props.isRequired !== undefined && { isRequired: props.isRequired })} />
    {rows === undefined ? (
      <Input className={styles.input} placeholder={placeholder} />
    ) : (
      <AriaTextArea
        className={styles.input}
        rows={rows}
        placeholder={placeholder}
        onKeyDown={sendByKey}
        {...(isMono && { dir: 'ltr', style: { fontFamily: 'var(--font-mono)', fontSize: '0.875rem' } })}
      />
    )}
    <FieldHints hint={hint} error={error} />
  </AriaTextField>
);

type NumberProps = Omit<NumberFieldProps, 'className' | 'children' | 'isInvalid'> & FieldWords;

export const NumberField = ({ label, hint, error, ...props }: NumberProps) => (
  <AriaNumberField {...props} isInvalid={error !== undefined} validationBehavior="aria" className={styles.field}>
    <FieldLabel label={label} {...(props.isRequired !== undefined && { isRequired: props.isRequired })} />
    <Input className={styles.input} />
    <FieldHints hint={hint} error={error} />
  </AriaNumberField>
);

export interface Choice {
  id: string;
  name: string;
  detail?: string;
  isDisabled?: boolean;
}

const Option = ({ choice }: { choice: Choice }) => (
  <ListBoxItem
    id={choice.id}
    textValue={choice.name}
    className={styles.option ?? ''}
    isDisabled={choice.isDisabled ?? false}
  >
    <span>
      {choice.name}
      {choice.detail !== undefined && (
        <>
          <br />
          <span className={styles.hint}>{choice.detail}</span>
        </>
      )}
    </span>
  </ListBoxItem>
);

interface ChoiceProps extends FieldWords {
  choices: readonly Choice[];
  value: string | undefined;
  onChange: (id: string) => void;
  isDisabled?: boolean;
  name?: string;
  placeholder?: string;
  isLabelHidden?: boolean;
}

/** One of a few choices. */
export const Select = ({ label, hint, error, choices, value, onChange, isLabelHidden, ...props }: ChoiceProps) => (
  <AriaSelect
    {...props}
    isInvalid={error !== undefined}
    validationBehavior="aria"
    selectedKey={value ?? null}
    onSelectionChange={(key) => key !== null && onChange(String(key))}
    className={styles.field}
  >
    {isLabelHidden ? (
      <Label className="visually-hidden">{label}</Label>
    ) : (
      <FieldLabel label={label} {...(props.isRequired !== undefined && { isRequired: props.isRequired })} />
    )}
    <AriaButton className={styles.trigger ?? ''}>
      <SelectValue>{({ selectedText, defaultChildren }) => selectedText || defaultChildren}</SelectValue>
      <ChevronDown aria-hidden />
    </AriaButton>
    <FieldHints hint={hint} error={error} />
    <Popover className={styles.popover ?? ''}>
      <ListBox className={styles.list ?? ''}>
        {choices.map((choice) => (
          <Option key={choice.id} choice={choice} />
        ))}
      </ListBox>
    </Popover>
  </AriaSelect>
);

type ComboProps = Omit<
  AriaComboBoxProps<Choice>,
  | 'className'
  | 'children'
  | 'isInvalid'
  | 'items'
  | 'defaultItems'
  | 'selectedKey'
  | 'onSelectionChange'
  | 'onChange'
  | 'value'
> &
  FieldWords & {
    choices: readonly Choice[];
    value: string | undefined;
    onChange: (id: string | undefined) => void;
    /** The choices are what was found for the text already, so they are not filtered again. */
    isSearched?: boolean;
    placeholder?: string;
  };

/** One of many choices, found by typing. */
export const ComboBox = ({
  label,
  hint,
  error,
  choices,
  value,
  onChange,
  isSearched,
  placeholder,
  ...props
}: ComboProps) => {
  const text = useText();
  return (
    <AriaComboBox
      {...props}
      {...(isSearched ? { items: choices } : { defaultItems: choices })}
      allowsEmptyCollection
      isInvalid={error !== undefined}
      validationBehavior="aria"
      selectedKey={value ?? null}
      onSelectionChange={(key) => onChange(key === null ? undefined : String(key))}
      className={styles.field}
    >
      <FieldLabel label={label} {...(props.isRequired !== undefined && { isRequired: props.isRequired })} />
      <Group className={styles.group}>
        <Input placeholder={placeholder} />
        <AriaButton className={classes(styles.chevron)}>
          <ChevronDown size={16} aria-hidden />
        </AriaButton>
      </Group>
      <FieldHints hint={hint} error={error} />
      <Popover className={styles.popover ?? ''}>
        <ListBox
          className={styles.list ?? ''}
          renderEmptyState={() => <p className={styles.empty}>{text('list.empty')}</p>}
        >
          {(choice: Choice) => <Option choice={choice} />}
        </ListBox>
      </Popover>
    </AriaComboBox>
  );
};

/** One of two to five choices that are all to be seen. */
export const RadioGroup = ({ label, hint, error, choices, value, onChange, ...props }: ChoiceProps) => (
  <AriaRadioGroup
    {...props}
    isInvalid={error !== undefined}
    validationBehavior="aria"
    value={value ?? null}
    onChange={onChange}
    className={styles.field}
  >
    <FieldLabel label={label} {...(props.isRequired !== undefined && { isRequired: props.isRequired })} />
    {choices.map(({ id, name, detail, isDisabled }) => (
      <Radio key={id} value={id} className={styles.check} isDisabled={isDisabled ?? false}>
        <span className={classes(styles.box, styles.round)} />
        <span>
          {name}
          {detail !== undefined && <span className={styles.hint}> {detail}</span>}
        </span>
      </Radio>
    ))}
    <FieldHints hint={hint} error={error} />
  </AriaRadioGroup>
);

/** What narrows a list, or a report. */
export const FilterRow = ({ children }: { children: ReactNode }) => <div className={styles.filters}>{children}</div>;
