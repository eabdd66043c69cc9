import styles from '#console/admin/conditions/builder.module.css';
import {
  type ConditionField,
  durationUnits,
  formOfValue,
  readDuration,
  valueTyped,
  writeDuration,
} from '#console/admin/conditions/condition.ts';
import { useFault, useLabel } from '#console/admin/form/form-context.ts';
import { SuggestField } from '#console/admin/form/suggest-field.tsx';
import { TagsValue } from '#console/admin/form/tags-value.tsx';
import { isObject, type Json, type JsonPath } from '#console/admin/schema/json.ts';
import { useText } from '#console/i18n/use-text.ts';
import { DateField, InstantField } from '#console/ui/date-fields.tsx';
import { NumberField, Select, TextField } from '#console/ui/fields.tsx';

interface ConditionValueProps {
  field: ConditionField;
  op: string;
  value: Json | undefined;
  onChange: (value: Json | undefined) => void;
  path: JsonPath;
}

type OneProps = ConditionValueProps & { label: string };

const textOf = (value: Json | undefined): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/** How far from now: so many days ago, or ahead. */
const Distance = ({ value, onChange, path }: Pick<OneProps, 'value' | 'onChange' | 'path'>) => {
  const text = useText();
  const { word } = useLabel();
  const error = useFault(path);
  const given = isObject(value) ? value : { ago: 'P30D' };
  const way = Object.hasOwn(given, 'ahead') ? 'ahead' : 'ago';
  const written = textOf(given[way]);
  const { amount, unit } = readDuration(written) ?? { amount: Number.NaN, unit: 'days' as const };
  const set = (next: { way?: string; amount?: number; unit?: string }) => {
    const units = durationUnits.find((one) => one === (next.unit ?? unit)) ?? 'days';
    onChange({ [next.way ?? way]: writeDuration(next.amount ?? (Number.isNaN(amount) ? 1 : amount), units) });
  };
  return (
    <div className={styles.parts}>
      <NumberField
        label={text('admin.amount')}
        value={amount}
        minValue={0}
        onChange={(next) => set({ amount: Number.isNaN(next) ? 0 : next })}
        error={error}
      />
      <Select
        label={text('admin.unit')}
        choices={durationUnits.map((id) => ({ id, name: word(id) }))}
        value={unit}
        onChange={(next) => set({ unit: next })}
      />
      <Select
        label={text('admin.way')}
        choices={[
          { id: 'ago', name: text('admin.ago') },
          { id: 'ahead', name: text('admin.ahead') },
        ]}
        value={way}
        onChange={(next) => set({ way: next })}
      />
    </div>
  );
};

const momentForms = ['day', 'instant', 'distance'] as const;

/** A time: a day, an instant, or so far from now. */
const Moment = ({ field, value, onChange, path, label }: OneProps) => {
  const text = useText();
  const error = useFault(path);
  const given = textOf(value);
  const form = isObject(value) ? 'distance' : given.length > 10 ? 'instant' : 'day';
  const forms = field.kind === 'date' ? momentForms.filter((one) => one !== 'instant') : momentForms;
  const begin = (next: string) => {
    if (next === 'distance') return onChange({ ago: 'P30D' });
    const now = new Date().toISOString();
    onChange(next === 'day' ? now.slice(0, 10) : now);
  };
  return (
    <div className={styles.parts}>
      <Select
        label={text('admin.given')}
        choices={forms.map((id) => ({ id, name: text(`admin.given.${id}`) }))}
        value={form}
        onChange={begin}
      />
      {form === 'distance' && <Distance value={value} onChange={onChange} path={path} />}
      {form === 'day' && <DateField label={label} value={given || undefined} onChange={onChange} error={error} />}
      {form === 'instant' && <InstantField label={label} value={given} onChange={onChange} error={error} />}
    </div>
  );
};

