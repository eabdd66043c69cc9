import { Braces, ListTree } from 'lucide-react';
import { useState } from 'react';
import { ConditionBuilder } from '#console/admin/conditions/builder.tsx';
import { LiveCount, type Selected } from '#console/admin/conditions/live-count.tsx';
import styles from '#console/admin/form/form.module.css';
import { type FormSurroundings, useForm, type ValueProps } from '#console/admin/form/form-context.ts';
import { JsonValue } from '#console/admin/form/json-value.tsx';
import { Optional } from '#console/admin/form/optional.tsx';
import { isObject, type JsonPath } from '#console/admin/schema/json.ts';
import { useText } from '#console/i18n/use-text.ts';
import { Button } from '#console/ui/button.tsx';

/** What the condition at a path selects, where that can be counted. */
const selectedBy = (path: JsonPath, { kind, of }: FormSurroundings): Selected | undefined => {
  const at = path.join('/');
  if (kind === 'segments' || kind === 'workflows') return at === 'condition' || at === 'exit' ? 'contact' : undefined;
  const isOver = at === 'condition' || at === 'trigger/over';
  if (!isOver || (kind !== 'rules' && kind !== 'views')) return undefined;
  if (of === 'cases' || of === 'alerts') return of === 'cases' ? 'case' : 'alert';
  return of === 'case' || of === 'alert' || of === 'contact' ? of : undefined;
};

/** A condition within a form: built, or written, with how many it holds for. */
export const ConditionValue = (props: ValueProps) => {
  const text = useText();
  const surroundings = useForm();
  const [isWritten, setWritten] = useState(false);
  const selected = selectedBy(props.path, surroundings);
  return (
    <Optional {...props}>
      <div>
        <Button size="small" look="quiet" onPress={() => setWritten(!isWritten)}>
          {isWritten ? <ListTree aria-hidden /> : <Braces aria-hidden />}
          {isWritten ? text('admin.build') : text('admin.write')}
        </Button>
      </div>
      <div className={styles.group}>
        {isWritten || !isObject(props.value) ? (
          <JsonValue {...props} />
        ) : (
          <ConditionBuilder node={props.value} path={props.path} onChange={props.onChange} />
        )}
        {selected && <LiveCount condition={props.value} of={selected} />}
      </div>
    </Optional>
  );
};
