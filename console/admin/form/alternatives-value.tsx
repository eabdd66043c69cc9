import styles from '#console/admin/form/form.module.css';
import { useForm, useLabel, useValueField, type ValueProps } from '#console/admin/form/form-context.ts';
import { Members } from '#console/admin/form/object-value.tsx';
import { Optional } from '#console/admin/form/optional.tsx';
import { isObject, withMember } from '#console/admin/schema/json.ts';
import {
  emptyValue,
  emptyVariant,
  fits,
  type JsonSchema,
  type Schemas,
  shapeOf,
  type Variant,
} from '#console/admin/schema/shape.ts';
import { useText } from '#console/i18n/use-text.ts';
import { Select } from '#console/ui/fields.tsx';

/** A value whose other members depend on one of them: on what an action does. */
export const VariantsValue = ({
  tag,
  variants,
  ...props
}: ValueProps & { tag: string; variants: readonly Variant[] }) => {
  const { label, word } = useLabel();
  const { schemas } = useForm();
  const value = isObject(props.value) ? props.value : {};
  const chosen = variants.find(({ tags }) => tags.includes(String(value[tag])));
  const choose = (id: string) => {
    const next = variants.find(({ tags }) => tags.includes(id));
    props.onChange(emptyVariant(tag, next, schemas, { value: id, before: value }));
  };
  const { [tag]: _tag, ...properties } = chosen?.schema.properties ?? {};
  return (
    <Optional {...props}>
      <div className={styles.group}>
        <Select
          label={label(tag)}
          choices={variants.flatMap(({ tags }) => tags.map((id) => ({ id, name: word(id) })))}
          value={typeof value[tag] === 'string' ? value[tag] : undefined}
          onChange={choose}
        />
        <Members
          properties={properties}
          required={chosen?.schema.required ?? []}
          path={props.path}
          value={withMember(value, tag, undefined)}
          onChange={(next) => props.onChange({ [tag]: value[tag] ?? '', ...next })}
        />
      </div>
    </Optional>
  );
};

/** What one of several forms is called: by its members, or by what it is. */
const nameOfOption = (schema: JsonSchema, schemas: Schemas): string => {
  const shape = shapeOf(schema, schemas);
  if (shape.kind === 'object') return (shape.required[0] ?? Object.keys(shape.properties)[0]) || 'object';
  if (['list', 'texts', 'choices'].includes(shape.kind)) return 'several';
  if (shape.kind === 'alternatives') return 'one';
  return schema.format ?? shape.kind;
};

/** A value of one of several forms. */
export const AlternativesValue = ({ options, ...props }: ValueProps & { options: readonly JsonSchema[] }) => {
  const text = useText();
  const { label } = useLabel();
  const { schemas } = useForm();
  const ValueField = useValueField();
  const at = options.findIndex((option) => fits(props.value, option, schemas));
  const chosen = options[Math.max(0, at)] ?? {};
  const shape = shapeOf(chosen, schemas).kind;
  const name = nameOfOption(chosen, schemas);
  // One or several of the same are still called what the whole is.
  const inner = name === 'one' || name === 'several' ? props.label : label(name);
  return (
    <Optional {...props} saysFault={shape === 'object'}>
      <div className={styles.fields}>
        <Select
          label={text('admin.formOf')}
          choices={options.map((option, index) => ({ id: `${index}`, name: label(nameOfOption(option, schemas)) }))}
          value={`${Math.max(0, at)}`}
          onChange={(id) => props.onChange(emptyValue(options[Number(id)] ?? {}, schemas))}
        />
        {shape === 'object' ? (
          <Members
            properties={chosen.properties ?? {}}
            required={chosen.required ?? []}
            path={props.path}
            value={isObject(props.value) ? props.value : {}}
            onChange={props.onChange}
          />
        ) : (
          <ValueField {...props} schema={chosen} label={inner} isRequired />
        )}
      </div>
    </Optional>
  );
};
