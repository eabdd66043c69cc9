import { useLabel } from '#console/admin/form/form-context.ts';
import { linesOf } from '#console/admin/form/summary.ts';
import type { Json } from '#console/admin/schema/json.ts';

/** A value as people read it, in as many lines as it takes. */
export const useLines = () => {
  const { label, word } = useLabel();
  return (value: Json): string => linesOf(value, { label, word }).join('\n');
};
