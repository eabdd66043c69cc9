import { useText } from '#console/i18n/use-text.ts';
import { type Choice, Select, TextField } from '#console/ui/fields.tsx';

interface FieldProps<V> {
  value: V;
  onChange: (value: V) => void;
  /** The fault of the API, in words. */
  error: string | undefined;
  isRequired?: boolean;
}

/** What was typed, if it is more than blanks. */
export const typed = (text: string): string | undefined => (text.trim() === '' ? undefined : text);

/** What somebody may say with what they do to a case. */
export const NoteField = ({ isRequired = false, ...field }: FieldProps<string> & { label?: string }) => (
  <TextField label={useText()('case.note')} rows={3} isRequired={isRequired} {...field} />
);

/** Why somebody does something to a case, of the reasons of its type. */
export const ReasonField = ({
  isRequired = true,
  ...field
}: FieldProps<string | undefined> & { choices: readonly Choice[] }) => (
  <Select label={useText()('case.reason')} isRequired={isRequired} {...field} />
);
