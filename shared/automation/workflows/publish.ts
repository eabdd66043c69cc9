import { createHash } from 'node:crypto';
import type { PublishedWorkflow } from '#shared/automation/workflows/enrol.ts';
import type { Enrolment } from '#shared/automation/workflows/enrolment.ts';
import { ended } from '#shared/automation/workflows/step-enrolment.ts';
import { sameStep } from '#shared/automation/workflows/step-path.ts';
import type { Publication } from '#shared/automation/workflows/workflow.schema.ts';
import { momentWrite } from '#shared/core/clocks/moments.ts';
import type { Configured } from '#shared/core/definitions/configuration.ts';
import type { DomainEvent } from '#shared/core/events/event.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { Actor } from '#shared/core/records/primitives.ts';
import type { Write } from '#shared/core/table/decision.ts';
import { eventKey, type Place } from '#shared/core/table/keys.ts';

/** Whom publishing touches: how many are at which step, and whether nobody is under way. */
export interface Impact {
  perStep: Record<string, number>;
  empty: boolean;
}

export const impactOn = async (running: AsyncIterable<Pick<Enrolment, 'step'>>): Promise<Impact> => {
  const perStep = new Map<string, number>();
  for await (const { step } of running) perStep.set(step, (perStep.get(step) ?? 0) + 1);
  return { perStep: Object.fromEntries([...perStep].sort(([a], [b]) => (a < b ? -1 : 1))), empty: perStep.size === 0 };
};

/** What confirms an impact. It is another one as soon as the draft or the impact is. */
export const tokenOf = (workflow: { key: string; version: number }, { perStep }: Impact): string =>
  createHash('sha256')
    .update(JSON.stringify([workflow.key, workflow.version, perStep]))
    .digest('base64url')
    .slice(0, 22);

export const placeOfPublication = (workflow: string): Place => ({ kind: 'publication', id: workflow });

/** A publication as its configuration is: its own version is the generation of its moment. */
interface Publishing extends Publication {
  workflow: string;
  generation: number;
  by: Actor;
  eventId: string;
  /** Epoch milliseconds. */
  at: number;
}

/**
 * What goes with a publication: that it happened, and the moment at which those under way follow.
 */
export const publicationWrites = ({ workflow, version, running, generation, by, eventId, at }: Publishing): Write[] => {
  const place = placeOfPublication(workflow);
  const event: DomainEvent = {
    eventId,
    schemaVersion: 1,
    type: 'Workflow Published',
    occurredAt: iso(at),
    subject: { kind: 'configuration', id: `workflows/${workflow}` },
    actor: by,
    cause: { depth: 0 },
    changed: [],
    before: {},
    after: { workflow, version, running },
  };
  return [
    { put: { ...eventKey(place, generation, 0), event }, when: 'new' },
    ...(running === 'keep' ? [] : [momentWrite({ subject: place, at: iso(at), generation }, 'waiting')]),
  ];
};

/**
 * Whether a publication takes an enrolment along: one in an older version, and where all end, one
 * that was in this version before it was published again.
 */
export const isLeft = (
  { workflowVersion, enrolledAt }: Enrolment,
  { value: { version, running }, record }: Configured<'workflow-publications'>,
): boolean => {
  if (running === 'keep' || workflowVersion > version) return false;
  return workflowVersion < version || (running === 'end' && enrolledAt < record.updatedAt);
};

/**
 * An enrolment after a publication that takes those under way along. Moved, it goes on at the step
 * of the same path, since the same instant; what it waits for there is reckoned anew.
 */
export const asPublished = (
  enrolment: Enrolment,
  { version, value }: PublishedWorkflow,
  { running, at }: { running: Publication['running']; at: number },
): Enrolment => {
  const { step, log, waitingFor: _anew, ...rest } = enrolment;
  const path = sameStep(value.steps, step);
  const entry = (outcome: string) => ({
    ...enrolment,
    log: [...log, { path: step, at: iso(at), do: 'publish', outcome }],
  });
  if (running === 'end') return ended(entry('ended'), { status: 'aborted', at, reason: 'published' });
  if (path === undefined) return ended(entry('step-gone'), { status: 'finished', at, reason: 'published' });
  return {
    ...rest,
    log: entry('moved').log,
    workflowVersion: version,
    step: path,
    ...(path !== step && { since: iso(at) }),
  };
};
