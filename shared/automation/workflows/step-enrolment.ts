import type { LogEntry, WaitingFor } from '#shared/automation/workflows/enrolment.schema.ts';
import type { Enrolment, KeptEvent } from '#shared/automation/workflows/enrolment.ts';
import { behind, into, stepAt } from '#shared/automation/workflows/step-path.ts';
import { waitUntil } from '#shared/automation/workflows/wait.ts';
import type { Workflow } from '#shared/automation/workflows/workflow.schema.ts';
import type { BranchStep, EffectStep, WaitStep } from '#shared/automation/workflows/workflow-step.schema.ts';
import type { CompiledCalendar } from '#shared/core/calendars/working-table.ts';
import { evaluate } from '#shared/core/conditions/evaluate.ts';
import type { Explanation } from '#shared/core/conditions/explanation.ts';
import type { Subject } from '#shared/core/conditions/fields.ts';
import { failureOf, Refusal } from '#shared/core/errors.ts';
import { epoch, iso } from '#shared/core/records/instants.ts';

// One step of one enrolment, purely: what happens in reality and what a simulation shows. Who calls
// it has read what it needs, and commits what it says.

/** What came of an effect: its outcome in a word, and what it made. */
export interface EffectOutcome {
  outcome: string;
  made?: Record<string, string> | undefined;
}
/** An effect that has to wait: until when (epoch milliseconds), and why. */
export interface HeldEffect {
  heldUntil: number;
  why: WaitingFor['why'];
}

export interface StepInputs<E extends EffectOutcome> {
  /** What conditions and texts are asked about. */
  subject: Subject;
  timeZone: string;
  calendarOf: (key: string) => CompiledCalendar | undefined;
  /**
   * Decides what an effect does; absent until what it needs has been read. @throws Refusal, which
   * is its outcome
   */
  perform?: ((step: EffectStep) => E | HeldEffect) | undefined;
  /** What has happened that it may wait for. */
  occurred?: { triggers: readonly string[]; event: KeptEvent } | undefined;
}

export interface Stepped<E extends EffectOutcome> {
  after: Enrolment;
  /** What is to be committed with it; nothing of an effect that was refused. */
  effect?: E | undefined;
  /** The effect that comes next, which nobody can perform yet. */
  pending?: EffectStep | undefined;
}

type EntryDetail = Partial<Pick<LogEntry, 'made' | 'explanation'>>;

const logged = (enrolment: Enrolment, entry: { at: number; do: string; outcome: string } & EntryDetail): Enrolment => ({
  ...enrolment,
  log: [...enrolment.log, { path: enrolment.step, ...entry, at: iso(entry.at) }],
});

const standing = ({ waitingFor: _over, ...enrolment }: Enrolment): Enrolment => enrolment;

/** An enrolment that is over. */
export const ended = (
  enrolment: Enrolment,
  { status, at, reason }: { status: 'finished' | 'aborted' | 'failed'; at: number; reason?: string | undefined },
): Enrolment => {
  // Nothing asks for the event any more, and it says what may have been erased elsewhere.
  const { event: _event, ...left } = standing(enrolment);
  return { ...left, status, endedAt: iso(at), ...(reason !== undefined && { reason }) };
};

/** At the next step, from an instant on; over where there is none. */
const goOn = (enrolment: Enrolment, next: string | undefined, at: number): Enrolment =>
  next === undefined
    ? ended(enrolment, { status: 'finished', at: Math.max(at, epoch(enrolment.log.at(-1)?.at ?? enrolment.since)) })
    : { ...standing(enrolment), step: next, since: iso(at) };

// A wake-up comes within seconds of its instant. What follows counts from the instant itself, so
// that waits one after another do not drift; after an outage it counts from when things go on.
const inTime = 60_000;
const reachedAt = (until: number, now: number): number => (now - until < inTime ? until : now);

/** When a step that takes no time is over: when it was reached, if that was just now. */
const atOnce = ({ since }: Enrolment, now: number): number => reachedAt(epoch(since), now);

interface Stepping<E extends EffectOutcome> {
  enrolment: Enrolment;
  workflow: Workflow;
  inputs: StepInputs<E>;
  now: number;
}

const scopeOf = ({ enrolment, inputs, now }: Stepping<EffectOutcome>) => ({
  ...inputs.subject,
  context: enrolment.context ?? {},
  now: iso(now),
});

/** When a wait is over by itself: as it was reckoned, or reckoned for the first time. */
const instantOfWait = (stepping: Stepping<EffectOutcome>, step: WaitStep): number | undefined => {
  const { enrolment, inputs } = stepping;
  const reckoned = enrolment.waitingFor;
  if (reckoned?.why === 'wait') return reckoned.at === undefined ? undefined : epoch(reckoned.at);
  const { calendarOf, timeZone } = inputs;
  return waitUntil(step, { since: epoch(enrolment.since), calendarOf, timeZone, scope: scopeOf(stepping) });
};

/** Time that has passed is a cause of its own, so what follows begins a new chain. */
const byTime = ({ cause, ...enrolment }: Enrolment): Enrolment => ({ ...enrolment, cause: { ...cause, depth: 0 } });

