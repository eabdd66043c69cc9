import { layouts, type Services } from '#functions/services.ts';
import { type EnrolmentRun, stepOnce } from '#functions/workflows/run-enrolment.ts';
import { subjectOf, worldOf } from '#functions/workflows/world.ts';
import { conditionOfRule } from '#shared/automation/rules/rule-index.ts';
import { occurrenceTypes } from '#shared/automation/rules/time/occurrence.ts';
import { isOfTime, typesSettingOff } from '#shared/automation/rules/triggers.ts';
import { beginIn } from '#shared/automation/workflows/enrol.ts';
import type { EnrolmentContext, LogEntry } from '#shared/automation/workflows/enrolment.schema.ts';
import type { Enrolment, KeptEvent } from '#shared/automation/workflows/enrolment.ts';
import type { SimulatedStep } from '#shared/automation/workflows/simulation.schema.ts';
import { enrollingRule } from '#shared/automation/workflows/timed-workflow.ts';
import type { Workflow } from '#shared/automation/workflows/workflow.schema.ts';
import type { Condition } from '#shared/core/conditions/condition.ts';
import { evaluate } from '#shared/core/conditions/evaluate.ts';
import { readsOf } from '#shared/core/conditions/plan.ts';
import { configured, type Definitions } from '#shared/core/definitions/definitions.ts';
import type { Kind } from '#shared/core/definitions/kind.ts';
import type { DomainEvent, Intent } from '#shared/core/events/event.ts';
import { eventSource } from '#shared/core/events/source.ts';
import { epoch, iso } from '#shared/core/records/instants.ts';
import { commit } from '#shared/core/table/commit.ts';
import type { Decision, Item, Write } from '#shared/core/table/decision.ts';
import { OverlayTable } from '#shared/core/table/overlay-table.ts';
import { type HeardEvent, isHeard } from '#shared/mail/notifications/mail-due.events.ts';

// A simulation is an enrolment by the same steps, over a table that keeps writes in memory, at
// instants that nobody waits for, with mails that are not sent.

interface Simulated {
  /** Its key, or that of a body which nobody has saved. */
  key: string;
  value: Workflow;
  contactId: string;
  context?: EnrolmentContext | undefined;
  /** What happens to the contact meanwhile. */
  events: readonly { at: string; event: string }[];
  /** Epoch milliseconds. */
  from: number;
}

// No workflow has more steps, and every wait but one ends a step.
const mostTurns = 1000;

/** The configuration in which the one workflow is published as it is tried. */
const definitionsWith = (definitions: Definitions, key: string, value: Workflow): Definitions => {
  const record = { id: `workflows/${key}`, kind: 'workflows', key, version: 1, value } as never;
  const tried = configured<Kind>(record);
  return Object.create(definitions, {
    all: { value: (kind: Kind) => definitions.all(kind) },
    beside: { value: <T>(name: string, load: () => Promise<T>) => definitions.beside(name, load) },
    one: {
      value: async (kind: Kind, wanted: string) => {
        if (wanted !== key || !kind.startsWith('workflow')) return definitions.one(kind, wanted);
        return kind === 'workflows' ? tried : undefined;
      },
    },
    atVersion: {
      value: async (kind: Kind, wanted: string, version: number) =>
        kind === 'workflows' && wanted === key ? tried : definitions.atVersion(kind, wanted, version),
    },
  }) as Definitions;
};

/** Services that write into memory, at an instant that is set. */
const rehearsing = (services: Services, { key, value, from }: Simulated) => {
  const table = new OverlayTable(services.table);
  const clock = { now: from };
  const { newId } = services;
  const rehearsed: Services = Object.create(services, {
    table: { value: table },
    now: { value: () => clock.now },
    definitions: { value: definitionsWith(services.definitions, key, value) },
    wakeUps: { value: { start: async () => undefined, horizonFrom: () => Number.NEGATIVE_INFINITY } },
    commit: {
      value: (intent: Intent, decisions: Decision[], extra?: Write[]) =>
        commit({ table, layouts, newId }, intent, decisions, extra),
    },
  });
  return { services: rehearsed, clock, table };
};

