import { useState } from 'react';
import { useApi } from '#console/app/context.ts';
import { useAct, useCase } from '#console/case/case-context.ts';
import type { ActivityAnswer } from '#console/case/case-queries.ts';
import { NoteField, typed } from '#console/case/note-and-reason.tsx';
import { Meanwhile, useMeanwhile } from '#console/case/work/meanwhile.tsx';
import { useText, useWord } from '#console/i18n/use-text.ts';
import { OwnerField } from '#console/records/owner-field.tsx';
import { RecordFields } from '#console/records/record-fields.tsx';
import { type FieldValues, saidFields } from '#console/records/shown-fields.ts';
import { InstantField } from '#console/ui/date-fields.tsx';
import { RadioGroup, Select, TextField } from '#console/ui/fields.tsx';
import { FormDialog } from '#console/ui/form-dialog.tsx';
import { useDraft } from '#console/ui/use-draft.ts';
import { useKept } from '#console/ui/use-kept.ts';
import type { PersonOrGroup } from '#shared/core/records/primitives.ts';

const usualKinds = ['call', 'email', 'meeting', 'letter', 'visit'];

interface NewActivity {
  kind?: string;
  subject: string;
  words: string;
  status: 'scheduled' | 'completed';
  at?: string | undefined;
  assignee?: PersonOrGroup | undefined;
  values: FieldValues;
}

const noActivity: NewActivity = { subject: '', words: '', status: 'scheduled', values: {} };

export const NewActivityDialog = ({ onClose }: { onClose: () => void }) => {
  const api = useApi();
  const act = useAct();
  const text = useText();
  const word = useWord();
  const { id, type, record } = useCase();
  const own = type?.activityTypes ?? [];
  const kinds = [
    ...own.map(({ key, name }) => ({ id: key, name })),
    ...usualKinds
      .filter((kind) => !own.some(({ key }) => key === kind))
      .map((kind) => ({ id: kind, name: word('case.activityKind', kind) })),
  ];
  const kept = `new activity of ${id}`;
  const [activity = noActivity, keep] = useKept<NewActivity>(kept);
  const { kind = kinds[0]?.id ?? 'call', subject, words, status, at, assignee, values } = activity;
  const change = (changed: Partial<NewActivity>) => keep({ ...activity, ...changed });
  const definitions = own.find(({ key }) => key === kind)?.fields ?? [];
  const fields = saidFields(definitions, { kind: 'case', record, values });
  const body = {
    type: kind,
    subject,
    status,
    ...(typed(words) !== undefined && { text: words }),
    ...(at !== undefined && { at }),
    ...(assignee && { assignee }),
    ...(Object.keys(fields).length > 0 && { fields }),
  };
  return (
    <FormDialog
      title={text('case.activity.new')}
      submit={text('case.activity.add')}
      onSubmit={() => act(() => api.createActivity({ path: { id }, body }), text('case.done.activity'))}
      onClose={onClose}
      kept={kept}
      isReady={typed(subject) !== undefined}
      pointers={['/type', '/subject', '/text', '/at', '/assignee', ...definitions.map(({ key }) => `/fields/${key}`)]}
    >
      {(fault, error) => (
        <>
          <Select
            label={text('case.activity.kind')}
            choices={kinds}
            value={kind}
            onChange={(chosen) => change({ kind: chosen })}
            error={fault('/type')}
          />
          <TextField
            label={text('case.field.subject')}
            isRequired
            value={subject}
            onChange={(typedSubject) => change({ subject: typedSubject })}
            error={fault('/subject')}
          />
          <RadioGroup
            label={text('case.activity.when')}
            choices={[
              { id: 'scheduled', name: text('case.activity.planned') },
              { id: 'completed', name: text('case.activity.wasDone') },
            ]}
            value={status}
            onChange={(chosen) => change({ status: chosen === 'completed' ? 'completed' : 'scheduled' })}
          />
          <InstantField
            label={text('case.activity.at')}
            isRequired={false}
            value={at}
            onChange={(instant) => change({ at: instant })}
            error={fault('/at')}
          />
          <OwnerField
            label={text('case.assignee')}
            isRequired={false}
            value={assignee}
            onChange={(owner) => change({ assignee: owner })}
            error={fault('/assignee')}
          />
          <NoteField value={words} onChange={(note) => change({ words: note })} error={fault('/text')} />
          <RecordFields
            kind="case"
            definitions={definitions}
            record={record}
            values={values}
            onChange={(filled) => change({ values: filled })}
            error={error}
          />
        </>
      )}
    </FormDialog>
  );
};

