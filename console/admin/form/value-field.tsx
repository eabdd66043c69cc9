import { AlternativesValue, VariantsValue } from '#console/admin/form/alternatives-value.tsx';
import { AmountValue } from '#console/admin/form/amount-value.tsx';
import { ConditionValue } from '#console/admin/form/condition-value.tsx';
import styles from '#console/admin/form/form.module.css';
import { idAt, useFault, useForm, useLabel, type ValueProps } from '#console/admin/form/form-context.ts';
import { JsonValue } from '#console/admin/form/json-value.tsx';
import { IntervalValue, ListValue } from '#console/admin/form/list-value.tsx';
import { MapValue } from '#console/admin/form/map-value.tsx';
import { ObjectValue } from '#console/admin/form/object-value.tsx';
import { ChoicesValue, TagsValue } from '#console/admin/form/tags-value.tsx';
import { TextValue } from '#console/admin/form/text-value.tsx';
import { isObject, pointerOf } from '#console/admin/schema/json.ts';
import { resolve, shapeOf } from '#console/admin/schema/shape.ts';
import { Checkbox } from '#console/ui/checkbox.tsx';
import { classes } from '#console/ui/classes.ts';
import { NumberField, Select } from '#console/ui/fields.tsx';

const none = '';

const ChoiceValue = ({ choices, ...props }: ValueProps & { choices: readonly string[] }) => {
  const { word } = useLabel();
  const error = useFault(props.path);
  const known = props.isRequired ? choices : [none, ...choices];
  return (
    <Select
      label={props.label}
      error={error}
      isRequired={props.isRequired}
      choices={known.map((id) => ({ id, name: id === none ? '—' : word(id) }))}
      value={typeof props.value === 'string' ? props.value : props.isRequired ? undefined : none}
      onChange={(id) => props.onChange(id === none ? undefined : id)}
    />
  );
};

const NumberValue = ({
  minimum,
  maximum,
  isWhole,
  ...props
}: ValueProps & { [N in 'minimum' | 'maximum']?: number } & { isWhole: boolean }) => (
  <NumberField
    label={props.label}
    error={useFault(props.path)}
    isRequired={props.isRequired}
    value={typeof props.value === 'number' ? props.value : Number.NaN}
    {...(minimum !== undefined && { minValue: minimum })}
    {...(maximum !== undefined && { maxValue: maximum })}
    formatOptions={{ useGrouping: false, maximumFractionDigits: isWhole ? 0 : 6 }}
    onChange={(value) => props.onChange(Number.isNaN(value) ? undefined : value)}
  />
);

const BooleanValue = ({ defaultValue, ...props }: ValueProps & { defaultValue: boolean }) => (
  <div className={styles.group}>
    <Checkbox
      isSelected={typeof props.value === 'boolean' ? props.value : defaultValue}
      onChange={(isSelected) => props.onChange(isSelected)}
    >
      {props.label}
    </Checkbox>
  </div>
);

/** A member that is there or not, as `{"contact": true}`. */
const ConstantValue = (props: ValueProps) => (
  <Checkbox
    isSelected={props.value !== undefined}
    onChange={(isSelected) => props.onChange(isSelected ? (props.schema.const ?? true) : undefined)}
  >
    {props.label}
  </Checkbox>
);

const Drawn = (props: ValueProps) => {
  const { schemas } = useForm();
  const shape = shapeOf(props.schema, schemas);
  switch (shape.kind) {
    case 'text':
      return (
        <TextValue
          {...props}
          schema={resolve(props.schema, schemas)}
          isLong={shape.isLong}
          suggestions={shape.suggestions}
        />
      );
    case 'number':
      return <NumberValue {...props} minimum={shape.minimum} maximum={shape.maximum} isWhole={shape.isWhole} />;
    case 'boolean':
      return <BooleanValue {...props} defaultValue={shape.default} />;
    case 'constant':
      return <ConstantValue {...props} schema={resolve(props.schema, schemas)} />;
    case 'choice':
      return <ChoiceValue {...props} choices={shape.choices} />;
    case 'choices':
      return <ChoicesValue {...props} choices={shape.choices} />;
    case 'texts':
      return <TagsValue {...props} />;
    case 'interval':
      return <IntervalValue {...props} />;
    case 'list':
      return <ListValue {...props} item={shape.item} />;
    case 'map':
      return <MapValue {...props} inner={shape.value} names={shape.keys} />;
    case 'object':
      return <ObjectValue {...props} properties={shape.properties} required={shape.required} />;
    case 'amount':
      return <AmountValue {...props} units={shape.units} times={shape.times} />;
    case 'variants':
      return <VariantsValue {...props} tag={shape.tag} variants={shape.variants} />;
    case 'alternatives':
      return <AlternativesValue {...props} options={shape.options} />;
    case 'condition':
      return <ConditionValue {...props} />;
    case 'json':
      return <JsonValue {...props} />;
  }
};

const simple = ['text', 'number', 'boolean', 'constant', 'choice', 'choices', 'texts', 'interval'];

/** A field for any value, by its schema, with what is wrong with it. */
export const ValueField = (props: ValueProps) => {
  const { schemas } = useForm();
  const shape = shapeOf(props.schema, schemas);
  const isSimple = simple.includes(shape.kind);
  const isWide = !isSimple || (shape.kind === 'text' && shape.isWide);
  // A value of another form than its schema says is shown as it is, so that it can be put right.
  const isOdd = isSimple && isObject(props.value);
  return (
    <div id={idAt(pointerOf(props.path))} className={classes(isWide && styles.wide)}>
      {isOdd ? <JsonValue {...props} /> : <Drawn {...props} />}
    </div>
  );
};
