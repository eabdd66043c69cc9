import { useQuery } from '@tanstack/react-query';
import { useApi, usePerson } from '#console/app/context.ts';
import { meQuery } from '#console/app/me.ts';
import { useText } from '#console/i18n/use-text.ts';
import { useConfigured } from '#console/records/configured.ts';
import { prioritiesInOrder } from '#console/records/configured-map.ts';
import { ContactField } from '#console/records/contact-field.tsx';
import { OwnerField } from '#console/records/owner-field.tsx';
import { RecordFields } from '#console/records/record-fields.tsx';
import { Checkbox } from '#console/ui/checkbox.tsx';
import { faultAt } from '#console/ui/failure.tsx';
import { Select, TextField } from '#console/ui/fields.tsx';
import { type CaseDraft, type CaseTypeKeyed, draftOfType, mayRaise, recordOfDraft } from '#console/work/new-case.ts';

/** Types of which this person may raise cases. */
export const useRaisableTypes = (): CaseTypeKeyed[] => {
  const types = useConfigured('case-types');
  const { data: me } = useQuery(meQuery(useApi(), usePerson().id));
  return [...types.values()].filter((type) => me && mayRaise(type, me));
};

interface CaseFormProps {
  draft: CaseDraft;
  onChange: (draft: CaseDraft) => void;
  types: readonly CaseTypeKeyed[];
  error: unknown;
  /** Where the case stands in the request. */
  pointer?: '' | '/case';
  /** Whom the case is about is known, and is not asked. */
  isContactKnown?: boolean;
}

/** What a new case says: what every case has, and what its type asks for. */
export const CaseForm = ({ draft, onChange, types, error, pointer = '', isContactKnown = false }: CaseFormProps) => {
  const text = useText();
  const type = types.find(({ key }) => key === draft.type);
  const change = (changed: Partial<CaseDraft>) => onChange({ ...draft, ...changed });
  const priorities = prioritiesInOrder(useConfigured('priorities'), type?.priorities);
  const fault = (member: string) => faultAt(error, `${pointer}/${member}`);
  const chooseType = (key: string) => {
    const chosen = types.find((one) => one.key === key);
    if (chosen) onChange(draftOfType(draft, chosen));
  };
  return (
    <>
      <Select
        label={text('work.column.type')}
        choices={types.map(({ key, name, description = '' }) => ({ id: key, name, detail: description }))}
        value={draft.type}
        onChange={chooseType}
        error={fault('type')}
      />
      {!isContactKnown && (
        <ContactField
          label={text('work.column.contact')}
          isRequired={false}
          value={draft.contactId}
          onChange={(contactId) => change({ contactId })}
          error={fault('contactId')}
        />
      )}
      <TextField
        label={text('work.column.subject')}
        value={draft.subject}
        onChange={(subject) => change({ subject })}
        maxLength={200}
        error={fault('subject')}
      />
      <TextField
        label={text('work.description')}
        isRequired={false}
        rows={4}
        value={draft.description}
        onChange={(description) => change({ description })}
        error={fault('description')}
      />
      <Select
        label={text('work.column.priority')}
        choices={priorities.map(({ key, name }) => ({ id: key, name }))}
        value={draft.priority}
        onChange={(priority) => change({ priority })}
        error={fault('priority')}
      />
      {type && type.subtypes.length > 0 && (
        <Select
          label={text('work.subtype')}
          isRequired={false}
          choices={type.subtypes.map((id) => ({ id, name: id }))}
          value={draft.subtype}
          onChange={(subtype) => change({ subtype })}
          error={fault('subtype')}
        />
      )}
      {type && (
        <RecordFields
          kind="case"
          definitions={type.fields}
          record={recordOfDraft(draft)}
          values={draft.fields}
          onChange={(fields) => change({ fields })}
          error={error}
          pointer={`${pointer}/fields`}
        />
      )}
      <OwnerField
        label={text('work.column.owner')}
        isRequired={false}
        value={draft.assignee}
        onChange={(assignee) => change({ assignee })}
        error={fault('assignee')}
      />
      <Checkbox isSelected={draft.isPrivate} onChange={(isPrivate) => change({ isPrivate })}>
        {text('work.private')}
      </Checkbox>
    </>
  );
};
