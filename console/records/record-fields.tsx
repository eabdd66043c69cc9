import { RecordField } from '#console/records/record-field.tsx';
import { type FieldValues, shownFields } from '#console/records/shown-fields.ts';
import { faultAt } from '#console/ui/failure.tsx';
import type { FieldToFill } from '#shared/core/records/field-definition.schema.ts';

interface RecordFieldsProps {
  kind: 'case' | 'alert';
  definitions: readonly FieldToFill[];
  /** What is said of the record beside these fields: it may show or hide them. */
  record: Readonly<Record<string, unknown>>;
  values: FieldValues;
  onChange: (values: FieldValues) => void;
  error: unknown;
  /** Where the fields stand in the request: `/fields`. */
  pointer?: string;
  /** The custom fields of the case, where these are of a section or of a task. */
  ofCase?: FieldValues | undefined;
}

/** The custom fields of a type that are to be filled in, each with its fault. */
export const RecordFields = ({ pointer = '/fields', ...props }: RecordFieldsProps) => {
  const { kind, definitions, record, values, ofCase, onChange, error } = props;
  return shownFields(definitions, { kind, record, values, ofCase }).map((definition) => (
    <RecordField
      key={definition.key}
      definition={definition}
      value={values[definition.key]}
      onChange={(value) => onChange({ ...values, [definition.key]: value })}
      error={faultAt(error, `${pointer}/${definition.key}`)}
    />
  ));
};
