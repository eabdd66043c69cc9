import { X } from 'lucide-react';
import { useState } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import styles from '#console/admin/form/form.module.css';
import { useFault, useFaultCount, useForm, useLabel, type ValueProps } from '#console/admin/form/form-context.ts';
import { SuggestField } from '#console/admin/form/suggest-field.tsx';
import { useKeys } from '#console/admin/form/text-value.tsx';
import { pointerOf } from '#console/admin/schema/json.ts';
import { useText } from '#console/i18n/use-text.ts';
import { Checkbox } from '#console/ui/checkbox.tsx';

/** Several of a few values. */
export const ChoicesValue = ({ choices, ...props }: ValueProps & { choices: readonly string[] }) => {
  const { word } = useLabel();
  const error = useFault(props.path);
  const chosen = Array.isArray(props.value) ? props.value : [];
  const set = (choice: string, isChosen: boolean) => {
    const next = choices.filter((one) => (one === choice ? isChosen : chosen.includes(one)));
    props.onChange(next.length === 0 && !props.isRequired ? undefined : next);
  };
  return (
    <fieldset className={styles.group}>
      <legend className={styles.label}>{props.label}</legend>
      <div className={styles.checks}>
        {choices.map((choice) => (
          <Checkbox key={choice} isSelected={chosen.includes(choice)} onChange={(isChosen) => set(choice, isChosen)}>
            {word(choice)}
          </Checkbox>
        ))}
      </div>
      {error !== undefined && <p className={styles.error}>{error}</p>}
    </fieldset>
  );
};

/** The faults of a list and of its items, since an item has no field of its own. */
const useFaultsWithin = (props: Pick<ValueProps, 'path'>): string | undefined => {
  const { faults } = useForm();
  const pointer = pointerOf(props.path);
  if (useFaultCount(props.path) === 0) return undefined;
  const found = faults.filter((fault) => fault.pointer === pointer || fault.pointer.startsWith(`${pointer}/`));
  return found.map(({ detail }) => detail).join(' ');
};

/** Several texts or keys, in the order in which they were added. */
export const TagsValue = (props: ValueProps & { choices?: readonly string[] | undefined }) => {
  const text = useText();
  const { word } = useLabel();
  const found = useKeys(props.path);
  const keys = props.choices?.map((id) => ({ id, name: word(id) })) ?? found;
  const error = useFaultsWithin(props);
  const [typed, setTyped] = useState('');
  const chosen = Array.isArray(props.value) ? props.value.map(String) : [];
  const nameOf = (id: string) => keys?.find((choice) => choice.id === id)?.name ?? id;
  const set = (next: string[]) => props.onChange(next.length === 0 && !props.isRequired ? undefined : next);
  const add = (one: string) => {
    setTyped('');
    if (one.trim() !== '' && !chosen.includes(one)) set([...chosen, one.trim()]);
  };
  return (
    <div className={styles.group}>
      <SuggestField
        label={props.label}
        choices={(keys ?? []).filter(({ id }) => !chosen.includes(id))}
        value={typed}
        onChange={setTyped}
        onTake={add}
        error={error}
        placeholder={text('admin.addOne')}
      />
      {chosen.length > 0 && (
        <ul className={styles.tags}>
          {chosen.map((one) => (
            <li key={one} className={styles.tag}>
              {nameOf(one)}
              <AriaButton
                aria-label={text('admin.removeOne', { name: nameOf(one) })}
                onPress={() => set(chosen.filter((other) => other !== one))}
              >
                <X size={14} aria-hidden />
              </AriaButton>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
};
