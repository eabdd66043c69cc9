import { together } from '#shared/casework/cases/change-case.ts';
import { mailRequestOf } from '#shared/casework/cases/mail-request.ts';
import { contactIdOf } from '#shared/casework/cases/people/requester.ts';
import { askQuestion } from '#shared/casework/questions/question.ts';
import {
  type CaseWithTasks,
  changeTask,
  refuseOver,
  startTask,
  type TaskDecided,
} from '#shared/casework/tasks/change-task.ts';
import { type Task, untouchedSteps } from '#shared/casework/tasks/task.ts';
import type { StepOutcome, StepProgress, TaskStep } from '#shared/casework/tasks/task-step.schema.ts';
import { typeOfTask } from '#shared/casework/tasks/task-type.ts';
import { invalid, Refusal } from '#shared/core/errors.ts';
import { byHand } from '#shared/core/events/event.ts';
import { checkFields } from '#shared/core/records/fill-fields.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { Attribution } from '#shared/core/records/primitives.ts';
import type { Write } from '#shared/core/table/decision.ts';

// The steps of a task, worked through one by one. They begin when it is started; what writes to the
// requester goes on by itself, the first that needs somebody waits for them.

interface Working extends Attribution {
  newId: () => string;
}

const stepsOf = ({ definition }: CaseWithTasks, { type }: Task): readonly TaskStep[] =>
  typeOfTask(definition, type)?.steps ?? [];

/** How far the steps of a task have come; undefined where its type has none. */
export const progressOf = (within: Pick<CaseWithTasks, 'definition'>, task: Task): StepProgress[] | undefined => {
  const steps = stepsOf(within as CaseWithTasks, task);
  return steps.length === 0 ? undefined : (task.steps ?? untouchedSteps(steps));
};

/** @throws `steps-open` where the steps of its type are not all completed */
export const refuseOpenSteps = (within: CaseWithTasks, task: Task): void => {
  const open = (progressOf(within, task) ?? []).filter(({ state }) => state !== 'completed');
  if (open.length > 0)
    throw new Refusal('steps-open', `Steps that are left: ${open.map((step) => step.do).join(', ')}`);
};

const completed = (step: StepProgress, { by, at }: Attribution, more: Partial<StepProgress> = {}): StepProgress => ({
  ...step,
  ...more,
  state: 'completed',
  completedAt: iso(at),
  completedBy: by,
});

const mailTo = ({ record }: CaseWithTasks, template: string, { by, at, newId }: Working): Write[] => {
  const contact = contactIdOf(record);
  if (contact === undefined) return [];
  const request = { template, to: [{ contact }] };
  return [mailRequestOf({ kind: 'case', record }, request, { eventId: newId(), by, at, cause: byHand })];
};

interface Begun {
  within: CaseWithTasks;
  progress: StepProgress[];
  decisions: TaskDecided['decision'][];
  writes: Write[];
}

/** Begins the next step, and those behind it that need nobody. */
const beginNext = (begun: Begun, steps: readonly TaskStep[], working: Working): Begun => {
  const index = begun.progress.findIndex(({ state }) => state !== 'completed');
  const step = steps[index];
  const current = begun.progress[index];
  if (!step || !current) return begun;
  const put = (progress: StepProgress): StepProgress[] => begun.progress.with(index, progress);
  if (step.do === 'mail') {
    const writes = [...begun.writes, ...mailTo(begun.within, step.template, working)];
    return beginNext({ ...begun, progress: put(completed(current, working)), writes }, steps, working);
  }
  if (step.do !== 'ask') return { ...begun, progress: put({ ...current, state: 'in-progress' }) };
  const { definition, record } = begun.within;
  const { by, at, newId } = working;
  const asked = askQuestion(record, { id: newId(), input: step.question, by, at }, definition);
  return {
    ...begun,
    within: { ...begun.within, record: asked.decision.after },
    progress: put({ ...current, state: 'in-progress', questionId: asked.question.id }),
    decisions: [...begun.decisions, asked.decision],
  };
};

