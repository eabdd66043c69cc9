import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import styles from '#console/admin/form/form.module.css';
import { useFault, useForm, useLabel, useValueField, type ValueProps } from '#console/admin/form/form-context.ts';
import { Section } from '#console/admin/form/section.tsx';
import { summaryOf, titleOf } from '#console/admin/form/summary.ts';
import { type Json, moved } from '#console/admin/schema/json.ts';
import { emptyValue, type JsonSchema, shapeOf } from '#console/admin/schema/shape.ts';
import { useText } from '#console/i18n/use-text.ts';
import { Button, IconButton } from '#console/ui/button.tsx';
import { TextField } from '#console/ui/fields.tsx';

interface ItemActsProps {
  name: string;
  index: number;
  count: number;
  onMove: (to: number) => void;
  onRemove: () => void;
}

const ItemActs = ({ name, index, count, onMove, onRemove }: ItemActsProps) => {
  const text = useText();
  return (
    <div className={styles.acts}>
      <IconButton
        size="small"
        label={text('admin.moveUp', { name })}
        isDisabled={index === 0}
        onPress={() => onMove(index - 1)}
      >
        <ArrowUp aria-hidden />
      </IconButton>
      <IconButton
        size="small"
        label={text('admin.moveDown', { name })}
        isDisabled={index === count - 1}
        onPress={() => onMove(index + 1)}
      >
        <ArrowDown aria-hidden />
      </IconButton>
      <IconButton size="small" label={text('admin.removeOne', { name })} onPress={onRemove}>
        <Trash2 aria-hidden />
      </IconButton>
    </div>
  );
};

/** Items in an order that means something: added, moved and taken away one by one. */
export const ListValue = ({ item, ...props }: ValueProps & { item: JsonSchema }) => {
  const text = useText();
  const { word, label } = useLabel();
  const { schemas } = useForm();
  const error = useFault(props.path);
  const ValueField = useValueField();
  // An item that was just added is open, so that it can be filled in.
  const [added, setAdded] = useState(-1);
  const items = Array.isArray(props.value) ? props.value : [];
  const isInline = shapeOf(item, schemas).kind === 'interval';
  const set = (next: Json[]) => props.onChange(next.length === 0 && !props.isRequired ? undefined : next);
  const add = () => {
    setAdded(items.length);
    set([...items, emptyValue(item, schemas)]);
  };
  return (
    <div className={styles.items}>
      {items.map((value, index) => {
        const named = titleOf(value, word);
        const name = named ?? `${props.label} ${index + 1}`;
        const field = (
          <ValueField
            schema={item}
            path={[...props.path, index]}
            label={name}
            value={value}
            onChange={(next) => set(items.map((one, place) => (place === index ? (next ?? null) : one)))}
            isRequired
          />
        );
        const acts = (
          <ItemActs
            name={name}
            index={index}
            count={items.length}
            onMove={(to) => set(moved(items, index, to))}
            onRemove={() => set(items.filter((_one, place) => place !== index))}
          />
        );
        // Items may be equal and have no name of their own, so their place is all there is.
        const place = `${index}`;
        if (isInline)
          return (
            <div key={place} className={styles.inline}>
              {field}
              {acts}
            </div>
          );
        return (
          <Section
            key={place}
            path={[...props.path, index]}
            title={`${index + 1}. ${name}`}
            detail={named === undefined ? summaryOf(value, { label, word }) : undefined}
            isOpenFirst={added === index}
          >
            {acts}
            {field}
          </Section>
        );
      })}
      <div>
        <Button size="small" onPress={add}>
          <Plus aria-hidden />
          {text('admin.addTo', { name: props.label })}
        </Button>
      </div>
      {error !== undefined && <p className={styles.error}>{error}</p>}
    </div>
  );
};

/** From when to when of a day. */
export const IntervalValue = (props: ValueProps) => {
  const text = useText();
  const error = useFault(props.path);
  const [from, to] = Array.isArray(props.value) ? props.value.map(String) : ['', ''];
  return (
    <div className={styles.inline}>
      <TextField
        label={text('admin.from')}
        value={from ?? ''}
        onChange={(next) => props.onChange([next, to ?? ''])}
        error={error}
      />
      <TextField label={text('admin.to')} value={to ?? ''} onChange={(next) => props.onChange([from ?? '', next])} />
    </div>
  );
};
