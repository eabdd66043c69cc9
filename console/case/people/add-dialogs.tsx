import { useState } from 'react';
import { useApi } from '#console/app/context.ts';
import { useAct, useCase } from '#console/case/case-context.ts';
import { useText } from '#console/i18n/use-text.ts';
import { ContactField } from '#console/records/contact-field.tsx';
import { type Directory, useDirectory } from '#console/records/directory.ts';
import { ComboBox, type FieldWords, Select } from '#console/ui/fields.tsx';
import { FormDialog } from '#console/ui/form-dialog.tsx';

interface AddDialogProps {
  onClose: () => void;
}

const peopleChoices = ({ people, nameOfGroup }: Directory, among?: readonly string[]) =>
  [...people.values()]
    .filter(({ groups }) => among === undefined || among.length === 0 || groups.some((group) => among.includes(group)))
    .map(({ id, name, groups }) => ({ id, name, detail: groups.map(nameOfGroup).join(', ') }));

/** One of the people of the directory. */
const PersonField = ({
  value,
  onChange,
  among,
  ...words
}: FieldWords & {
  value: string | undefined;
  onChange: (id: string | undefined) => void;
  among?: readonly string[];
}) => {
  const directory = useDirectory();
  return (
    <ComboBox
      {...words}
      key={`${String(directory.people.size)} ${among?.join(' ') ?? ''}`}
      choices={peopleChoices(directory, among)}
      value={value}
      onChange={onChange}
    />
  );
};

export const RoleDialog = ({ onClose }: AddDialogProps) => {
  const api = useApi();
  const act = useAct();
  const text = useText();
  const { id, type } = useCase();
  const roles = type?.roles ?? [];
  const [role, setRole] = useState(roles[0]?.key);
  const [personId, setPerson] = useState<string>();
  const send = async () => {
    if (role === undefined || personId === undefined) return;
    await act(() => api.giveCaseRole({ path: { id, role, personId } }), text('case.done.people'));
  };
  return (
    <FormDialog
      title={text('case.people.giveRole')}
      submit={text('action.add')}
      onSubmit={send}
      onClose={onClose}
      isReady={role !== undefined && personId !== undefined}
    >
      {() => (
        <>
          <Select
            label={text('case.people.role')}
            choices={roles.map(({ key, name }) => ({ id: key, name }))}
            value={role}
            onChange={setRole}
          />
          <PersonField
            label={text('case.people.person')}
            isRequired
            value={personId}
            onChange={setPerson}
            among={roles.find(({ key }) => key === role)?.groups ?? []}
          />
        </>
      )}
    </FormDialog>
  );
};

export const ClientDialog = ({ onClose }: AddDialogProps) => {
  const api = useApi();
  const act = useAct();
  const text = useText();
  const { id } = useCase();
  const [contactId, setContact] = useState<string>();
  const send = async () => {
    if (contactId === undefined) return;
    await act(() => api.addCaseClient({ path: { id, contactId } }), text('case.done.people'));
  };
  return (
    <FormDialog
      title={text('case.people.addClient')}
      submit={text('action.add')}
      onSubmit={send}
      onClose={onClose}
      isReady={contactId !== undefined}
    >
      {() => <ContactField label={text('case.people.client')} isRequired value={contactId} onChange={setContact} />}
    </FormDialog>
  );
};

/** Subscribes somebody, or keeps somebody out: both name a person. */
export const PersonDialog = ({ to, onClose }: AddDialogProps & { to: 'subscribe' | 'lock' }) => {
  const api = useApi();
  const act = useAct();
  const text = useText();
  const { id } = useCase();
  const [personId, setPerson] = useState<string>();
  const send = async () => {
    if (personId === undefined) return;
    const path = { id, personId };
    await act<unknown>(
      () => (to === 'lock' ? api.lockCase({ path }) : api.subscribeToCase({ path, body: {} })),
      text('case.done.people'),
    );
  };
  return (
    <FormDialog
      title={text(`case.people.${to}`)}
      submit={text(to === 'lock' ? 'case.people.lockAct' : 'action.add')}
      onSubmit={send}
      onClose={onClose}
      isReady={personId !== undefined}
      isDangerous={to === 'lock'}
    >
      {() => (
        <>
          {to === 'lock' && <p>{text('case.people.lockText')}</p>}
          <PersonField label={text('case.people.person')} isRequired value={personId} onChange={setPerson} />
        </>
      )}
    </FormDialog>
  );
};