interface OneActivity {
  activity: ActivityAnswer;
  onClose: () => void;
}

export const EditActivityDialog = ({ activity, onClose }: OneActivity) => {
  const api = useApi();
  const act = useAct();
  const text = useText();
  const { id } = useCase();
  const { base, changed, put } = useMeanwhile(activity, {
    subject: text('case.field.subject'),
    at: text('case.activity.at'),
    assignee: text('case.assignee'),
    text: text('case.note'),
  });
  const [subject, setSubject] = useState(base.subject);
  const [words, setWords] = useState(base.text ?? '');
  const [at, setAt] = useState(base.at);
  const [assignee, setAssignee] = useState<PersonOrGroup | undefined>(base.assignee);
  const body = {
    ...(subject !== base.subject && { subject }),
    ...(words !== (base.text ?? '') && { text: typed(words) ?? null }),
    ...(at !== base.at && { at: at ?? null }),
    ...(JSON.stringify(assignee) !== JSON.stringify(base.assignee) && { assignee: assignee ?? null }),
  };
  const path = { id, activityId: activity.id };
  return (
    <FormDialog
      title={text('case.activity.edit', { subject: base.subject })}
      submit={text('action.save')}
      onSubmit={() => act(() => put((ifMatch) => api.editActivity({ path, body, ifMatch })), text('state.saved'))}
      onClose={onClose}
      pointers={['/subject', '/text', '/at', '/assignee']}
    >
      {(fault) => (
        <>
          <Meanwhile changed={changed} />
          <TextField
            label={text('case.field.subject')}
            isRequired
            value={subject}
            onChange={setSubject}
            error={fault('/subject')}
          />
          <InstantField label={text('case.activity.at')} value={at} onChange={setAt} error={fault('/at')} />
          <OwnerField
            label={text('case.assignee')}
            isRequired={false}
            value={assignee}
            onChange={setAssignee}
            error={fault('/assignee')}
          />
          <NoteField value={words} onChange={setWords} error={fault('/text')} />
        </>
      )}
    </FormDialog>
  );
};

export type ActivityEnd = 'complete' | 'cancel' | 'notRequired';

export const EndActivityDialog = ({ activity, end, onClose }: OneActivity & { end: ActivityEnd }) => {
  const api = useApi();
  const act = useAct();
  const text = useText();
  const { id, type, record } = useCase();
  const [at, setAt] = useState<string>();
  const kept = `${end} ${activity.id}`;
  const [note, setNote] = useDraft(kept);
  const [values, setValues] = useState<FieldValues>(activity.fields ?? {});
  const definitions =
    end === 'complete' ? (type?.activityTypes.find(({ key }) => key === activity.type)?.fields ?? []) : [];
  const fields = saidFields(definitions, { kind: 'case', record, values });
  const body = {
    ...(at !== undefined && { at }),
    ...(typed(note) !== undefined && { note }),
    ...(Object.keys(fields).length > 0 && { fields }),
  };
  const path = { id, activityId: activity.id };
  const calls: Record<ActivityEnd, () => Promise<unknown>> = {
    complete: () => api.completeActivity({ path, body }),
    cancel: () => api.cancelActivity({ path, body }),
    notRequired: () => api.activityNotRequired({ path, body }),
  };
  return (
    <FormDialog
      title={`${text(`case.activity.${end}`)}: ${activity.subject}`}
      submit={text(`case.activity.${end}`)}
      onSubmit={() => act(calls[end], text('state.saved'))}
      onClose={onClose}
      kept={kept}
      pointers={['/at', '/note', ...definitions.map(({ key }) => `/fields/${key}`)]}
    >
      {(fault, error) => (
        <>
          {end === 'complete' && (
            <InstantField
              label={text('case.activity.doneAt')}
              hint={text('case.activity.doneNow')}
              value={at}
              onChange={setAt}
              error={fault('/at')}
            />
          )}
          <RecordFields
            kind="case"
            definitions={definitions}
            record={record}
            values={values}
            onChange={setValues}
            error={error}
          />
          <NoteField value={note} onChange={setNote} error={fault('/note')} />
        </>
      )}
    </FormDialog>
  );
};
