import { useEffect, useState } from 'react';
import { useFault, useFaultCount, useForm, type ValueProps } from '#console/admin/form/form-context.ts';
import { isSame, type Json, pointerOf, readJson } from '#console/admin/schema/json.ts';
import { useJsonFault } from '#console/i18n/use-json-fault.ts';
import { useText } from '#console/i18n/use-text.ts';
import { TextField } from '#console/ui/fields.tsx';

const written = (value: Json | undefined): string => (value === undefined ? '' : JSON.stringify(value, null, 2));

/** Any value, written as JSON; what cannot be read yet is kept by the form until it can. */
export const JsonValue = ({ path, label, value, onChange, rows }: ValueProps & { rows?: number }) => {
  const text = useText();
  const faultOf = useJsonFault();
  const { unread, keepUnread } = useForm();
  const pointer = pointerOf(path);
  const read = (written: string) => readJson(pointer, written);
  const [typed, setTyped] = useState(() => unread[pointer] ?? written(value));
  const fault = useFault(path);
  const isFaulty = useFaultCount(path) > 0;
  const { wrong } = read(typed);
  useEffect(() => {
    setTyped((now) => {
      const { value: said, wrong: isWrong } = readJson(pointer, now);
      return isSame(said, value) || isWrong !== undefined ? now : written(value);
    });
  }, [value, pointer]);
  const change = (next: string) => {
    setTyped(next);
    const { value: parsed, wrong: isWrong } = read(next);
    keepUnread(pointer, isWrong === undefined ? undefined : next);
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
