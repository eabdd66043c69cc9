import { useIsAdmin } from '#console/app/me.ts';
import { useCase } from '#console/case/case-context.ts';
import styles from '#console/case/edit/edit.module.css';
import { below, type Members } from '#console/case/edit/edit.ts';
import { LocationFields } from '#console/case/edit/location-fields.tsx';
import { recordOf } from '#console/case/edit/shown-paths.ts';
import { useText } from '#console/i18n/use-text.ts';
import { useConfigured } from '#console/records/configured.ts';
import { prioritiesInOrder } from '#console/records/configured-map.ts';
import { ContactField } from '#console/records/contact-field.tsx';
import { RecordFields } from '#console/records/record-fields.tsx';
import { Checkbox } from '#console/ui/checkbox.tsx';
import { InstantField } from '#console/ui/date-fields.tsx';
import { faultAt } from '#console/ui/failure.tsx';
import { Select, TextField } from '#console/ui/fields.tsx';
import type { CaseAnswer } from '#shared/casework/cases/case.ts';

interface EditFieldsProps {
  members: Members;
  onChange: (members: Members) => void;
  error: unknown;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const none = '-';

const tagsIn = (typed: string): string[] => [
  ...new Set(
    typed
      .split(',')
      .map((tag) => tag.trim())
      .filter((tag) => tag !== ''),
  ),
];

/** Everything of a case that can be typed anew. */
export const EditFields = ({ members, onChange, error }: EditFieldsProps) => {
  const text = useText();
  const { record, type } = useCase();
  const isAdmin = useIsAdmin();
  const priorities = prioritiesInOrder(useConfigured('priorities'), type?.priorities);
  const set = (path: string, value: unknown) => onChange({ ...members, [path]: value });
  const fault = (path: string) => faultAt(error, `/${path.replaceAll('.', '/')}`);
  const target = type?.targets.find(({ key }) => key === 'completion');
  const mayMoveDue = isAdmin || target === undefined || target.staffMaySet;
  const optional = (name: string) => ({ id: none, name });
  const setFields = (prefix: string) => (values: Readonly<Record<string, unknown>>) =>
    onChange({
      ...members,
      ...Object.fromEntries(Object.entries(values).map(([key, value]) => [`${prefix}${key}`, value])),
    });
  return (
    <>
      <TextField
        label={text('case.field.subject')}
        isRequired
        value={textOf(members.subject)}
        onChange={(value) => set('subject', value)}
        error={fault('subject')}
      />
      <TextField
        label={text('case.field.description')}
        isRequired={false}
        rows={5}
        value={textOf(members.description)}
        onChange={(value) => set('description', value)}
        error={fault('description')}
      />
      <div className={styles.pair}>
        <Select
          label={text('case.field.priority')}
          choices={priorities.map(({ key, name }) => ({ id: key, name }))}
          value={textOf(members.priority)}
          onChange={(value) => set('priority', value)}
          error={fault('priority')}
        />
        {type && type.subtypes.length > 0 && (
          <Select
            label={text('case.field.subtype')}
            choices={[optional(text('case.value.nothing')), ...type.subtypes.map((key) => ({ id: key, name: key }))]}
            value={textOf(members.subtype) || none}
            onChange={(value) => set('subtype', value === none ? undefined : value)}
            error={fault('subtype')}
          />
        )}
        {type && type.stages.length > 0 && (
          <Select
            label={text('case.field.stage')}
            choices={[optional(text('case.value.nothing')), ...type.stages.map(({ key, name }) => ({ id: key, name }))]}
            value={textOf(members.stage) || none}
            onChange={(value) => set('stage', value === none ? undefined : value)}
            error={fault('stage')}
          />
        )}
        {mayMoveDue && (
          <InstantField
            label={text('case.field.dueAt')}
            value={textOf(members.dueAt) || undefined}
            onChange={(value) => set('dueAt', value)}
            error={fault('dueAt')}
          />
        )}
      </div>
      {!record.anonymous && (
        <ContactField
          label={text('case.field.contactId')}
          isRequired={false}
          value={textOf(members.contactId) || undefined}
          onChange={(value) => set('contactId', value)}
          error={fault('contactId')}
        />
      )}
      {type && (
        <RecordFields
          kind="case"
          definitions={type.fields}
          record={recordOf(members)}
          values={below(members, 'fields.')}
          onChange={setFields('fields.')}
          error={error}
        />
      )}
      {type?.sections.map(({ key, name, fields }) => (
        <fieldset key={key} className={styles.section}>
          <legend>{name}</legend>
          <RecordFields
            kind="case"
            definitions={fields}
            record={recordOf(members)}
            ofCase={below(members, 'fields.')}
            values={below(members, `details.${key}.`)}
            onChange={setFields(`details.${key}.`)}
            error={error}
            pointer={`/details/${key}`}
          />
        </fieldset>
      ))}
      <LocationFields
        value={members.location as CaseAnswer['location']}
        onChange={(place) => set('location', place)}
        fault={fault}
      />
      <TextField
        label={text('case.field.tags')}
        hint={text('case.tagsHint')}
        isRequired={false}
        defaultValue={Array.isArray(members.tags) ? members.tags.join(', ') : ''}
        onChange={(typed) => set('tags', tagsIn(typed))}
        error={fault('tags')}
      />
      <Checkbox isSelected={members.private === true} onChange={(value) => set('private', value)}>
        {text('case.field.private')}
      </Checkbox>
    </>
  );
};
