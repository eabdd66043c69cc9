import { useQuery } from '@tanstack/react-query';
import styles from '#console/admin/form/form.module.css';
import {
  type FormSurroundings,
  useFault,
  useForm,
  useLabel,
  type ValueProps,
} from '#console/admin/form/form-context.ts';
import { SuggestField } from '#console/admin/form/suggest-field.tsx';
import { type AdminKind, keyOf as keyOfOne, kindNamed, kindQuery, nameOf } from '#console/admin/kinds.ts';
import type { JsonPath } from '#console/admin/schema/json.ts';
import { isOfPerson, keysWithin, referredKind } from '#console/admin/schema/references.ts';
import type { Schemas } from '#console/admin/schema/shape.ts';
import { useApi } from '#console/app/context.ts';
import { useDirectory } from '#console/records/directory.ts';
import { DateField, InstantField } from '#console/ui/date-fields.tsx';
import { type Choice, TextField } from '#console/ui/fields.tsx';

const isDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);
const isInstant = (text: string): boolean => !Number.isNaN(Date.parse(text));
const colour = /^#[0-9a-fA-F]{6}$/;

const referredIn = (path: JsonPath, { of }: Pick<FormSurroundings, 'of'>) => referredKind(path.map(String), of);

const eventTypes = ({ FeedEnvelope }: Schemas): Choice[] =>
  (FeedEnvelope?.properties?.['detail-type']?.enum ?? []).map((type) => ({ id: String(type), name: String(type) }));

/** What workflows begin by that happens to records, which a wait may be for as well. */
const happenings = ({ Workflow }: Schemas): string[] =>
  (Workflow?.properties?.trigger?.oneOf ?? []).flatMap(({ properties }) => (properties?.event?.enum ?? []).map(String));

/** Where a text refers to nothing. */
const nothingAsked = kindNamed('rules') as AdminKind;

/** Keys that a text may be: of another kind of configuration, or of the same value. */
export const useKeys = (path: JsonPath): Choice[] | undefined => {
  const api = useApi();
  const { whole, of, schemas, kind: edited } = useForm();
  const { word } = useLabel();
  const kind = kindNamed(referredIn(path, { of }) ?? '');
  const { people } = useDirectory();
  const { data } = useQuery({
    ...kindQuery(api, kind ?? nothingAsked),
    enabled: kind !== undefined,
  });
  // What a webhook listens to, and what is noted on a case, are the events of the change feed.
  const isOfEvents = edited === 'webhooks' && path.join('/') === 'events';
  if (isOfEvents || path.at(-1) === 'systemNotes') return eventTypes(schemas);
  if (edited === 'workflows' && path.at(-1) === 'event')
    return happenings(schemas).map((id) => ({ id, name: word(id) }));
  if (isOfPerson(path)) return [...people.values()].map(({ id, name }) => ({ id, name }));
  const within = keysWithin(path.map(String), whole);
  if (within.length > 0)
    return within.flatMap(({ key, name }) => (key === undefined ? [] : [{ id: key, name: name ?? key }]));
  return kind && data?.map((one) => ({ id: keyOfOne(one), name: nameOf(one) }));
};

interface TextValueProps extends ValueProps {
  isLong: boolean;
  suggestions: readonly string[];
}

const ColourField = ({
  label,
  value,
  onChange,
  error,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  error: string | undefined;
}) => (
  <div className={styles.colour}>
    <TextField label={label} value={value} onChange={onChange} error={error} />
    <input
      type="color"
      aria-label={label}
      value={colour.test(value) ? value : '#888888'}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  </div>
);

/** A text: a date, a key of something, a colour, a paragraph, or a few words. */
export const TextValue = ({ schema, path, label, isRequired, isLong, suggestions, ...props }: TextValueProps) => {
  const { word, hint } = useLabel();
  const { kind: edited } = useForm();
  const error = useFault(path);
  const keys = useKeys(path);
  const value = typeof props.value === 'string' ? props.value : '';
  const name = String(path.at(-1) ?? '');
  const onChange = (next: string | undefined) => props.onChange(next === '' ? undefined : next);
  const said = { label, error, isRequired, hint: hint(name) ?? schema.description };
  if (schema.format === 'date' && (value === '' || isDate(value)))
    return <DateField {...said} value={value || undefined} onChange={onChange} />;
  if (schema.format === 'date-time' && (value === '' || isInstant(value)))
    return <InstantField {...said} value={value || undefined} onChange={onChange} />;
  if (schema.pattern?.startsWith('^#[0-9a-f') || schema.pattern === '^#[0-9a-fA-F]{6}$')
    return <ColourField label={label} value={value} onChange={onChange} error={error} />;
  if (keys || suggestions.length > 0) {
    const choices = [...suggestions.map((id) => ({ id, name: word(id) })), ...(keys ?? [])];
    return <SuggestField {...said} choices={choices} value={value} onChange={onChange} />;
  }
  const isHtml = name === 'html' || name === 'iCalendar';
  const isMail = edited === 'templates' && name === 'text';
  return (
    <TextField
      {...said}
      value={value}
      onChange={onChange}
      {...(isLong && { rows: isHtml || isMail ? 12 : 4, isMono: isHtml })}
    />
  );
};