/** A task with steps that have come further, and what that did to its case. */
const withProgress = (
  before: { within: CaseWithTasks; task: Task; progress: StepProgress[]; earlier?: TaskDecided['decision'] },
  working: Working,
): TaskDecided => {
  const { within, task, progress, earlier } = before;
  const begun = beginNext({ within, progress, decisions: [], writes: [] }, stepsOf(within, task), working);
  const { at } = working;
  const changed = changeTask(begun.within, { ...task, steps: begun.progress }, { type: 'Task Updated', at });
  const { items = [], ...decision } = changed.decision;
  const last = { ...decision, items: [...items, ...begun.writes] };
  const [first, ...rest] = [...(earlier ? [earlier] : []), ...begun.decisions, last];
  return { task: changed.task, decision: first ? together([first, ...rest]) : last };
};

/** Starts a task, and the first of its steps. @throws as `startTask`, and as `askQuestion` */
export const startSteps = (within: CaseWithTasks, task: Task, working: Working): TaskDecided => {
  const started = startTask(within, task, working);
  const progress = progressOf(within, task);
  if (!progress) return started;
  const tasks = within.tasks.map((one) => (one.id === task.id ? started.task : one));
  const now = { ...within, record: started.decision.after, tasks };
  return withProgress({ within: now, task: started.task, progress, earlier: started.decision }, working);
};

const faultAt = (pointer: string, code: string, detail: string) => ({ pointer, code, detail });

/** What completes a step of its kind. @throws 400 for what it does not take, and what it misses */
const outcomeOf = (
  { record }: CaseWithTasks,
  step: TaskStep,
  { outcome, task, at }: { outcome: StepOutcome; task: Task; at: number },
): Partial<StepProgress> => {
  const { fields, approved, note } = outcome;
  const faults = [
    ...(fields !== undefined && step.do !== 'collect'
      ? [faultAt('/fields', 'not-taken', 'nothing is collected here')]
      : []),
    ...(approved !== undefined && step.do !== 'approve'
      ? [faultAt('/approved', 'not-taken', 'nothing is decided here')]
      : []),
    ...(approved === undefined && step.do === 'approve' ? [faultAt('/approved', 'required', 'is required')] : []),
  ];
  const filled =
    step.do === 'collect'
      ? checkFields(step.fields, fields ?? {}, {
          record: (values) => ({
            case: record,
            task: { ...task, fields: values },
          }),
          at,
        })
      : { fields: {}, faults: [] };
  if (faults.length + filled.faults.length > 0) throw invalid([...faults, ...filled.faults]);
  return {
    ...(step.do === 'collect' && { fields: filled.fields }),
    ...(approved !== undefined && { approved }),
    ...(note !== undefined && { note }),
  };
};

/** The step of a task that is being worked on. @throws `step-not-open` */
export const stepInHand = (within: CaseWithTasks, task: Task, place: number): TaskStep => {
  refuseOver(task);
  const index = (task.steps ?? []).findIndex(({ state }) => state === 'in-progress');
  const step = stepsOf(within, task)[index];
  if (!step || index !== place) throw new Refusal('step-not-open');
  return step;
};

/**
 * Completes the step that is being worked on, and begins the next.
 * @throws `task-completed`, `task-cancelled`, `step-not-open`; 400 for what it does not take
 */
export const completeStep = (
  within: CaseWithTasks,
  task: Task,
  { place, outcome, ...working }: Working & { place: number; outcome: StepOutcome },
): TaskDecided => {
  const step = stepInHand(within, task, place);
  const said = outcomeOf(within, step, { outcome, task, at: working.at });
  const progress = (task.steps ?? []).map((one, index) => (index === place ? completed(one, working, said) : one));
  return withProgress({ within, task, progress }, working);
};

/** The task of a case that waits for the answer to a question, and the place of its step. */
export const taskThatAsked = (
  tasks: readonly Task[],
  questionId: string,
): { task: Task; place: number } | undefined => {
  for (const task of tasks) {
    const place = (task.steps ?? []).findIndex((one) => one.questionId === questionId && one.state === 'in-progress');
    if (place !== -1 && task.status === 'in-progress') return { task, place };
  }
  return undefined;
};
