import { useState } from 'react';
import { useApi } from '#console/app/context.ts';
import { useAct, useCase } from '#console/case/case-context.ts';
import { nextStatuses } from '#console/case/header/actions.ts';
import { useText } from '#console/i18n/use-text.ts';
import { OwnerField } from '#console/records/owner-field.tsx';
import { Select, TextField } from '#console/ui/fields.tsx';
import { FormDialog } from '#console/ui/form-dialog.tsx';
import type { PersonOrGroup } from '#shared/core/records/primitives.ts';

export interface ActDialogProps {
  onClose: () => void;
}

const said = (text: string): string | undefined => (text.trim() === '' ? undefined : text);
const choicesOf = (all: readonly { key: string; name: string }[] = []) =>
  all.map(({ key, name }) => ({ id: key, name }));

export const AssignDialog = ({ onClose }: ActDialogProps) => {
  const api = useApi();
  const act = useAct();
  const text = useText();
  const { id, type, may } = useCase();
  const [owner, setOwner] = useState<PersonOrGroup>();
  const [reason, setReason] = useState<string>();
  const [note, setNote] = useState('');
  const reasons = choicesOf(type?.reassignReasons);
  const among = type && !may('manage') ? new Set([...type.groups.managers, ...type.groups.reassignment]) : undefined;
  const send = async () => {
    if (!owner) return;
    const more = { ...(reason !== undefined && { reason }), ...(said(note) !== undefined && { note }) };
    await act(() => api.assignCase({ path: { id }, body: { ...owner, ...more } }), text('case.done.assign'));
  };
  return (
    <FormDialog
      title={text('case.act.assign')}
      submit={text('case.act.assign')}
      onSubmit={send}
      onClose={onClose}
      isReady={owner !== undefined}
      pointers={['/user', '/group', '/reason', '/note']}
    >
      {(fault) => (
        <>
          <OwnerField
            label={text('case.assignee')}
            value={owner}
            onChange={setOwner}
            isRequired
            error={fault('/user') ?? fault('/group')}
            {...(among && { among })}
          />
          {reasons.length > 0 && (
            <Select
              label={text('case.reason')}
              isRequired={false}
              choices={reasons}
              value={reason}
              onChange={setReason}
              error={fault('/reason')}
            />
          )}
          <TextField
            label={text('case.note')}
            isRequired={false}
            rows={3}
            value={note}
            onChange={setNote}
            error={fault('/note')}
          />
        </>
      )}
    </FormDialog>
  );
};

export const StatusDialog = ({ onClose }: ActDialogProps) => {
  const api = useApi();
  const act = useAct();
  const text = useText();
  const { id, record, type } = useCase();
  const choices = choicesOf(type && nextStatuses(type, record.status.key));
  const [status, setStatus] = useState<string>();
  const chosen = status ?? (choices.length === 1 ? choices[0]?.id : undefined);
  const send = async () => {
    if (chosen === undefined) return;
    await act(() => api.changeCaseStatus({ path: { id }, body: { status: chosen } }), text('case.done.status'));
  };
  return (
    <FormDialog
      title={text('case.act.status')}
      submit={text('action.save')}
      onSubmit={send}
      onClose={onClose}
      isReady={chosen !== undefined}
      pointers={['/status']}
    >
      {(fault) => (
        <Select
          label={text('case.field.status')}
          isRequired
          choices={choices}
          value={chosen}
          onChange={setStatus}
          error={fault('/status')}
        />
      )}
    </FormDialog>
  );
};

export const EscalateDialog = ({ onClose }: ActDialogProps) => {
  const api = useApi();
  const act = useAct();
  const text = useText();
  const { id, type } = useCase();
  const reasons = choicesOf(type?.escalationReasons);
  const [reason, setReason] = useState<string | undefined>(reasons.length === 1 ? reasons[0]?.id : undefined);
  const [note, setNote] = useState('');
  const send = async () => {
    if (reason === undefined) return;
    const body = { reason, ...(said(note) !== undefined && { note }) };
    await act(() => api.escalateCase({ path: { id }, body }), text('case.done.escalate'));
  };
  return (
    <FormDialog
      title={text('case.act.escalate')}
      submit={text('case.act.escalate')}
      onSubmit={send}
      onClose={onClose}
      isReady={reason !== undefined}
      pointers={['/reason', '/note']}
    >
      {(fault) => (
        <>
          <Select
            label={text('case.reason')}
            isRequired
            choices={reasons}
            value={reason}
            onChange={setReason}
            error={fault('/reason')}
          />
          <TextField
            label={text('case.note')}
            isRequired={false}
            rows={3}
            value={note}
            onChange={setNote}
            error={fault('/note')}
          />
        </>
      )}
    </FormDialog>
  );
};

export const DeEscalateDialog = ({ onClose }: ActDialogProps) => {
  const api = useApi();
  const act = useAct();
  const text = useText();
  const { id } = useCase();
  const [note, setNote] = useState('');
  const body = said(note) === undefined ? {} : { note };
  const send = () => act(() => api.deEscalateCase({ path: { id }, body }), text('case.done.de-escalate'));
  return (
    <FormDialog
      title={text('case.act.de-escalate')}
      submit={text('case.act.de-escalate')}
      onSubmit={send}
      onClose={onClose}
      pointers={['/note']}
    >
      {(fault) => (
        <TextField
          label={text('case.note')}
          isRequired={false}
          rows={3}
          value={note}
          onChange={setNote}
          error={fault('/note')}
        />
      )}
    </FormDialog>
  );
};

export const CloseDialog = ({ onClose }: ActDialogProps) => {
  const api = useApi();
  const act = useAct();
  const text = useText();
  const { id, type } = useCase();
  const reasons = choicesOf(type?.closureReasons);
  const [reason, setReason] = useState<string | undefined>(reasons.length === 1 ? reasons[0]?.id : undefined);
  const [details, setDetails] = useState('');
  const body = {
    ...(reason !== undefined && { reason }),
    ...(said(details) !== undefined && { details }),
  };
  const send = () => act(() => api.closeCase({ path: { id }, body }), text('case.done.close'));
  return (
    <FormDialog
      title={text('case.act.close')}
      submit={text('case.act.close')}
      onSubmit={send}
      onClose={onClose}
      isReady={reasons.length === 0 || reason !== undefined}
      pointers={['/reason', '/details']}
    >
      {(fault) => (
        <>
          {reasons.length > 0 && (
            <Select
              label={text('case.reason')}
              isRequired
              choices={reasons}
              value={reason}
              onChange={setReason}
              error={fault('/reason')}
            />
          )}
          <TextField
            label={text('case.details')}
            hint={text('case.detailsHint')}
            isRequired={false}
            rows={4}
            value={details}
            onChange={setDetails}
            error={fault('/details')}
          />
        </>
      )}
    </FormDialog>
  );
};

export const ReopenDialog = ({ onClose }: ActDialogProps) => {
  const api = useApi();
  const act = useAct();
  const text = useText();
  const { id } = useCase();
  const [note, setNote] = useState('');
  const send = () => act(() => api.reopenCase({ path: { id }, body: { note } }), text('case.done.reopen'));
  return (
    <FormDialog
      title={text('case.act.reopen')}
      submit={text('case.act.reopen')}
      onSubmit={send}
      onClose={onClose}
      isReady={said(note) !== undefined}
      pointers={['/note']}
    >
      {(fault) => (
        <TextField
          label={text('case.note')}
          isRequired
          rows={3}
          value={note}
          onChange={setNote}
          error={fault('/note')}
          autoFocus
        />
      )}
    </FormDialog>
  );
};
