import { useState } from 'react';
import { useApi } from '#console/app/context.ts';
import { useAct, useCase } from '#console/case/case-context.ts';
import { nextStatuses } from '#console/case/header/actions.ts';
import { NoteField, ReasonField, typed } from '#console/case/note-and-reason.tsx';
import { NoteDialog } from '#console/case/work/note-dialog.tsx';
import { useText } from '#console/i18n/use-text.ts';
import { OwnerField } from '#console/records/owner-field.tsx';
import { Select, TextField } from '#console/ui/fields.tsx';
import { FormDialog } from '#console/ui/form-dialog.tsx';
import { useDraft } from '#console/ui/use-draft.ts';
import type { PersonOrGroup } from '#shared/core/records/primitives.ts';

export interface ActDialogProps {
  onClose: () => void;
}

const choicesOf = (all: readonly { key: string; name: string }[] = []) =>
  all.map(({ key, name }) => ({ id: key, name }));

export const AssignDialog = ({ onClose }: ActDialogProps) => {
  const api = useApi();
  const act = useAct();
  const text = useText();
  const { id, type, may } = useCase();
  const [owner, setOwner] = useState<PersonOrGroup>();
  const [reason, setReason] = useState<string>();
  const kept = `assign ${id}`;
  const [note, setNote] = useDraft(kept);
  const reasons = choicesOf(type?.reassignReasons);
  const among = type && !may('manage') ? new Set([...type.groups.managers, ...type.groups.reassignment]) : undefined;
  const send = async () => {
    if (!owner) return;
    const more = { ...(reason !== undefined && { reason }), ...(typed(note) !== undefined && { note }) };
    await act(() => api.assignCase({ path: { id }, body: { ...owner, ...more } }), text('case.done.assign'));
  };
  return (
    <FormDialog
      title={text('case.act.assign')}
      submit={text('case.act.assign')}
      onSubmit={send}
      onClose={onClose}
      kept={kept}
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
            <ReasonField
              isRequired={false}
              choices={reasons}
              value={reason}
              onChange={setReason}
              error={fault('/reason')}
            />
          )}
          <NoteField value={note} onChange={setNote} error={fault('/note')} />
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
  const kept = `escalate ${id}`;
  const [note, setNote] = useDraft(kept);
  const send = async () => {
    if (reason === undefined) return;
    const body = { reason, ...(typed(note) !== undefined && { note }) };
    await act(() => api.escalateCase({ path: { id }, body }), text('case.done.escalate'));
  };
  return (
    <FormDialog
      title={text('case.act.escalate')}
      submit={text('case.act.escalate')}
      onSubmit={send}
      onClose={onClose}
      kept={kept}
      isReady={reason !== undefined}
      pointers={['/reason', '/note']}
    >
      {(fault) => (
        <>
          <ReasonField choices={reasons} value={reason} onChange={setReason} error={fault('/reason')} />
          <NoteField value={note} onChange={setNote} error={fault('/note')} />
        </>
      )}
    </FormDialog>
  );
};

export const DeEscalateDialog = ({ onClose }: ActDialogProps) => {
  const api = useApi();
  const act = useAct();
  const text = useText();
  const path = { id: useCase().id };
  return (
    <NoteDialog
      title={text('case.act.de-escalate')}
      submit={text('case.act.de-escalate')}
      onSend={(note) =>
        act(() => api.deEscalateCase({ path, body: note === undefined ? {} : { note } }), text('case.done.de-escalate'))
      }
      onClose={onClose}
    />
  );
};

export const CloseDialog = ({ onClose }: ActDialogProps) => {
  const api = useApi();
  const act = useAct();
  const text = useText();
  const { id, type } = useCase();
  const reasons = choicesOf(type?.closureReasons);
  const [reason, setReason] = useState<string | undefined>(reasons.length === 1 ? reasons[0]?.id : undefined);
  const kept = `close ${id}`;
  const [details, setDetails] = useDraft(kept);
  const body = {
    ...(reason !== undefined && { reason }),
    ...(typed(details) !== undefined && { details }),
  };
  const send = () => act(() => api.closeCase({ path: { id }, body }), text('case.done.close'));
  return (
    <FormDialog
      title={text('case.act.close')}
      submit={text('case.act.close')}
      onSubmit={send}
      onClose={onClose}
      kept={kept}
      isReady={reasons.length === 0 || reason !== undefined}
      pointers={['/reason', '/details']}
    >
      {(fault) => (
        <>
          {reasons.length > 0 && (
            <ReasonField choices={reasons} value={reason} onChange={setReason} error={fault('/reason')} />
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
  const path = { id: useCase().id };
  return (
    <NoteDialog
      title={text('case.act.reopen')}
      submit={text('case.act.reopen')}
      isRequired
      onSend={(note = '') => act(() => api.reopenCase({ path, body: { note } }), text('case.done.reopen'))}
      onClose={onClose}
    />
  );
};
