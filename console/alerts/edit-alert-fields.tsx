import { below, type Members } from '#console/case/edit/edit.ts';
import { useText } from '#console/i18n/use-text.ts';
import { useConfigured } from '#console/records/configured.ts';
import { prioritiesInOrder } from '#console/records/configured-map.ts';
import { RecordFields } from '#console/records/record-fields.tsx';
import { Checkbox } from '#console/ui/checkbox.tsx';
import { InstantField } from '#console/ui/date-fields.tsx';
import { faultAt } from '#console/ui/failure.tsx';
import { Select, TextField } from '#console/ui/fields.tsx';
import type { AlertAnswer } from '#shared/casework/alerts/alert.ts';

interface EditAlertFieldsProps {
  record: AlertAnswer;
  members: Members;
  onChange: (members: Members) => void;
  error: unknown;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What can be edited of an alert. */
export const EditAlertFields = ({ record, members, onChange, error }: EditAlertFieldsProps) => {
  const text = useText();
  const type = useConfigured('alert-types').get(record.type);
  const priorities = prioritiesInOrder(useConfigured('priorities'));
  const change = (path: string) => (value: unknown) => onChange({ ...members, [path]: value });
  const changeFields = (fields: Readonly<Record<string, unknown>>) =>
    onChange({
      ...members,
      ...Object.fromEntries(Object.entries(fields).map(([key, value]) => [`fields.${key}`, value])),
    });
  return (
    <>
      <Select
        label={text('work.column.priority')}
        choices={priorities.map(({ key, name }) => ({ id: key, name }))}
        value={textOf(members.priority)}
        onChange={change('priority')}
        error={faultAt(error, '/priority')}
      />
      <InstantField
        label={text('work.column.due')}
        value={textOf(members.dueAt) || undefined}
        onChange={change('dueAt')}
        error={faultAt(error, '/dueAt')}
      />
      <TextField
        label={text('work.description')}
        isRequired={false}
        rows={4}
        value={textOf(members.description)}
        onChange={change('description')}
        error={faultAt(error, '/description')}
      />
      {type && (
        <RecordFields
          kind="alert"
          definitions={type.fields}
          record={{ ...record, priority: members.priority, description: members.description }}
          values={below(members, 'fields.')}
          onChange={changeFields}
          error={error}
        />
      )}
      <Checkbox isSelected={members.private === true} onChange={change('private')}>
        {text('work.private')}
      </Checkbox>
    </>
  );
};
