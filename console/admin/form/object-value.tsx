import styles from '#console/admin/form/form.module.css';
import { useForm, useLabel, useValueField, type ValueProps } from '#console/admin/form/form-context.ts';
import { Optional } from '#console/admin/form/optional.tsx';
import { Section } from '#console/admin/form/section.tsx';
import { summaryOf } from '#console/admin/form/summary.ts';
import { isObject, type Json, type JsonObject, withMember } from '#console/admin/schema/json.ts';
import { type JsonSchema, type Schemas, type Shape, shapeOf } from '#console/admin/schema/shape.ts';
import { asKey } from '#console/admin/schema/words.ts';

type Properties = Readonly<Record<string, JsonSchema>>;

interface MembersProps extends Pick<ValueProps, 'path'> {
  properties: Properties;
  required: readonly string[];
  value: JsonObject;
  onChange: (value: JsonObject) => void;
}

const inFront = ['name', 'title', 'key', 'for', 'description', 'enabled'];
const folded = ['list', 'map', 'object'];

/** Names and switches first, then simple fields, then what folds. */
const ordered = (properties: Properties, schemas: Schemas): string[] => {
  const rank = (name: string): number => {
    if (inFront.includes(name)) return inFront.indexOf(name);
    // The API counts days from Sunday; a week is worked from Monday.
    if (name === 'sunday') return 101;
    return folded.includes(shapeOf(properties[name] ?? {}, schemas).kind) ? 100 : 50;
  };
  return Object.keys(properties).sort((one, other) => rank(one) - rank(other));
};

/** The names that may stand in a value, in the order in which they are drawn. */
const namesWithin = (shape: Shape, schemas: Schemas): readonly string[] => {
  if (shape.kind === 'map') return shape.keys;
  return shape.kind === 'object' ? ordered(shape.properties, schemas) : [];
};

/** A key follows the name for as long as nobody has typed another. */
const withKey = (before: JsonObject, after: JsonObject, properties: Properties): JsonObject => {
  if (!properties.key || typeof after.name !== 'string' || after.name === before.name) return after;
  const isOwn = typeof before.key === 'string' && before.key !== asKey(String(before.name ?? ''));
  return isOwn ? after : { ...after, key: asKey(after.name) };
};

/** The fields of an object, one for each member that its schema knows. */
export const Members = ({ properties, required, value, onChange, path }: MembersProps) => {
  const { schemas } = useForm();
  const { label, word } = useLabel();
  const ValueField = useValueField();
  const set = (name: string, member: Json | undefined) =>
    onChange(withKey(value, withMember(value, name, member), properties));
  return (
    <div className={styles.fields}>
      {ordered(properties, schemas).map((name) => {
        const schema = properties[name] ?? {};
        const field = (
          <ValueField
            key={name}
            schema={schema}
            path={[...path, name]}
            label={label(name)}
            value={value[name]}
            onChange={(member) => set(name, member)}
            isRequired={required.includes(name)}
          />
        );
        const shape = shapeOf(schema, schemas);
        if (!folded.includes(shape.kind)) return field;
        const detail = summaryOf(value[name], { label, word, known: namesWithin(shape, schemas) });
        return (
          <Section key={name} path={[...path, name]} title={label(name)} detail={detail}>
            {field}
          </Section>
        );
      })}
    </div>
  );
};

type ObjectProps = ValueProps & { properties: Properties; required: readonly string[] };

export const ObjectValue = (props: ObjectProps) => (
  <Optional {...props}>
    <Members
      properties={props.properties}
      required={props.required}
      path={props.path}
      value={isObject(props.value) ? props.value : {}}
      onChange={props.onChange}
    />
  </Optional>
);