/** A person by their id, or a team. */
const Person = ({ value, onChange, path, label }: OneProps) => {
  const text = useText();
  const error = useFault(path);
  const isTeam = isObject(value) && Object.hasOwn(value, 'group');
  const given = isObject(value) ? textOf(value.group ?? value.user) : textOf(value);
  const put = (form: string, id: string) => onChange(form === 'group' ? { group: id } : { user: id });
  return (
    <div className={styles.parts}>
      <Select
        label={text('admin.given')}
        choices={[
          { id: 'user', name: text('admin.person') },
          { id: 'group', name: text('admin.team') },
        ]}
        value={isTeam ? 'group' : 'user'}
        onChange={(form) => put(form, given)}
      />
      <TextField label={label} value={given} onChange={(id) => put(isTeam ? 'group' : 'user', id)} error={error} />
    </div>
  );
};

const One = (props: OneProps) => {
  const { field, op, value, onChange, path, label } = props;
  const text = useText();
  const { word } = useLabel();
  const error = useFault(path);
  switch (field.kind) {
    case 'boolean':
      return (
        <Select
          label={label}
          choices={[
            { id: 'true', name: text('admin.yes') },
            { id: 'false', name: text('admin.no') },
          ]}
          value={typeof value === 'boolean' ? String(value) : undefined}
          onChange={(id) => onChange(id === 'true')}
          error={error}
        />
      );
    case 'number':
    case 'money':
      return (
        <NumberField
          label={label}
          value={typeof value === 'number' ? value : Number.NaN}
          onChange={(next) => onChange(Number.isNaN(next) ? undefined : next)}
          error={error}
        />
      );
    case 'instant':
    case 'date':
      return <Moment {...props} />;
    case 'person':
      return <Person {...props} />;
    default:
      if (!field.choices)
        return (
          <TextField
            label={label}
            value={textOf(value)}
            onChange={(next) => onChange(next === '' ? undefined : valueTyped(next, field, op))}
            error={error}
          />
        );
      return (
        <SuggestField
          label={label}
          choices={field.choices.map((id) => ({ id, name: word(id) }))}
          value={textOf(value)}
          onChange={(next) => onChange(next || undefined)}
          error={error}
        />
      );
  }
};

const Area = ({ value, onChange, path }: Pick<OneProps, 'value' | 'onChange' | 'path'>) => {
  const { label } = useLabel();
  const error = useFault(path);
  const area = isObject(value) ? value : {};
  return (
    <div className={styles.parts}>
      {(['lat', 'lon', 'meters'] as const).map((name) => (
        <NumberField
          key={name}
          label={label(name)}
          value={typeof area[name] === 'number' ? area[name] : Number.NaN}
          formatOptions={{ maximumFractionDigits: 6, useGrouping: false }}
          onChange={(next) => onChange({ ...area, [name]: Number.isNaN(next) ? 0 : next })}
          error={name === 'lat' ? error : undefined}
        />
      ))}
    </div>
  );
};

const itemTyped = (item: Json, field: ConditionField, op: string): Json =>
  field.kind === 'number' ? Number(item) : valueTyped(textOf(item), field, op);

/** What a comparison compares with, by the operator and the kind of its field. */
export const ValueEditor = ({ field, op, value, onChange, path }: ConditionValueProps) => {
  const text = useText();
  const label = text('admin.value');
  const one = { field, op, path, label };
  switch (formOfValue(op)) {
    case 'none':
      return null;
    case 'list':
      return (
        <TagsValue
          schema={{ type: 'array', items: { type: 'string' } }}
          path={path}
          label={label}
          value={value}
          onChange={(next) =>
            onChange(Array.isArray(next) ? next.map((item) => itemTyped(item, field, op)) : (next ?? []))
          }
          isRequired
          choices={field.choices}
        />
      );
    case 'range': {
      const [from, to] = Array.isArray(value) ? value : [];
      return (
        <div className={styles.parts}>
          <One {...one} label={text('admin.from')} value={from} onChange={(next) => onChange([next ?? '', to ?? ''])} />
          <One {...one} label={text('admin.to')} value={to} onChange={(next) => onChange([from ?? '', next ?? ''])} />
        </div>
      );
    }
    case 'distance':
      return <Distance value={value} onChange={onChange} path={path} />;
    case 'area':
      return <Area value={value} onChange={onChange} path={path} />;
    case 'one':
      return <One {...one} value={value} onChange={onChange} />;
  }
};
