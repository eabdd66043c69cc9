import { useEffect, useState } from 'react';
import { useFault, useFaultCount, type ValueProps } from '#console/admin/form/form-context.ts';
import { isSame, type Json } from '#console/admin/schema/json.ts';
import { useJsonFault } from '#console/i18n/use-json-fault.ts';
import { useText } from '#console/i18n/use-text.ts';
import { TextField } from '#console/ui/fields.tsx';

const written = (value: Json | undefined): string => (value === undefined ? '' : JSON.stringify(value, null, 2));

const read = (typed: string): { value?: Json; wrong?: unknown } => {
  if (typed.trim() === '') return {};
  try {
    return { value: JSON.parse(typed) as Json };
  } catch (error) {
    return { wrong: error };
  }
};

/** Any value, written as JSON; what cannot be read yet is kept here until it can. */
export const JsonValue = ({ path, label, value, onChange, rows }: ValueProps & { rows?: number }) => {
  const text = useText();
  const faultOf = useJsonFault();
  const [typed, setTyped] = useState(() => written(value));
  const fault = useFault(path);
  const isFaulty = useFaultCount(path) > 0;
  const { wrong } = read(typed);
  useEffect(() => {
    setTyped((now) => (isSame(read(now).value, value) || read(now).wrong !== undefined ? now : written(value)));
  }, [value]);
  const change = (next: string) => {
    setTyped(next);
    const { value: parsed, wrong: isWrong } = read(next);
    if (isWrong === undefined) onChange(parsed);
  };
  return (
    <TextField
      label={label}
      value={typed}
      onChange={change}
      rows={rows ?? Math.min(24, Math.max(3, typed.split('\n').length))}
      isMono
      error={
        (wrong === undefined ? undefined : faultOf(wrong)) ??
        fault ??
        (isFaulty ? text('admin.faultsWithin') : undefined)
      }
    />
  );
};
