// Goes on with a person in a workflow until they wait or are through. Each step is one transaction
// on the enrolment as it is, so it may run twice, late, or from where a process died.

import { armNext } from '#functions/arm-next.ts';
import { isLasting } from '#functions/failures.ts';
import { logger } from '#functions/logger.ts';
import type { Services } from '#functions/services.ts';
import type { StepEffect } from '#functions/workflows/perform.ts';
import { stepPerformer } from '#functions/workflows/perform-step.ts';
import { publishedWorkflow, workflowAt } from '#functions/workflows/published.ts';
import { readEnrolment } from '#functions/workflows/read-enrolment.ts';
import { inputsFor, worldOf } from '#functions/workflows/world.ts';
import type { Enrolment } from '#shared/automation/workflows/enrolment.ts';
import { enrolmentEvent, enrolmentWrites, placeOfEnrolment } from '#shared/automation/workflows/enrolment-writes.ts';
import { asPublished, isLeft } from '#shared/automation/workflows/publish.ts';
import {
  ended,
  isWaiting,
  type StepInputs,
  type Stepped,
  stepOn,
} from '#shared/automation/workflows/step-enrolment.ts';
import { readsInside } from '#shared/automation/workflows/workflow-reads.ts';
import { failureOf } from '#shared/core/errors.ts';
import { againOnConflict } from '#shared/core/table/commit.ts';

type Occurred = NonNullable<StepInputs<StepEffect>['occurred']>;

export interface EnrolmentRun {
  /** What has happened that it may wait for. */
  occurred?: Occurred | undefined;
  /** Whether the execution that does the step goes on waiting for an instant. */
  waitsOn?: (at: number) => boolean;
}

/** An enrolment in the version that it belongs to by now. */
const asOfToday = async ({ definitions }: Services, enrolment: Enrolment, at: number): Promise<Enrolment> => {
  const publication = await definitions.one('workflow-publications', enrolment.workflow);
  if (!publication || !isLeft(enrolment, publication)) return enrolment;
  const published = await publishedWorkflow(definitions, enrolment.workflow);
  return published ? asPublished(enrolment, published, { running: publication.value.running, at }) : enrolment;
};

/** What the next step of an enrolment is, with everything that it needs read. */
const decideStep = async (
  services: Services,
  found: Enrolment,
  occurred: Occurred | undefined,
): Promise<Stepped<StepEffect>> => {
  const now = services.now();
  const enrolment = await asOfToday(services, found, now);
  if (enrolment.status !== 'running') return { after: enrolment };
  const fail = (reason: string) => ({ after: ended(enrolment, { status: 'failed', at: now, reason }) });
  const workflow = await workflowAt(services.definitions, enrolment.workflow, enrolment.workflowVersion);
  if (!workflow) return fail('the version of the workflow is not there any more');
  const world = await worldOf(services, enrolment, readsInside(workflow));
  if (!world) return fail('the contact is not there any more');
  const inputs = { ...(await inputsFor(services, world, enrolment.event)), occurred };
  const first = stepOn<StepEffect>({ enrolment, workflow, inputs, now });
  if (!first.pending) return first;
  const perform = await stepPerformer(services, first.pending, { enrolment: first.after, workflow, world, at: now });
  return stepOn({ enrolment: first.after, workflow, inputs: { ...inputs, occurred: undefined, perform }, now });
};

/** A wait that is not over leaves everything as it was. */
const isSame = (before: Enrolment, after: Enrolment): boolean =>
  before.log.length === after.log.length &&
  before.status === after.status &&
  before.waitingFor?.at === after.waitingFor?.at &&
  before.waitingFor?.event === after.waitingFor?.event &&
  before.waitingFor !== undefined;

interface Commit extends EnrolmentRun {
  before: Enrolment;
  at: number;
}

const commitStep = async (
  services: Services,
  { before, at, waitsOn }: Commit,
  { after: decided, effect }: Stepped<StepEffect>,
): Promise<Enrolment> => {
  const { after, writes } = enrolmentWrites({ before, after: decided, at, waitsOn });
  const over =
    after.status === 'running' ? [] : [enrolmentEvent('Workflow Finished', after, { eventId: services.newId(at), at })];
  const intent = { actor: { kind: 'workflow' as const, id: after.workflow }, at, cause: before.cause };
  await services.commit(intent, effect?.decisions ?? [], [...writes, ...(effect?.writes ?? []), ...over]);
  for (const place of effect?.places ?? []) await armNext(services, place);
  return after;
};

/** One step. @returns the enrolment after it, and whether there is more to do at once */
export const stepOnce = async (
  services: Services,
  id: string,
  run: EnrolmentRun,
): Promise<{ after: Enrolment | undefined; more: boolean }> => {
  const before = await readEnrolment(services, id);
  if (before?.status !== 'running') return { after: before, more: false };
  const at = services.now();
  const stepped = await decideStep(services, before, run.occurred);
  if (isSame(before, stepped.after)) return { after: before, more: false };
  try {
    const after = await commitStep(services, { before, at, ...run }, stepped);
    return { after, more: !isWaiting(after) };
  } catch (error) {
    if (!isLasting(error)) throw error;
    logger.error('a step of a workflow could not be done', { enrolment: id, step: before.step, error: error as Error });
    const { reason } = failureOf(error);
    const failed = { after: ended(before, { status: 'failed' as const, at, reason }) };
    return { after: await commitStep(services, { before, at }, failed), more: false };
  }
};

/**
 * Goes on with an enrolment as far as it comes. @returns it after that; undefined where there is
 * none
 */
export const runEnrolment = async (
  services: Services,
  id: string,
  run: EnrolmentRun = {},
): Promise<Enrolment | undefined> => {
  let current = run;
  for (;;) {
    const { after, more } = await againOnConflict(() => stepOnce(services, id, current));
    if (!more) return after;
    current = { ...run, occurred: undefined };
  }
};

/** As `runEnrolment`, from where nobody waits: what it waits for then is armed. */
export const runAndArm = async (services: Services, id: string, run: EnrolmentRun = {}): Promise<void> => {
  const after = await runEnrolment(services, id, run);
  if (after?.status === 'running' && after.waitingFor?.at !== undefined)
    await armNext(services, placeOfEnrolment(after));
};
