import type { ReactNode } from 'react';
import { useText } from '#console/i18n/use-text.ts';
import { useWhen } from '#console/i18n/when.ts';
import { ContactName } from '#console/records/contact-name.tsx';
import { PersonName } from '#console/records/names.tsx';
import { Facts } from '#console/ui/surface.tsx';
import type { FieldDefinition } from '#shared/core/records/field-definition.schema.ts';

const member = (value: unknown, name: string): string => {
  const found = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  return found === undefined ? '' : String(found);
};

/** The value of a custom field, as people read it. */
const FieldValue = ({ definition, value }: { definition: FieldDefinition; value: unknown }): ReactNode => {
  const text = useText();
  const { date, instant } = useWhen();
  const { type, options = [] } = definition;
  const named = (key: unknown) => options.find((option) => option.key === key)?.name ?? String(key);
  switch (type) {
    case 'boolean':
      return text(value === true ? 'records.yes' : 'records.no');
    case 'choice':
      return named(value);
    case 'choices':
      return Array.isArray(value) ? value.map(named).join(', ') : '';
    case 'date':
      return date(String(value));
    case 'date-time':
      return instant(String(value));
    case 'money':
      return `${member(value, 'amount')} ${member(value, 'currency')}`;
    case 'address':
      return member(value, 'text');
    case 'contact':
      return <ContactName id={String(value)} />;
    case 'user':
      return <PersonName of={{ user: String(value) }} />;
    case 'link':
      return (
        <a href={String(value)} rel="noreferrer" target="_blank">
          {String(value)}
        </a>
      );
    case 'email':
      return <a href={`mailto:${String(value)}`}>{String(value)}</a>;
    default:
      return String(value);
  }
};

/** The custom fields that say something. */
export const FieldFacts = ({
  definitions,
  values,
}: {
  definitions: readonly FieldDefinition[];
  values: Readonly<Record<string, unknown>>;
}) => {
  const facts = definitions
    .filter(({ key }) => values[key] !== undefined && values[key] !== null)
    .map((definition): [string, ReactNode] => [
      definition.name,
      <FieldValue key={definition.key} definition={definition} value={values[definition.key]} />,
    ]);
  return facts.length === 0 ? null : <Facts facts={facts} />;
};
