import type { ValueProps } from '#console/admin/form/form-context.ts';
import { JsonValue } from '#console/admin/form/json-value.tsx';
import { Optional } from '#console/admin/form/optional.tsx';

/** A condition within a form. */
export const ConditionValue = (props: ValueProps) => (
  <Optional {...props}>
    <JsonValue {...props} />
  </Optional>
);
