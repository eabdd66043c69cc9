import { useEffect } from 'react';
import styles from '#console/admin/conditions/builder.module.css';
import { fieldNamed, withField, withOperator } from '#console/admin/conditions/condition.ts';
import { useFields } from '#console/admin/conditions/use-fields.ts';
import { ValueEditor } from '#console/admin/conditions/value-editor.tsx';
import { useFault, useLabel } from '#console/admin/form/form-context.ts';
import { SuggestField } from '#console/admin/form/suggest-field.tsx';
import { type JsonObject, type JsonPath, withMember } from '#console/admin/schema/json.ts';
import { useText, useWord } from '#console/i18n/use-text.ts';
import { Select, TextField } from '#console/ui/fields.tsx';

export interface NodeProps {
  node: JsonObject;
  path: JsonPath;
  onChange: (node: JsonObject) => void;
}

/** A field, an operator that it has, and what it is compared with. */
export const Comparison = ({ node, path, onChange }: NodeProps) => {
  const text = useText();
  const word = useWord();
  const fields = useFields();
  const fieldFault = useFault([...path, 'field']);
  const nodeFault = useFault(path);
  const opFault = useFault([...path, 'op']);
  const name = typeof node.field === 'string' ? node.field : '';
  const field = fieldNamed(fields, name);
  const op = String(node.op ?? 'is');
  const isKnown = fields.some((one) => one.field === name);
  // A field may have been typed before it was known which operators it has.
  useEffect(() => {
    if (isKnown && !field.operators.includes(op)) onChange(withField(node, field));
  });
  return (
    <div className={styles.comparison}>
      <SuggestField
        label={text('admin.fieldOf')}
        hint={field.label}
        choices={fields.map(({ field: id, label = id }) => ({ id, name: label }))}
        value={name}
        onChange={(next) => onChange(withField(node, fieldNamed(fields, next)))}
        error={fieldFault ?? nodeFault}
      />
      <Select
        label={text('admin.operator')}
        choices={field.operators.map((id) => ({ id, name: word('admin.op', id) }))}
        value={op}
        onChange={(next) => onChange(withOperator(node, next))}
        error={opFault}
      />
      <div>
        <ValueEditor
          field={field}
          op={op}
          value={node.value}
          onChange={(value) => onChange(withMember(node, 'value', value))}
          path={[...path, 'value']}
        />
        {name.startsWith('now.') && (
          <TextField
            label={text('admin.timeZone')}
            value={typeof node.timeZone === 'string' ? node.timeZone : ''}
            onChange={(zone) => onChange(withMember(node, 'timeZone', zone === '' ? undefined : zone))}
          />
        )}
      </div>
    </div>
  );
};

const counted = ['alerts', 'cases', 'notes', 'appointments', 'mails', 'signals'];
const comparing = ['gte', 'gt', 'lte', 'lt', 'is', 'is-not'];

/** How many of something there were since so long ago. */
export const CountNode = ({ node, path, onChange }: NodeProps) => {
  const text = useText();
  const word = useWord();
  const { word: named } = useLabel();
  const error = useFault(path);
  return (
    <div className={styles.parts}>
      <Select
        label={text('admin.countOf')}
        choices={counted.map((id) => ({ id, name: named(id) }))}
        value={String(node.count)}
        onChange={(count) => onChange({ ...node, count })}
        error={error}
      />
      <TextField
        label={text('admin.within')}
        value={String(node.within ?? '')}
        onChange={(within) => onChange({ ...node, within })}
        error={useFault([...path, 'within'])}
      />
      <Select
        label={text('admin.operator')}
        choices={comparing.map((id) => ({ id, name: word('admin.op', id) }))}
        value={String(node.op)}
        onChange={(op) => onChange({ ...node, op })}
      />
      <TextField
        label={text('admin.value')}
        value={String(node.value ?? '')}
        onChange={(value) => onChange({ ...node, value: Number(value) || 0 })}
        error={useFault([...path, 'value'])}
      />
    </div>
  );
};
