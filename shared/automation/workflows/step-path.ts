import type { BranchStep, WorkflowStep } from '#shared/automation/workflows/workflow-step.schema.ts';

// Where a step is: a JSON pointer into `steps`, such as `/2/then/0`. Who has done a step goes on
// behind it, and at the end of an arm behind its branch.

type Steps = readonly WorkflowStep[];

const partsOf = (path: string): string[] => path.split('/').slice(1);
const pathOf = (parts: readonly string[]): string => `/${parts.join('/')}`;
const armOf = (branch: BranchStep, name: string): Steps | undefined => {
  if (name === 'then') return branch.then;
  return name === 'else' ? branch.else : undefined;
};

/** The step at a path; undefined where there is none. */
export const stepAt = (steps: Steps, path: string): WorkflowStep | undefined => {
  const [place, arm, ...rest] = partsOf(path);
  const step = place === undefined ? undefined : steps[Number(place)];
  if (arm === undefined || !step) return step;
  const inner = step.do === 'branch' ? armOf(step, arm) : undefined;
  return inner && stepAt(inner, pathOf(rest));
};

/** The path of the step behind another; undefined at the end. */
export const behind = (steps: Steps, path: string): string | undefined => {
  const parts = partsOf(path);
  const next = pathOf([...parts.slice(0, -1), String(Number(parts.at(-1)) + 1)]);
  if (stepAt(steps, next)) return next;
  return parts.length > 1 ? behind(steps, pathOf(parts.slice(0, -2))) : undefined;
};

/** The first step of an arm of a branch, else what is behind the branch. */
export const into = (steps: Steps, path: string, arm: 'then' | 'else'): string | undefined => {
  const first = `${path}/${arm}/0`;
  return stepAt(steps, first) ? first : behind(steps, path);
};

/**
 * Where somebody is in other steps who was at a path: there, or at the nearest that is still there
 * of what is around it and of what comes behind it; undefined where nothing does.
 */
export const sameStep = (steps: Steps, path: string): string | undefined => {
  if (stepAt(steps, path)) return path;
  const parts = partsOf(path);
  if (parts.length === 1) return undefined;
  const around = pathOf(parts.slice(0, -2));
  const outer = stepAt(steps, around);
  if (!outer) return sameStep(steps, around);
  return outer.do === 'branch' ? behind(steps, around) : around;
};

interface StepPlace {
  path: string;
  step: WorkflowStep;
}

/** Every step with its path, in the order of the page. */
export const everyStep = (steps: Steps, prefix = ''): StepPlace[] =>
  steps.flatMap((step, index) => {
    const path = `${prefix}/${index}`;
    const inner =
      step.do === 'branch'
        ? [...everyStep(step.then, `${path}/then`), ...everyStep(step.else ?? [], `${path}/else`)]
        : [];
    return [{ path, step }, ...inner];
  });

/** How many branches lie in each other at the most. */
export const depthOf = (steps: Steps): number =>
  Math.max(
    0,
    ...steps.map((step) => (step.do === 'branch' ? 1 + Math.max(depthOf(step.then), depthOf(step.else ?? [])) : 0)),
  );

/** The steps that may be reached from the first without a wait, and whether all ways wait. */
const reachedAtOnce = (steps: Steps, prefix: string): { found: StepPlace[]; waits: boolean } => {
  const found: StepPlace[] = [];
  for (const [index, step] of steps.entries()) {
    const path = `${prefix}/${index}`;
    found.push({ path, step });
    if (step.do === 'wait' || step.do === 'finish') return { found, waits: true };
    if (step.do !== 'branch') continue;
    const arms = [reachedAtOnce(step.then, `${path}/then`), reachedAtOnce(step.else ?? [], `${path}/else`)];
    found.push(...arms.flatMap((arm) => arm.found));
    if (arms.every(({ waits }) => waits)) return { found, waits: true };
  }
  return { found, waits: false };
};

/** The steps in which a workflow enrols elsewhere before it has waited for anything. */
export const enrolsAtOnce = (steps: Steps): { path: string; workflow: string }[] =>
  reachedAtOnce(steps, '').found.flatMap(({ path, step }) =>
    step.do === 'enroll' ? [{ path, workflow: step.workflow }] : [],
  );
