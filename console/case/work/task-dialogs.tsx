import { useState } from 'react';
import { useApi } from '#console/app/context.ts';
import { useAct, useCase } from '#console/case/case-context.ts';
import type { TaskAnswer } from '#console/case/case-queries.ts';
import { typed } from '#console/case/note-and-reason.tsx';
import { Meanwhile, useMeanwhile } from '#console/case/work/meanwhile.tsx';
import { useText } from '#console/i18n/use-text.ts';
import { OwnerField } from '#console/records/owner-field.tsx';
import { RecordFields } from '#console/records/record-fields.tsx';
import { defaultsOf, type FieldValues, saidFields } from '#console/records/shown-fields.ts';
import { InstantField } from '#console/ui/date-fields.tsx';
import { Select, TextField } from '#console/ui/fields.tsx';
import { type FaultAt, FormDialog } from '#console/ui/form-dialog.tsx';
import { useKept } from '#console/ui/use-kept.ts';
import type { PersonOrGroup } from '#shared/core/records/primitives.ts';

const ownWords = '-';

/** What people say of a task, whether it is new or there. */
interface TaskWords {
  title: string;
  description: string;
  assignee?: PersonOrGroup | undefined;
  dueAt?: string | undefined;
}

const noTask: TaskWords = { title: '', description: '' };

interface TaskFieldsProps {
  task: TaskWords;
  onChange: (task: TaskWords) => void;
  isTitleRequired: boolean;
  fault: FaultAt;
}

const TaskFields = ({ task, onChange, isTitleRequired, fault }: TaskFieldsProps) => {
  const text = useText();
  return (
    <>
      <TextField
        label={text('case.task.title')}
        isRequired={isTitleRequired}
        value={task.title}
        onChange={(title) => onChange({ ...task, title })}
        error={fault('/title')}
      />
      <TextField
        label={text('case.field.description')}
        isRequired={false}
        rows={3}
        value={task.description}
        onChange={(description) => onChange({ ...task, description })}
        error={fault('/description')}
      />
      <OwnerField
        label={text('case.assignee')}
        isRequired={false}
        value={task.assignee}
        onChange={(assignee) => onChange({ ...task, assignee })}
        error={fault('/assignee')}
      />
      <InstantField
        label={text('case.field.dueAt')}
        isRequired={false}
        value={task.dueAt}
        onChange={(dueAt) => onChange({ ...task, dueAt })}
        error={fault('/dueAt')}
      />
    </>
  );
};

export const NewTaskDialog = ({ onClose }: { onClose: () => void }) => {
  const api = useApi();
  const act = useAct();
  const text = useText();
  const { id, type } = useCase();
  const types = type?.taskTypes ?? [];
  const [key, setKey] = useState(types[0]?.key ?? ownWords);
  const kept = `task of ${id}`;
  const [task = noTask, setTask] = useKept<TaskWords>(kept);
  const { title, description, assignee, dueAt } = task;
  const body = {
    ...(key !== ownWords && { type: key }),
    ...(typed(title) !== undefined && { title }),
    ...(typed(description) !== undefined && { description }),
    ...(assignee && { assignee }),
    ...(dueAt !== undefined && { dueAt }),
  };
  return (
    <FormDialog
      title={text('case.task.new')}
      submit={text('case.task.add')}
      onSubmit={() => act(() => api.createTask({ path: { id }, body }), text('case.done.task'))}
      onClose={onClose}
      kept={kept}
      isReady={key !== ownWords || typed(title) !== undefined}
      pointers={['/type', '/title', '/description', '/assignee', '/dueAt']}
    >
      {(fault) => (
        <>
          {types.length > 0 && (
            <Select
              label={text('case.task.kind')}
              choices={[
                ...types.map(({ key: id, name }) => ({ id, name })),
                { id: ownWords, name: text('case.task.own') },
              ]}
              value={key}
              onChange={setKey}
              error={fault('/type')}
            />
          )}
          <TaskFields task={task} onChange={setTask} isTitleRequired={key === ownWords} fault={fault} />
        </>
      )}
    </FormDialog>
  );
};

interface OneTask {
  task: TaskAnswer;
  onClose: () => void;
}

export const EditTaskDialog = ({ task, onClose }: OneTask) => {
  const api = useApi();
  const act = useAct();
  const text = useText();
  const { id } = useCase();
  const { base, changed, put } = useMeanwhile(task, {
    title: text('case.task.title'),
    description: text('case.field.description'),
    assignee: text('case.assignee'),
    dueAt: text('case.field.dueAt'),
  });
  const [words, setWords] = useState<TaskWords>({
    title: base.title,
    description: base.description ?? '',
    assignee: base.assignee,
    dueAt: base.dueAt,
  });
  const { title, description, assignee, dueAt } = words;
  const body = {
    ...(title !== base.title && { title }),
    ...(description !== (base.description ?? '') && { description: typed(description) ?? null }),
    ...(JSON.stringify(assignee) !== JSON.stringify(base.assignee) && { assignee: assignee ?? null }),
    ...(dueAt !== base.dueAt && dueAt !== undefined && { dueAt }),
  };
  const path = { id, taskId: task.id };
  return (
    <FormDialog
      title={text('case.task.edit', { title: base.title })}
      submit={text('action.save')}
      onSubmit={() => act(() => put((ifMatch) => api.editTask({ path, body, ifMatch })), text('state.saved'))}
      onClose={onClose}
      pointers={['/title', '/description', '/assignee', '/dueAt']}
    >
      {(fault) => (
        <>
          <Meanwhile changed={changed} />
          <TaskFields task={words} onChange={setWords} isTitleRequired fault={fault} />
        </>
      )}
    </FormDialog>
  );
};

export const CompleteTaskDialog = ({ task, onClose }: OneTask) => {
  const api = useApi();
  const act = useAct();
  const text = useText();
  const { id, record } = useCase();
  const outcomes = task.outcomes ?? [];
  const form = task.form ?? [];
  const [outcome, setOutcome] = useState<string>();
  const kept = `task ${task.id}`;
  const [values = defaultsOf(form), setValues] = useKept<FieldValues>(kept);
  const fields = saidFields(form, { kind: 'case', record, values, ofCase: record.fields });
  const body = {
    ...(outcome !== undefined && typed(outcome) !== undefined && { outcome }),
    ...(Object.keys(fields).length > 0 && { fields }),
  };
  const path = { id, taskId: task.id };
  return (
    <FormDialog
      title={text('case.task.completing', { title: task.title })}
      submit={text('case.task.complete')}
      onSubmit={() => act(() => api.completeTask({ path, body }), text('case.done.taskComplete'))}
      onClose={onClose}
      kept={kept}
      pointers={['/outcome', ...form.map(({ key }) => `/fields/${key}`)]}
    >
      {(fault, error) => (
        <>
          {outcomes.length > 0 ? (
            <Select
              label={text('case.task.outcome')}
              isRequired={false}
              choices={outcomes.map(({ key, name }) => ({ id: key, name }))}
              value={outcome}
              onChange={setOutcome}
              error={fault('/outcome')}
            />
          ) : (
            <TextField
              label={text('case.task.outcome')}
              isRequired={false}
              value={outcome ?? ''}
              onChange={setOutcome}
              error={fault('/outcome')}
            />
          )}
          <RecordFields
            kind="case"
            definitions={form}
            record={record}
            ofCase={record.fields}
            values={values}
            onChange={setValues}
            error={error}
          />
        </>
      )}
    </FormDialog>
  );
};