const stepWait = <E extends EffectOutcome>(stepping: Stepping<E>, step: WaitStep): Stepped<E> => {
  const { enrolment, workflow, inputs, now } = stepping;
  const next = behind(workflow.steps, enrolment.step);
  const { occurred } = inputs;
  if (step.event !== undefined && enrolment.waitingFor && occurred?.triggers.includes(step.event)) {
    const met = logged({ ...enrolment, event: occurred.event }, { at: now, do: 'wait', outcome: 'event' });
    return { after: goOn(met, next, now) };
  }
  const until = instantOfWait(stepping, step);
  if (until !== undefined && until <= now) {
    const reached = Math.max(reachedAt(until, now), epoch(enrolment.since));
    const outcome = step.event === undefined ? 'waited' : 'time-limit';
    const { event: _past, ...rest } = logged(enrolment, { at: reached, do: 'wait', outcome });
    return { after: goOn(reached > epoch(enrolment.since) ? byTime(rest) : rest, next, reached) };
  }
  const waitingFor = {
    why: 'wait' as const,
    ...(until !== undefined && { at: iso(until) }),
    ...(step.event !== undefined && { event: step.event }),
  };
  return { after: { ...enrolment, waitingFor } };
};

// What explains a branch stays with the enrolment for good, and a hundred of them in one item.
const longestExplanation = 2_000;
const kept = (explanation: Explanation): EntryDetail =>
  JSON.stringify(explanation).length <= longestExplanation ? { explanation } : {};

const stepBranch = <E extends EffectOutcome>(
  { enrolment, workflow, inputs, now }: Stepping<E>,
  step: BranchStep,
): Stepped<E> => {
  const { held, explanation } = evaluate(step.if, inputs.subject, now);
  const arm = held ? 'then' : 'else';
  const taken = logged(enrolment, { at: now, do: 'branch', outcome: arm, ...kept(explanation) });
  return { after: goOn(taken, into(workflow.steps, enrolment.step, arm), atOnce(enrolment, now)) };
};

/** What an effect came to; what it refuses is an outcome without anything to commit. */
const performed = <E extends EffectOutcome>(
  perform: (step: EffectStep) => E | HeldEffect,
  step: EffectStep,
): { effect: E } | HeldEffect | { refused: string } => {
  try {
    const done = perform(step);
    return 'heldUntil' in done ? done : { effect: done };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { refused: error.faults[0]?.code ?? error.code };
  }
};

const stepEffect = <E extends EffectOutcome>(
  { enrolment, workflow, inputs, now }: Stepping<E>,
  step: EffectStep,
): Stepped<E> => {
  if (!inputs.perform) return { after: enrolment, pending: step };
  const done = performed(inputs.perform, step);
  if ('heldUntil' in done) return { after: { ...enrolment, waitingFor: { why: done.why, at: iso(done.heldUntil) } } };
  const { outcome, made } = 'effect' in done ? done.effect : { outcome: done.refused, made: undefined };
  const after = logged(enrolment, { at: now, do: step.do, outcome, ...(made && { made }) });
  return {
    after: goOn(after, behind(workflow.steps, enrolment.step), atOnce(enrolment, now)),
    ...('effect' in done && { effect: done.effect }),
  };
};

/**
 * Does the current step of an enrolment at an instant (epoch ms). A refused step is an outcome and
 * the enrolment goes on; it fails where a wait cannot be worked out.
 */
export const stepEnrolment = <E extends EffectOutcome>(stepping: Stepping<E>): Stepped<E> => {
  const { enrolment, workflow, inputs, now } = stepping;
  if (enrolment.status !== 'running') return { after: enrolment };
  const exit = workflow.exit && evaluate(workflow.exit, inputs.subject, now);
  if (exit?.held) {
    const left = logged(enrolment, { at: now, do: 'exit', outcome: 'exit', ...kept(exit.explanation) });
    return { after: ended(left, { status: 'finished', at: now, reason: 'exit' }) };
  }
  const step = stepAt(workflow.steps, enrolment.step);
  if (!step) return { after: ended(enrolment, { status: 'finished', at: now }) };
  switch (step.do) {
    case 'wait':
      try {
        return stepWait(stepping, step);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        const { code } = failureOf(error);
        const failed = logged(enrolment, { at: now, do: 'wait', outcome: code });
        return { after: ended(failed, { status: 'failed', at: now, reason: error.message }) };
      }
    case 'branch':
      return stepBranch(stepping, step);
    case 'finish':
      return {
        after: ended(logged(enrolment, { at: now, do: 'finish', outcome: 'finished' }), {
          status: 'finished',
          at: now,
        }),
      };
    default:
      return stepEffect(stepping, step);
  }
};

/** Whether it stands where it is until something happens. */
export const isWaiting = ({ status, waitingFor }: Enrolment): boolean =>
  status !== 'running' || waitingFor !== undefined;

/**
 * Steps on until there is something to commit: an effect, a wait, or the end. What lies between has
 * no effect and is repeated after a crash; what was read for one effect is for that one alone.
 */
export const stepOn = <E extends EffectOutcome>(stepping: Stepping<E>): Stepped<E> => {
  const stepped = stepEnrolment(stepping);
  const { after, pending } = stepped;
  const { inputs } = stepping;
  if (inputs.perform || pending || isWaiting(after)) return stepped;
  const subject = { ...inputs.subject, event: after.event };
  // An event ends one wait and not the next.
  return stepOn({ ...stepping, enrolment: after, inputs: { ...inputs, subject, occurred: undefined } });
};
