import { useText } from '#console/i18n/use-text.ts';
import { ContactField } from '#console/records/contact-field.tsx';
import { useDirectory } from '#console/records/directory.ts';
import { Checkbox } from '#console/ui/checkbox.tsx';
import { CheckboxGroup } from '#console/ui/checkbox-group.tsx';
import { DateField, InstantField } from '#console/ui/date-fields.tsx';
import { ComboBox, type FieldWords, NumberField, Select, TextField } from '#console/ui/fields.tsx';
import { Row } from '#console/ui/surface.tsx';
import type { FieldToFill } from '#shared/core/records/field-definition.schema.ts';

interface RecordFieldProps {
  definition: FieldToFill;
  value: unknown;
  onChange: (value: unknown) => void;
  error?: string | undefined;
}
type PartProps = Omit<RecordFieldProps, 'definition'> & { words: FieldWords };

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const partOf = (value: unknown, name: string): string =>
  typeof value === 'object' && value !== null ? textOf(Reflect.get(value, name)) : '';

const StaffField = ({ words, value, onChange }: PartProps) => {
  const { people } = useDirectory();
  const choices = [...people.values()].map(({ id, name, email = '' }) => ({ id, name, detail: email }));
  return <ComboBox {...words} choices={choices} value={textOf(value) || undefined} onChange={onChange} />;
};

const MoneyField = ({ words, value, onChange }: PartProps) => {
  const text = useText();
  const amount = partOf(value, 'amount');
  const currency = partOf(value, 'currency');
  const change = (next: { amount: string; currency: string }) =>
    onChange(next.amount === '' && next.currency === '' ? undefined : next);
  return (
    <Row>
      <TextField {...words} inputMode="decimal" value={amount} onChange={(now) => change({ amount: now, currency })} />
      <TextField
        label={text('records.currency')}
        maxLength={3}
        value={currency}
        onChange={(now) => change({ amount, currency: now.toUpperCase() })}
      />
    </Row>
  );
};

const inputTypes: Partial<Record<FieldToFill['type'], 'email' | 'tel' | 'url'>> = {
  email: 'email',
  phone: 'tel',
  link: 'url',
};

/** One custom field of a type, as the sort of field that it is. Files come once there is a case. */
export const RecordField = ({ definition, value, onChange, error }: RecordFieldProps) => {
  const { name, type, help, required, options = [] } = definition;
  const words: FieldWords = { label: name, error, isRequired: required, ...(help !== undefined && { hint: help }) };
  const change = (said: string | undefined) => onChange(said === '' ? undefined : said);
  const choices = options.map(({ key, name: optionName }) => ({ id: key, name: optionName }));
  switch (type) {
    case 'long-text':
      return <TextField {...words} rows={4} value={textOf(value)} onChange={change} />;
    case 'integer':
    case 'decimal':
      return (
        <NumberField
          {...words}
          value={typeof value === 'number' ? value : Number.NaN}
          onChange={(number) => onChange(Number.isNaN(number) ? undefined : number)}
          formatOptions={{ maximumFractionDigits: type === 'integer' ? 0 : 12 }}
        />
      );
    case 'money':
      return <MoneyField words={words} value={value} onChange={onChange} />;
    case 'date':
      return <DateField {...words} value={textOf(value) || undefined} onChange={onChange} />;
    case 'date-time':
      return <InstantField {...words} value={textOf(value) || undefined} onChange={onChange} />;
    case 'boolean':
      return (
        <Checkbox isSelected={value === true} onChange={onChange}>
          {name}
        </Checkbox>
      );
    case 'choice':
      return <Select {...words} choices={choices} value={textOf(value) || undefined} onChange={onChange} />;
    case 'choices':
      return (
        <CheckboxGroup {...words} choices={choices} value={Array.isArray(value) ? value : []} onChange={onChange} />
      );
    case 'contact':
      return <ContactField {...words} value={textOf(value) || undefined} onChange={onChange} />;
    case 'user':
      return <StaffField words={words} value={value} onChange={onChange} />;
    case 'address':
      return (
        <TextField
          {...words}
          value={partOf(value, 'text')}
          onChange={(said) => onChange(said === '' ? undefined : { text: said })}
        />
      );
    case 'file':
      return null;
    default:
      return <TextField {...words} type={inputTypes[type] ?? 'text'} value={textOf(value)} onChange={change} />;
  }
};
