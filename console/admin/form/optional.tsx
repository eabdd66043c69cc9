import { Plus, X } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from '#console/admin/form/form.module.css';
import { useFault, useForm, type ValueProps } from '#console/admin/form/form-context.ts';
import { emptyValue } from '#console/admin/schema/shape.ts';
import { useText } from '#console/i18n/use-text.ts';
import { Button, IconButton } from '#console/ui/button.tsx';

interface OptionalProps extends ValueProps {
  /** Not where what is in it is one field at the same path, which says its fault itself. */
  saysFault?: boolean;
  children: ReactNode;
}

/** A value of several parts: a button that adds it, or the parts and one that takes it away. */
export const Optional = ({ saysFault = true, children, ...field }: OptionalProps) => {
  const { label, value, onChange, isRequired, schema, path } = field;
  const text = useText();
  const { schemas } = useForm();
  const error = useFault(path);
  if (value === undefined)
    return (
      <div className={styles.group}>
        <div>
          <Button size="small" onPress={() => onChange(emptyValue(schema, schemas))}>
            <Plus aria-hidden />
            {text('admin.addNamed', { name: label })}
          </Button>
        </div>
        {error !== undefined && <p className={styles.error}>{error}</p>}
      </div>
    );
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot lay out its legend beside a button
    <div className={styles.group} role="group" aria-label={label}>
      <div className={styles.acts}>
        <span className={styles.label}>{label}</span>
        {!isRequired && (
          <IconButton size="small" label={text('admin.removeOne', { name: label })} onPress={() => onChange(undefined)}>
            <X aria-hidden />
          </IconButton>
        )}
      </div>
      {children}
      {saysFault && error !== undefined && <p className={styles.error}>{error}</p>}
    </div>
  );
};
