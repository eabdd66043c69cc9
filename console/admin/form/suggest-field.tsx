import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { ComboBox } from 'react-aria-components/ComboBox';
import { FieldError } from 'react-aria-components/FieldError';
import { Group } from 'react-aria-components/Group';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Text } from 'react-aria-components/Text';
import styles from '#console/ui/field.module.css';
import type { Choice, FieldWords } from '#console/ui/fields.tsx';

interface SuggestProps extends FieldWords {
  choices: readonly Choice[];
  value: string;
  onChange: (value: string) => void;
  /** Takes what was typed when Enter is pressed or a choice is made, and empties the field. */
  onTake?: (value: string) => void;
  placeholder?: string;
}

const most = 60;
const isLike = ({ id, name }: Choice, typed: string): boolean =>
  `${id} ${name}`.toLowerCase().includes(typed.toLowerCase());

/** A text with what it is known that it may be; anything else may be typed. */
export const SuggestField = ({ label, hint, error, choices, value, onChange, onTake, placeholder }: SuggestProps) => {
  const [isTyped, setTyped] = useState(false);
  // What was just chosen: by it the list knows that it is to close, and not to open again.
  const [chosen, setChosen] = useState<string>();
  const shown = (isTyped && value !== '' ? choices.filter((choice) => isLike(choice, value)) : choices).slice(0, most);
  const take = (key: string) => {
    setTyped(false);
    setChosen(key);
    if (onTake) onTake(key);
    else onChange(key);
  };
  return (
    <ComboBox
      items={shown}
      inputValue={value}
      onInputChange={(typed) => {
        setTyped(true);
        onChange(typed);
      }}
      selectedKey={chosen ?? null}
      onSelectionChange={(key) => key !== null && take(String(key))}
      onOpenChange={(isOpen) => {
        if (isOpen) setChosen(undefined);
        else setTyped(false);
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !onTake || value === '') return;
        event.preventDefault();
        setTyped(false);
        onTake(value);
      }}
      allowsCustomValue
      menuTrigger="focus"
      isInvalid={error !== undefined}
      validationBehavior="aria"
      className={styles.field}
    >
      <Label className={styles.label}>{label}</Label>
      <Group className={styles.group}>
        <Input placeholder={placeholder} />
        <Button className={styles.chevron ?? ''}>
          <ChevronDown size={16} aria-hidden />
        </Button>
      </Group>
      {hint !== undefined && (
        <Text slot="description" className={styles.hint}>
          {hint}
        </Text>
      )}
      <FieldError className={styles.error}>{error}</FieldError>
      <Popover className={styles.popover ?? ''}>
        <ListBox className={styles.list ?? ''}>
          {(choice: Choice) => (
            <ListBoxItem id={choice.id} textValue={choice.id} className={styles.option ?? ''}>
              <span>
                {choice.name}
                {choice.name !== choice.id && <span className={styles.hint}> {choice.id}</span>}
              </span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
};