/** The mail that a step asked for. */
const mailIn = async (services: Services, items: readonly Item[]): Promise<SimulatedStep['mail']> => {
  const events = items.flatMap((item) => (item.event as DomainEvent | undefined) ?? []);
  const asked = events.find((event): event is HeardEvent => event.type === 'Mail Requested' && isHeard(event));
  if (!asked) return undefined;
  // Few workflows that are tried mail anything.
  const { mailOf } = await import('#functions/workflows/simulated-mail.ts');
  return mailOf(services, asked);
};

const stepOf = ({ path, at, do: name, outcome, made, explanation }: LogEntry): SimulatedStep => ({
  path,
  at,
  do: name,
  outcome,
  ...(made && { made }),
  ...(explanation !== undefined && { explanation }),
});

/** What an enrolment that waits goes on with: what happens first, its instant or an event. */
const nextOf = ({ since, waitingFor }: Enrolment, events: Simulated['events']) => {
  const met = events
    .filter(({ at, event }) => event === waitingFor?.event && at >= since)
    .sort((one, other) => (one.at < other.at ? -1 : 1))[0];
  const at = waitingFor?.at;
  if (met && (at === undefined || met.at <= at)) return { at: met.at, event: met.event };
  return at === undefined ? undefined : { at, event: undefined };
};

/** What is known of an event that is only said to happen. */
const happened = (trigger: string, at: string): KeptEvent => {
  const detailType = isOfTime(trigger) ? occurrenceTypes[trigger] : [...typesSettingOff(trigger)][0];
  return { source: eventSource, detailType: detailType ?? trigger, detail: { occurredAt: iso(epoch(at)) } };
};

/** What would have begun it, where that is not somebody's hand. */
const beginning = ({ event }: Workflow['trigger'], at: string): KeptEvent | undefined => {
  if (event === 'by-hand') return undefined;
  return happened(event === 'form-submitted' ? 'case-created' : event, at);
};

/** What has to hold for somebody whom it begins with. */
const conditionOf = (key: string, value: Workflow): Condition | undefined => {
  const timed = enrollingRule(key, value);
  return timed ? conditionOfRule(timed) : value.condition;
};

/**
 * Goes through a workflow from an instant on. @returns each step at its instant, and where it
 * stands at the end
 */
export const simulate = async (real: Services, simulated: Simulated) => {
  const { services, clock, table } = rehearsing(real, simulated);
  const { key, value, contactId, context, events, from } = simulated;
  const asked = conditionOf(key, value);
  const world = await worldOf(services, { contactId, context }, asked ? [readsOf(asked)] : []);
  const event = beginning(value.trigger, iso(from));
  const condition = asked && world && evaluate(asked, subjectOf(world, event), from);
  const { enrolment, writes } = beginIn(
    { key, version: 1, value },
    {
      contactId,
      context,
      occasion: services.newId(from),
      by: { kind: 'workflow', id: key },
      cause: { depth: 0 },
      event,
      at: from,
      newId: () => services.newId(from),
    },
  );
  await services.commit({ actor: enrolment.enrolledBy, at: from, cause: enrolment.cause }, [], writes);
  const steps: SimulatedStep[] = [];
  let run: EnrolmentRun = {};
  let current = enrolment;
  for (let turn = 0; turn < mostTurns; turn++) {
    const seen = new Set(table.written);
    const { after = current, more } = await stepOnce(services, enrolment.id, run);
    current = after;
    const mail = await mailIn(
      services,
      table.written.filter((item) => !seen.has(item)),
    );
    const fresh = current.log.slice(steps.length).map(stepOf);
    steps.push(...fresh.map((step) => (mail && step.do === 'send-mail' ? { ...step, mail } : step)));
    run = {};
    if (more) continue;
    const next = current.status === 'running' ? nextOf(current, events) : undefined;
    if (!next) break;
    clock.now = epoch(next.at);
    if (next.event !== undefined) run = { occurred: { triggers: [next.event], event: happened(next.event, next.at) } };
  }
  const { status, step, waitingFor } = current;
  return {
    steps,
    status,
    ...(waitingFor && { step, waitingFor }),
    ...(condition && { condition: { held: condition.held, explanation: condition.explanation } }),
  };
};
