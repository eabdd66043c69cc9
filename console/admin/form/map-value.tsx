import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import styles from '#console/admin/form/form.module.css';
import { useFault, useForm, useLabel, useValueField, type ValueProps } from '#console/admin/form/form-context.ts';
import { Section } from '#console/admin/form/section.tsx';
import { SuggestField } from '#console/admin/form/suggest-field.tsx';
import { inOrder, summaryOf } from '#console/admin/form/summary.ts';
import { useKeys } from '#console/admin/form/text-value.tsx';
import { isObject, type JsonPath, withMember } from '#console/admin/schema/json.ts';
import { emptyValue, type JsonSchema, shapeOf } from '#console/admin/schema/shape.ts';
import { useText } from '#console/i18n/use-text.ts';
import { Button, IconButton } from '#console/ui/button.tsx';

const simple = ['text', 'number', 'choice', 'texts', 'boolean', 'amount'];

/** What names of a map are the keys of: each notification has a template of its name. */
const readAs = new Map<string, string>([
  ['byPriority', 'priority'],
  ['notifications', 'template'],
]);
const pathOfNames = (path: JsonPath): JsonPath => {
  const read = readAs.get(String(path.at(-1)));
  return read === undefined ? path : [...path, read];
};

/** Values by names that the institution chooses. */
export const MapValue = ({ inner, names, ...props }: ValueProps & { inner: JsonSchema; names: readonly string[] }) => {
  const text = useText();
  const { word, label: nameOfMember } = useLabel();
  const { schemas } = useForm();
  const error = useFault(props.path);
  const keys = useKeys(pathOfNames(props.path));
  const ValueField = useValueField();
  const [typed, setTyped] = useState('');
  const value = isObject(props.value) ? props.value : {};
  const isSimple = simple.includes(shapeOf(inner, schemas).kind);
  const choices = keys ?? names.map((id) => ({ id, name: word(id) }));
  const add = (name: string) => {
    setTyped('');
    if (name.trim() !== '' && !Object.hasOwn(value, name))
      props.onChange({ ...value, [name]: emptyValue(inner, schemas) });
  };
  const remove = (name: string) => {
    const left = withMember(value, name, undefined);
    props.onChange(Object.keys(left).length === 0 && !props.isRequired ? undefined : left);
  };
  return (
    <div className={styles.items}>
      {inOrder(value, names).map(([name, member]) => {
        const label = choices.find(({ id }) => id === name)?.name ?? name;
        const removal = (
          <IconButton size="small" label={text('admin.removeOne', { name: label })} onPress={() => remove(name)}>
            <Trash2 aria-hidden />
          </IconButton>
        );
        const field = (
          <ValueField
            schema={inner}
            path={[...props.path, name]}
            label={label}
            value={member}
            onChange={(next) => props.onChange({ ...value, [name]: next ?? emptyValue(inner, schemas) })}
            isRequired
          />
        );
        if (isSimple)
          return (
            <div key={name} className={styles.inline}>
              {field}
              {removal}
            </div>
          );
        return (
          <Section
            key={name}
            path={[...props.path, name]}
            title={label}
            detail={summaryOf(member, { label: nameOfMember, word })}
          >
            <div className={styles.acts}>{removal}</div>
            {field}
          </Section>
        );
      })}
      <div className={styles.inline}>
        <SuggestField
          label={text('admin.newName', { name: props.label })}
          choices={choices.filter(({ id }) => !Object.hasOwn(value, id))}
          value={typed}
          onChange={setTyped}
          onTake={add}
          error={error}
        />
        <Button size="small" isDisabled={typed === ''} onPress={() => add(typed)}>
          <Plus aria-hidden />
          {text('action.add')}
        </Button>
      </div>
    </div>
  );
};
