import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useApi } from '#console/app/context.ts';
import { useAct, useCase, useCaseQueries } from '#console/case/case-context.ts';
import type { TaskAnswer } from '#console/case/case-queries.ts';
import { BelowTab } from '#console/case/work/below-tab.tsx';
import { TaskClockMenu } from '#console/case/work/task-clock.tsx';
import { CompleteTaskDialog, EditTaskDialog, NewTaskDialog } from '#console/case/work/task-dialogs.tsx';
import { TaskSteps } from '#console/case/work/task-steps.tsx';
import { actsOnTask, inTaskOrder, isOpenTask, type TaskAct } from '#console/case/work/tasks.ts';
import styles from '#console/case/work/work.module.css';
import { useText } from '#console/i18n/use-text.ts';
import { DueWords } from '#console/records/due-words.tsx';
import { ActorName, PersonName } from '#console/records/names.tsx';
import { Button } from '#console/ui/button.tsx';
import { FormDialog } from '#console/ui/form-dialog.tsx';
import { Badge, Card, Facts, Row, type Tone } from '#console/ui/surface.tsx';

const tones: Readonly<Record<TaskAnswer['status'], Tone>> = {
  'to-do': 'info',
  'in-progress': 'brand',
  completed: 'good',
  cancelled: 'plain',
};

const TaskCard = ({ task }: { task: TaskAnswer }) => {
  const api = useApi();
  const act = useAct();
  const text = useText();
  const { id, type, may } = useCase();
  const [doing, setDoing] = useState<TaskAct>();
  const definition = type?.taskTypes.find(({ key }) => key === task.type);
  const acts = may('help') ? actsOnTask(task, definition?.cancelable ?? true) : [];
  const path = { id, taskId: task.id };
  const isOpen = isOpenTask(task);
  const begin = (one: TaskAct) =>
    one === 'start' ? act(() => api.startTask({ path }), text('case.done.taskStart')) : setDoing(one);
  const close = () => setDoing(undefined);
  const outcome = task.outcomes?.find(({ key }) => key === task.outcome)?.name ?? task.outcome;
  return (
    <Card
      title={task.title}
      actions={<Badge tone={tones[task.status]}>{text(`case.taskStatus.${task.status}`)}</Badge>}
    >
      <Facts
        facts={[
          definition && definition.name !== task.title && [text('case.task.kind'), definition.name],
          [text('case.assignee'), <PersonName key="owner" of={task.assignee} />],
          task.dueAt !== undefined && [
            text('case.field.dueAt'),
            <Row key="due">
              <DueWords dueAt={task.dueAt} isClosed={!isOpen} />
              {isOpen && <TaskClockMenu task={task} />}
            </Row>,
          ],
          outcome !== undefined && [text('case.task.outcome'), outcome],
          task.completedBy && [text('case.task.by'), <ActorName key="by" actor={task.completedBy} />],
        ]}
      />
      {task.description !== undefined && <p className={styles.words}>{task.description}</p>}
      {isOpen && task.instructions !== undefined && <p className={styles.quiet}>{task.instructions}</p>}
      {task.steps && task.steps.length > 0 && <TaskSteps task={task} isMine={isOpen && may('help')} />}
      {acts.length > 0 && (
        <Row>
          {acts.map((one, place) => (
            <Button key={one} size="small" look={place === 0 ? 'plain' : 'quiet'} onPress={() => begin(one)}>
              {text(`case.task.${one === 'edit' ? 'editAct' : one}`)}
            </Button>
          ))}
        </Row>
      )}
      {doing === 'complete' && <CompleteTaskDialog task={task} onClose={close} />}
      {doing === 'cancel' && (
        <FormDialog
          title={`${text('case.task.cancel')}: ${task.title}`}
          submit={text('case.task.cancelAct')}
          onSubmit={() => act(() => api.cancelTask({ path }), text('case.done.taskCancel'))}
          onClose={close}
          isDangerous
        >
          {() => <p>{text('case.task.cancelText')}</p>}
        </FormDialog>
      )}
      {doing === 'edit' && <EditTaskDialog task={task} onClose={close} />}
    </Card>
  );
};

/** The tasks of the case, the open ones first. */
export const TasksTab = () => {
  const text = useText();
  return (
    <BelowTab
      query={useCaseQueries().tasks}
      none={text('case.task.none')}
      add={
        <>
          <Plus aria-hidden />
          {text('case.task.add')}
        </>
      }
      dialog={(onClose) => <NewTaskDialog onClose={onClose} />}
    >
      {(all) => inTaskOrder(all).map((task) => <TaskCard key={task.id} task={task} />)}
    </BelowTab>
  );
};
