import { CircleCheck, CircleDashed, CircleDot } from 'lucide-react';
import { useState } from 'react';
import { useApi } from '#console/app/context.ts';
import { useAct, useCase } from '#console/case/case-context.ts';
import type { TaskAnswer } from '#console/case/case-queries.ts';
import { NoteDialog } from '#console/case/work/note-dialog.tsx';
import { openStep } from '#console/case/work/tasks.ts';
import styles from '#console/case/work/work.module.css';
import { useText } from '#console/i18n/use-text.ts';
import { RecordFields } from '#console/records/record-fields.tsx';
import { defaultsOf, type FieldValues, saidFields } from '#console/records/shown-fields.ts';
import { Button } from '#console/ui/button.tsx';
import { FormDialog } from '#console/ui/form-dialog.tsx';
import { Row } from '#console/ui/surface.tsx';
import { useKept } from '#console/ui/use-kept.ts';
import type { FieldDefinition } from '#shared/core/records/field-definition.schema.ts';

const icons = { 'to-do': CircleDashed, 'in-progress': CircleDot, completed: CircleCheck } as const;

interface StepProps {
  task: TaskAnswer;
  /** The place of the step, from 0. */
  place: number;
}

const CollectDialog = ({
  task,
  place,
  fields,
  onClose,
}: StepProps & { fields: readonly FieldDefinition[]; onClose: () => void }) => {
  const api = useApi();
  const act = useAct();
  const text = useText();
  const { id, record } = useCase();
  const kept = `step ${place} of ${task.id}`;
  const [values = defaultsOf(fields), setValues] = useKept<FieldValues>(kept);
  const path = { id, taskId: task.id, n: place };
  const body = { fields: saidFields(fields, { kind: 'case', record, values, ofCase: record.fields }) };
  return (
    <FormDialog
      title={text('case.step.collect')}
      submit={text('action.save')}
      onSubmit={() => act(() => api.completeTaskStep({ path, body }), text('case.done.step'))}
      onClose={onClose}
      kept={kept}
      pointers={fields.map(({ key }) => `/fields/${key}`)}
    >
      {(_fault, error) => (
        <RecordFields
          kind="case"
          definitions={fields}
          record={record}
          ofCase={record.fields}
          values={values}
          onChange={setValues}
          error={error}
        />
      )}
    </FormDialog>
  );
};

/** What is done in the step that is being worked on. */
const StepActions = ({ task, place }: StepProps) => {
  const api = useApi();
  const act = useAct();
  const text = useText();
  const { id, type } = useCase();
  const [doing, setDoing] = useState<'collect' | 'approve' | 'decline'>();
  const definition = type?.taskTypes.find(({ key }) => key === task.type)?.steps[place];
  const path = { id, taskId: task.id, n: place };
  const decide = (approved: boolean) => (note: string | undefined) =>
    act(
      () => api.completeTaskStep({ path, body: { approved, ...(note !== undefined && { note }) } }),
      text('case.done.step'),
    );
  const close = () => setDoing(undefined);
  if (definition?.do === 'collect')
    return (
      <>
        <Button size="small" onPress={() => setDoing('collect')}>
          {text('case.step.fillIn')}
        </Button>
        {doing === 'collect' && <CollectDialog task={task} place={place} fields={definition.fields} onClose={close} />}
      </>
    );
  if (definition?.do === 'approve')
    return (
      <Row>
        <Button size="small" onPress={() => setDoing('approve')}>
          {text('case.step.approve')}
        </Button>
        <Button size="small" onPress={() => setDoing('decline')}>
          {text('case.step.decline')}
        </Button>
        {(doing === 'approve' || doing === 'decline') && (
          <NoteDialog
            title={text(`case.step.${doing}`)}
            submit={text(`case.step.${doing}`)}
            onSend={decide(doing === 'approve')}
            onClose={close}
          />
        )}
      </Row>
    );
  return null;
};

/** The steps of a task, one after the other, with what is to be done now. */
export const TaskSteps = ({ task, isMine }: { task: TaskAnswer; isMine: boolean }) => {
  const text = useText();
  const current = openStep(task);
  return (
    <ol className={styles.steps} aria-label={text('case.step.title')}>
      {(task.steps ?? []).map((step, place) => {
        const Icon = icons[step.state];
        return (
          <li key={`${step.do} ${String(place)}`} className={styles.stepLine}>
            <Icon aria-hidden />
            <span>
              {text(`case.step.${step.do}`)}
              <span className="visually-hidden"> {text(`case.taskStatus.${step.state}`)}</span>
              {step.note !== undefined && <span className={styles.quiet}> {step.note}</span>}
            </span>
            {place === current && isMine && <StepActions task={task} place={place} />}
          </li>
        );
      })}
    </ol>
  );
};
