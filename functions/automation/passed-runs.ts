// What a rule said that nothing came of, as a run: worked out again from the event that is kept,
// the records as they were, by their versions, and the version of the rule.
import type { ReadingServices, Services } from '#functions/services.ts';
import type { RuleTarget } from '#shared/automation/rules/act.ts';
import type { Explained, PassedRule } from '#shared/automation/rules/explained.ts';
import { routineIndexOf } from '#shared/automation/rules/routines.ts';
import { type CompiledRule, compileRule } from '#shared/automation/rules/rule-index.ts';
import type { RuleRun } from '#shared/automation/rules/run.ts';
import { subjectOf } from '#shared/automation/rules/run-inputs.ts';
import { workflowInCauses } from '#shared/automation/workflows/name-in-causes.ts';
import { compileTimed } from '#shared/automation/workflows/timed-workflow.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import { evaluate } from '#shared/core/conditions/evaluate.ts';
import type { Explanation } from '#shared/core/conditions/explanation.ts';
import { nodesOf } from '#shared/core/conditions/plan.ts';
import type { EventDetail } from '#shared/core/events/detail.ts';
import type { DomainEvent } from '#shared/core/events/event.ts';
import { detailOf } from '#shared/core/events/published-detail.ts';
import { eventBeside } from '#shared/core/records/find-event.ts';
import { iso } from '#shared/core/records/instants.ts';
import { eventsOfVersion, partitionOf, type SubjectRef } from '#shared/core/table/keys.ts';

export type EventsOfVersion = (subject: SubjectRef, version: number) => Promise<DomainEvent[]>;

/** Reads the events of a version of a record, each version once. */
export const eventsReader = ({ table }: Pick<ReadingServices, 'table'>): EventsOfVersion => {
  const known = new Map<string, Promise<DomainEvent[]>>();
  return (subject, version) => {
    const range = { pk: partitionOf(subject), prefix: `${eventsOfVersion(version)}#` };
    const key = `${range.pk} ${range.prefix}`;
    const events =
      known.get(key) ?? table.query(range).then(({ items }) => items.map(({ event }) => event as DomainEvent));
    known.set(key, events);
    return events;
  };
};

/** A rule or a routine at a version, or a workflow that time began. */
export const ruleAt = async (
  { definitions }: Pick<ReadingServices, 'definitions'>,
  { ruleId, version }: Pick<PassedRule, 'ruleId' | 'version'>,
): Promise<CompiledRule | undefined> => {
  const workflow = workflowInCauses(ruleId);
  const published = workflow === undefined ? undefined : await definitions.atVersion('workflows', workflow, version);
  const timed = published && compileTimed(published);
  if (timed) return timed;
  const [type = '', routine] = ruleId.split('/');
  if (routine === undefined) {
    const found = await definitions.atVersion('rules', ruleId, version);
    return found && compileRule(found, 0);
  }
  const found = await definitions.atVersion('case-types', type, version);
  return found && [...routineIndexOf(found).values()].flat().find(({ key }) => key === ruleId);
};

/** An event of a version, or one that happened beside the versions. */
const eventOf = async (
  { table }: Services,
  place: SubjectRef,
  { eventId, among }: { eventId: string; among: Promise<DomainEvent[]> },
): Promise<DomainEvent | undefined> =>
  (await among).find((one) => one.eventId === eventId) ?? eventBeside(table, place, eventId);

/** What was asked about, as it was; undefined where some of it is gone. */
const explain = async (
  services: Services,
  { explained, passed, eventsOf }: { explained: Explained; passed: PassedRule; eventsOf: EventsOfVersion },
): Promise<Explanation | undefined> => {
  const { kind, recordId, eventId, eventVersion, scenes } = explained;
  const scene = scenes[passed.scene ?? 0];
  const rule = await ruleAt(services, passed);
  if (!scene || !rule) return undefined;
  const place = { kind, id: recordId };
  const recordOf = async (subject: SubjectRef, version: number) => (await eventsOf(subject, version))[0]?.record;
  const [event, record, contact, linkedCase] = await Promise.all([
    eventOf(services, place, { eventId, among: eventsOf(place, eventVersion) }),
    recordOf(place, scene.version),
    scene.contact && recordOf({ kind: 'contact', id: scene.contact.id }, scene.contact.version),
    scene.case && recordOf({ kind: 'case', id: scene.case.id }, scene.case.version),
  ]);
  if (!event || !record || (scene.contact && !contact) || (scene.case && !linkedCase)) return undefined;
  const occurrence = { event: JSON.parse(detailOf(event)) as EventDetail, detailType: event.type };
  const beside = { contact: contact as Contact | undefined, linkedCase: linkedCase as Case | undefined };
  const subject = subjectOf({ kind, record } as unknown as RuleTarget, beside, occurrence);
  const { condition } = rule.value;
  return condition ? evaluate(condition, subject, scene.at).explanation : { all: [], held: true };
};

/** The comparison that decided, where the whole is not to be had any more. */
const remainderOf = async (services: Services, passed: PassedRule): Promise<Explanation> => {
  const { decided } = passed;
  if (!decided) return { all: [], held: false };
  const condition = (await ruleAt(services, passed))?.value.condition;
  const found = [...(condition ? nodesOf(condition, '/condition') : [])].find((one) => one.pointer === decided.pointer);
  const node = found && 'field' in found.node ? found.node : { field: decided.pointer, op: 'is' as const };
  return { field: node.field, op: node.op, wanted: node.value ?? null, value: decided.value, held: false };
};

/** The run of a rule that nothing came of. */
export const passedRun = async (
  services: Services,
  explained: Explained,
  { passed, eventsOf }: { passed: PassedRule; eventsOf: EventsOfVersion },
): Promise<RuleRun & { explanation: Explanation }> => {
  const { ruleId, version, skipped } = passed;
  const { eventId, recordId, scenes } = explained;
  const explanation =
    passed.explanation ??
    (await explain(services, { explained, passed, eventsOf })) ??
    (await remainderOf(services, passed));
  return {
    id: `${eventId}-${ruleId}`,
    ruleId,
    ruleVersion: version,
    eventId,
    recordId,
    at: iso(scenes[passed.scene ?? 0]?.at ?? 0),
    matched: false,
    ...(skipped && { skipped }),
    explanation,
    actions: [],
  };
};
