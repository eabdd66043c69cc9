import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useApi } from '#console/app/context.ts';
import { useAct, useCase } from '#console/case/case-context.ts';
import { CaseField } from '#console/case/header/case-field.tsx';
import type { ActDialogProps } from '#console/case/header/simple-dialogs.tsx';
import { type LinkKind, linkKinds } from '#console/case/people/link-kinds.ts';
import { useText } from '#console/i18n/use-text.ts';
import { useConfigured } from '#console/records/configured.ts';
import { RecordFields } from '#console/records/record-fields.tsx';
import { type FieldValues, saidFields } from '#console/records/shown-fields.ts';
import { RadioGroup, Select, TextField } from '#console/ui/fields.tsx';
import { FormDialog } from '#console/ui/form-dialog.tsx';

type Targets = 'keep' | 'restart';

const TargetsField = ({ value, onChange }: { value: Targets; onChange: (targets: Targets) => void }) => {
  const text = useText();
  return (
    <RadioGroup
      label={text('case.targets')}
      value={value}
      onChange={(id) => onChange(id === 'restart' ? 'restart' : 'keep')}
      choices={[
        { id: 'keep', name: text('case.targets.keep') },
        { id: 'restart', name: text('case.targets.restart') },
      ]}
    />
  );
};

export const ConvertDialog = ({ onClose }: ActDialogProps) => {
  const api = useApi();
  const act = useAct();
  const text = useText();
  const { id, record } = useCase();
  const types = useConfigured('case-types');
  const [key, setKey] = useState<string>();
  const [values, setValues] = useState<FieldValues>({});
  const [targets, setTargets] = useState<Targets>('keep');
  const type = types.get(key ?? '');
  const send = async () => {
    if (!type) return;
    const fields = saidFields(type.fields, { kind: 'case', record, values });
    const body = { type: type.key, fields, targets };
    await act(() => api.convertCase({ path: { id }, body }), text('case.done.convert'));
  };
  const choices = [...types.values()]
    .filter((one) => one.enabled && one.key !== record.type)
    .map((one) => ({ id: one.key, name: one.name }));
  return (
    <FormDialog
      title={text('case.act.convert')}
      submit={text('case.act.convert')}
      onSubmit={send}
      onClose={onClose}
      isReady={type !== undefined}
      pointers={['/type', ...(type?.fields.map((field) => `/fields/${field.key}`) ?? [])]}
    >
      {(fault, error) => (
        <>
          <Select
            label={text('case.field.type')}
            isRequired
            choices={choices}
            value={key}
            onChange={setKey}
            error={fault('/type')}
          />
          {type && (
            <RecordFields
              kind="case"
              definitions={type.fields}
              record={record}
              values={values}
              onChange={setValues}
              error={error}
            />
          )}
          <TargetsField value={targets} onChange={setTargets} />
        </>
      )}
    </FormDialog>
  );
};

export const MergeDialog = ({ onClose }: ActDialogProps) => {
  const api = useApi();
  const act = useAct();
  const text = useText();
  const navigate = useNavigate();
  const { id } = useCase();
  const [into, setInto] = useState<string>();
  const [targets, setTargets] = useState<Targets>('keep');
  const send = async () => {
    if (into === undefined) return;
    await act(() => api.mergeCase({ path: { id }, body: { into, targets } }), text('case.done.merge'));
    void navigate({ to: '/cases/$id', params: { id: into } });
  };
  return (
    <FormDialog
      title={text('case.act.merge')}
      submit={text('case.act.merge')}
      onSubmit={send}
      onClose={onClose}
      isReady={into !== undefined}
      pointers={['/into']}
    >
      {(fault) => (
        <>
          <p>{text('case.mergeText')}</p>
          <CaseField
            label={text('case.mergeInto')}
            isRequired
            except={id}
            value={into}
            onChange={setInto}
            error={fault('/into')}
          />
          <TargetsField value={targets} onChange={setTargets} />
        </>
      )}
    </FormDialog>
  );
};

export const LinkDialog = ({ onClose }: ActDialogProps) => {
  const api = useApi();
  const act = useAct();
  const text = useText();
  const { id } = useCase();
  const [kind, setKind] = useState<LinkKind>('related');
  const [other, setOther] = useState<string>();
  const send = async () => {
    if (other === undefined) return;
    await act(() => api.linkCase({ path: { id }, body: { kind, caseId: other } }), text('case.done.link'));
  };
  return (
    <FormDialog
      title={text('case.act.link')}
      submit={text('case.act.link')}
      onSubmit={send}
      onClose={onClose}
      isReady={other !== undefined}
      pointers={['/kind', '/caseId']}
    >
      {(fault) => (
        <>
          <Select
            label={text('case.link.kind')}
            choices={linkKinds.map((one) => ({ id: one, name: text(`case.link.${one}`) }))}
            value={kind}
            onChange={(chosen) => setKind(linkKinds.find((one) => one === chosen) ?? 'related')}
            error={fault('/kind')}
          />
          <CaseField
            label={text('case.link.other')}
            isRequired
            except={id}
            value={other}
            onChange={setOther}
            error={fault('/caseId')}
          />
        </>
      )}
    </FormDialog>
  );
};

export const HoldDialog = ({ onClose }: ActDialogProps) => {
  const api = useApi();
  const act = useAct();
  const text = useText();
  const { id } = useCase();
  const [reason, setReason] = useState('');
  const send = () => act(() => api.holdCase({ path: { id }, body: { reason } }), text('case.done.hold'));
  return (
    <FormDialog
      title={text('case.act.hold')}
      submit={text('case.act.hold')}
      onSubmit={send}
      onClose={onClose}
      isReady={reason.trim() !== ''}
      pointers={['/reason']}
    >
      {(fault) => (
        <TextField
          label={text('case.reason')}
          hint={text('case.holdText')}
          isRequired
          value={reason}
          onChange={setReason}
          error={fault('/reason')}
        />
      )}
    </FormDialog>
  );
};

export const TrashDialog = ({ onClose }: ActDialogProps) => {
  const api = useApi();
  const act = useAct();
  const text = useText();
  const { id, record } = useCase();
  const send = () =>
    act(() => api.trashCase({ path: { id }, ifMatch: `"${record.version}"` }), text('case.done.trash'));
  return (
    <FormDialog
      title={text('case.act.trash')}
      submit={text('case.act.trash')}
      onSubmit={send}
      onClose={onClose}
      isDangerous
    >
      {() => <p>{text('case.trashText', { reference: record.reference })}</p>}
    </FormDialog>
  );
};
