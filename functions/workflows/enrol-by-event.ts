import { allowanceOf } from '#functions/automation/limits.ts';
import type { Services } from '#functions/services.ts';
import { enabledWorkflows } from '#functions/workflows/published.ts';
import { type EnrolmentWorld, subjectOf, worldOf } from '#functions/workflows/world.ts';
import { deepestChain } from '#shared/automation/rules/decide-run.ts';
import { ruleStopped } from '#shared/automation/rules/rule-stopped.ts';
import {
  beginIn,
  contextOfRecord,
  onlyEnrolmentId,
  type PublishedWorkflow,
} from '#shared/automation/workflows/enrol.ts';
import { enrolmentId } from '#shared/automation/workflows/enrolment.ts';
import { keptEvent } from '#shared/automation/workflows/kept-event.ts';
import { nameInCauses } from '#shared/automation/workflows/name-in-causes.ts';
import { isSetOff } from '#shared/automation/workflows/trigger.ts';
import { evaluate } from '#shared/core/conditions/evaluate.ts';
import { readsOf } from '#shared/core/conditions/plan.ts';
import type { DomainEvent } from '#shared/core/events/event.ts';
import { eventSource } from '#shared/core/events/source.ts';
import { enrolmentKey } from '#shared/core/table/automation-keys.ts';
import { againOnConflict } from '#shared/core/table/commit.ts';
import type { Write } from '#shared/core/table/decision.ts';
import type { SubjectRef } from '#shared/core/table/keys.ts';

/** An event that is about a contact, with the triggers that it sets off. */
export interface EventOfContact {
  event: DomainEvent;
  contactId: string;
  triggers: readonly string[];
}

const recordOf = ({ subject: { kind, id } }: DomainEvent): SubjectRef | undefined =>
  kind === 'person' ? undefined : { kind, id };

const holds = ({ value }: PublishedWorkflow, world: EnrolmentWorld, event: DomainEvent, at: number): boolean => {
  const { condition } = value;
  if (!condition) return true;
  const { type: detailType, ...detail } = event;
  const asked = { ...subjectOf(world, { source: eventSource, detailType, detail }), ...taskIn(event) };
  return evaluate(condition, asked, at).held;
};

const taskIn = ({ after }: DomainEvent) => (after.task ? { task: after.task as object } : {});

const nameOf = ({ key }: PublishedWorkflow): string => nameInCauses(key);

/** A workflow and an event that may begin it for somebody. */
interface Occasion {
  published: PublishedWorkflow;
  happened: EventOfContact;
  /** Epoch milliseconds. */
  at: number;
}

const causeOf = ({ published, happened: { event } }: Occasion) => ({
  eventId: event.eventId,
  subject: event.subject,
  depth: event.cause.depth + 1,
  rules: [...(event.cause.rules ?? []), nameOf(published)],
});

/** That a workflow runs wild is an event, once for what it was stopped on. */
const stop = (occasion: Occasion, reason: 'limit' | 'depth'): Write => {
  const { published, happened, at } = occasion;
  const { contactId, event } = happened;
  // Named by what it is about, so that an event that comes again says it once.
  const eventId = enrolmentId({ workflow: nameOf(published), contactId, occasion: `${reason} ${event.eventId}` });
  const by = { kind: 'workflow' as const, id: published.key };
  return ruleStopped({ key: nameOf(published), reason }, { eventId, by, at, cause: causeOf(occasion) });
};

/** What enrolling the contact of an event in a workflow writes: nothing where it may not. */
const writesOf = async (services: Services, occasion: Occasion): Promise<Write[]> => {
  const { published, happened, at } = occasion;
  const { event, contactId } = happened;
  if (event.cause.depth >= deepestChain) return [stop(occasion, 'depth')];
  const allowance = await allowanceOf(services, { key: nameOf(published), value: published.value }, at);
  if (allowance.isLimited) return allowance.isFirst ? [...allowance.writes, stop(occasion, 'limit')] : [];
  const { writes } = beginIn(published, {
    contactId,
    context: contextOfRecord(recordOf(event)),
    occasion: event.eventId,
    by: { kind: 'workflow', id: published.key },
    cause: causeOf(occasion),
    event: keptEvent(event),
    at,
    newId: () => services.newId(at),
  });
  return [...allowance.writes, ...writes];
};

/** Enrols the contact of an event in one workflow, once for the event. */
const enrolIn = (services: Services, published: PublishedWorkflow, happened: EventOfContact): Promise<void> =>
  againOnConflict(async () => {
    const { event, contactId } = happened;
    const context = contextOfRecord(recordOf(event));
    const name = { workflow: published.key, contactId, context };
    const id = onlyEnrolmentId(published, name) ?? enrolmentId({ ...name, occasion: event.eventId });
    // They are in it already, by this event or by one before it.
    if (await services.table.get(enrolmentKey(id))) return;
    const occasion = { published, happened, at: services.now() };
    const writes = await writesOf(services, occasion);
    const actor = { kind: 'workflow' as const, id: published.key };
    if (writes.length > 0) await services.commit({ actor, at: occasion.at, cause: causeOf(occasion) }, [], writes);
  });

/** Enrols the contact of an event in every workflow that it begins, but for what those caused. */
export const enrolBy = async (services: Services, happened: EventOfContact): Promise<void> => {
  const { event, contactId } = happened;
  const begun = (await enabledWorkflows(services.definitions)).filter(
    (published) => isSetOff(published.value.trigger, happened) && !event.cause.rules?.includes(nameOf(published)),
  );
  if (begun.length === 0) return;
  const reads = begun.flatMap(({ value: { condition } }) => (condition ? [readsOf(condition)] : []));
  const world = await worldOf(services, { contactId, context: contextOfRecord(recordOf(event)) }, reads);
  if (!world) return;
  for (const published of begun)
    if (holds(published, world, event, services.now())) await enrolIn(services, published, happened);
};
