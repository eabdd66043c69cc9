import type * as z from 'zod';
import {
  type Activity,
  activityDecision,
  activityOfStep,
  type Decisions,
} from '#shared/casework/activities/activity.ts';
import { planNext } from '#shared/casework/activities/plan.ts';
import type { SequenceType, TimelineStep } from '#shared/casework/activities/step.schema.ts';
import type { sequenceRunSchema } from '#shared/casework/activities/timeline.schema.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { DefinedCase } from '#shared/casework/cases/case-definition.ts';
import { calendarOfType } from '#shared/casework/cases/case-definition.ts';
import { changeCase } from '#shared/casework/cases/change-case.ts';
import { type Closing, closeWithAlerts } from '#shared/casework/cases/life/close-and-reopen.ts';
import { isOpen } from '#shared/casework/cases/status.ts';
import { Refusal } from '#shared/core/errors.ts';
import { epoch, iso } from '#shared/core/records/instants.ts';
import type { Attribution } from '#shared/core/records/primitives.ts';
import type { Decision, Write } from '#shared/core/table/decision.ts';
import { childKey } from '#shared/core/table/keys.ts';

// One run of a sequence through a case. It has one activity to come at a time, and the next is made
// when that is over, however it ended.

export type SequenceRun = z.infer<typeof sequenceRunSchema>;

const sequenceOf = ({ definition }: Pick<DefinedCase, 'definition'>, key: string): SequenceType | undefined =>
  definition.type.sequences.find((one) => one.key === key);

const runWrite = ({ id }: Pick<Case, 'id'>, run: SequenceRun): Write => ({
  put: { ...childKey(id, { kind: 'sequence', id: run.id }), record: run },
});

const activityFor = (
  within: DefinedCase,
  run: SequenceRun,
  { step, id, by, at }: Attribution & { step: TimelineStep; id: string },
): Activity => {
  const { record, definition } = within;
  const counted = { start: epoch(record.createdAt), calendar: calendarOfType(definition) };
  const planned = planNext(step, { ...counted, begun: epoch(run.startedAt), done: run.done });
  return activityOfStep(within, step, {
    id,
    from: { sequence: run.key, run: run.id, step: step.key },
    planned,
    by,
    at,
  });
};

/**
 * Begins a sequence on an open case with its first activity; several runs of one are independent.
 * @throws `not-found` for one that its type has not, `already-closed`, `no-working-time`
 */
export const beginSequence = (
  within: DefinedCase,
  { key, id, newId, by, at }: Attribution & { key: string; id: string; newId: () => string },
): { run: SequenceRun; activity: Activity; decisions: Decisions } => {
  const { record } = within;
  const [step] = sequenceOf(within, key)?.steps ?? [];
  if (!step) throw new Refusal('not-found', 'The type has no such sequence');
  if (!isOpen(record)) throw new Refusal('already-closed');
  const begun: SequenceRun = { id, key, state: 'running', startedAt: iso(at), startedBy: by, done: [] };
  const activity = activityFor(within, begun, { step, id: newId(), by, at });
  const run: SequenceRun = { ...begun, current: { step: step.key, activity: activity.id } };
  const started = changeCase(record, record, {
    type: 'Sequence Started',
    at,
    detail: { sequence: run },
    items: [runWrite(record, run)],
  });
  return {
    run,
    activity,
    decisions: [
      started,
      activityDecision({ ...within, record: started.after }, { activity }, { type: 'Activity Created', at }),
    ],
  };
};

/**
 * The step that comes behind the one that is over. Where that is gone from the type, the one that
 * stands in its place by now.
 */
const nextStep = ({ steps }: SequenceType, { done }: SequenceRun, over: string): TimelineStep | undefined => {
  const index = steps.findIndex(({ key }) => key === over);
  return steps[index < 0 ? done.length : index + 1];
};

/**
 * Whether the case is closed when this activity is over: it is the last of a sequence that closes
 * it.
 */
export const closesCase = (
  within: DefinedCase,
  run: SequenceRun | undefined,
  activity: Pick<Activity, 'id' | 'from'>,
): boolean => {
  const sequence = run && sequenceOf(within, run.key);
  if (!sequence?.closesCase || run?.current?.activity !== activity.id || !isOpen(within.record)) return false;
  return nextStep(sequence, run, run.current.step) === undefined;
};

/**
 * What the end of an activity brings: the next step, or the end of its sequence and of the case.
 * @throws as `closeWithAlerts`, and then nothing is done
 */
export const goOn = (
  within: DefinedCase,
  {
    run,
    over,
    endedAt,
    closing,
    newId,
    by,
    at,
  }: Attribution & {
    run: SequenceRun;
    over: Activity;
    endedAt: string;
    closing: Closing | undefined;
    newId: () => string;
  },
): Decision[] => {
  const { record, definition } = within;
  // Somebody has ended an activity that the sequence is not waiting for: one of a run that is over.
  if (run.current?.activity !== over.id) return [];
  const { step: stepKey } = run.current;
  const sequence = sequenceOf(within, run.key);
  const { current: _over, ...rest } = run;
  const done = [...run.done, { step: stepKey, at: endedAt, activity: over.id }];
  const step = sequence && nextStep(sequence, { ...run, done }, stepKey);
  if (step) {
    const activity = activityFor(within, { ...run, done }, { step, id: newId(), by, at });
    const going: SequenceRun = { ...run, done, current: { step: step.key, activity: activity.id } };
    const created = activityDecision(within, { activity }, { type: 'Activity Created', at });
    return [{ ...created, items: [...(created.items ?? []), runWrite(record, going)] }];
  }
  const finished: SequenceRun = { ...rest, state: 'finished', finishedAt: iso(at), done };
  const ended = changeCase(record, record, {
    type: 'Sequence Finished',
    at,
    detail: { sequence: finished },
    items: [runWrite(record, finished)],
  });
  if (!closing || !sequence) return [ended];
  const command = { reason: sequence.closureReason ?? definition.type.closureReasons[0]?.key, by, at };
  return [ended, ...closeWithAlerts(ended.after, command, { definition, ...closing })];
};
