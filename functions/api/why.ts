// From the value of a field back to what began it: event by rule by event, to a person, a signal or
// the clock. It looks at 1,000 events at the most, some 16 small reads for each cause.
import { withoutHiddenCases } from '#functions/api/hidden-cases.ts';
import { sight } from '#functions/api/sight.ts';
import { ruleAt } from '#functions/automation/passed-runs.ts';
import type { Services } from '#functions/services.ts';
import type { Person } from '#shared/access/person.ts';
import type { RuleRun } from '#shared/automation/rules/run.ts';
import { isOfTime } from '#shared/automation/rules/triggers.ts';
import { changeOf, type FieldChange, type FieldPath, valueIn } from '#shared/automation/why/field-change.ts';
import type { WhyLink } from '#shared/automation/why/why.routes.ts';
import { invalid } from '#shared/core/errors.ts';
import type { DomainEvent } from '#shared/core/events/event.ts';
import { findEvent } from '#shared/core/records/find-event.ts';
import { own } from '#shared/core/records/own.ts';
import type { RecordBase } from '#shared/core/records/primitives.ts';
import { readRecord } from '#shared/core/records/read.ts';
import { runKey } from '#shared/core/table/automation-keys.ts';
import { eventPrefix, partitionOf, type SubjectRef } from '#shared/core/table/keys.ts';

// Some 400 read units, for a value that thousands of other changes lie behind.
const mostEvents = 1_000;
const firstPage = 20;

interface SettingEvent {
  event: DomainEvent;
  change: FieldChange | undefined;
}

/** The event that a field has its value from: the last that changed it, or the first of all. */
const setBy = async (
  { table }: Services,
  subject: SubjectRef,
  path: FieldPath,
): Promise<SettingEvent | { setBefore: string }> => {
  // Behind those of versions lies what happened beside them.
  const range = { pk: partitionOf(subject), from: `${eventPrefix}0`, to: `${eventPrefix}:`, descending: true };
  let after: string | undefined;
  let oldest: DomainEvent | undefined;
  for (let looked = 0, limit = firstPage; looked < mostEvents; limit = 200) {
    const { items, more } = await table.query({ ...range, limit, after, consistent: true });
    for (const item of items) {
      const event = item.event as DomainEvent;
      const change = changeOf(event, path);
      if (change) return { event, change };
      oldest = event;
    }
    if (!more && oldest) return { event: oldest, change: undefined };
    looked += items.length;
    after = items.at(-1)?.sk;
    if (!more) break;
  }
  return { setBefore: oldest?.occurredAt ?? '' };
};

/** A rule as it ran, by what its run says, and the clock behind one that time set off. */
const ruleLinks = async (
  services: Services,
  { event, id, isSeen }: { event: DomainEvent; id: string; isSeen: boolean },
): Promise<WhyLink[]> => {
  const { subject, eventId = '' } = event.cause;
  const place = subject && subject.kind !== 'person' ? (subject as SubjectRef) : undefined;
  const item = place && (await services.table.get(runKey(place, eventId, id)));
  const run = item?.run as RuleRun | undefined;
  const compiled = run && (await ruleAt(services, { ruleId: id, version: run.ruleVersion }));
  const rule = compiled?.value;
  const kind = id.includes('/') ? ('routine' as const) : ('rule' as const);
  const at = run?.at ?? event.occurredAt;
  const detail = {
    ...(rule && kind === 'rule' && { title: rule.title }),
    ...(run && { version: run.ruleVersion }),
    ...(isSeen && run && { runId: run.id }),
  };
  const isOfClock = rule !== undefined && isOfTime(rule.trigger.event);
  // What time began is a link of its own, and the workflow another.
  if (compiled?.owner === 'workflows') return [{ kind: 'clock', id: 'workflow', at, detail }];
  return [{ kind, id, at, detail }, ...(isOfClock ? [{ kind: 'clock' as const, id: kind, at, detail: {} }] : [])];
};

/** What an event says of itself; `undefined` where the caller may not see its record. */
const eventLink = ({ eventId, occurredAt, type, subject }: DomainEvent, change: object | undefined): WhyLink => ({
  kind: 'event',
  id: eventId,
  at: occurredAt,
  detail: { type, subject, ...change },
});

/** The event that an effect came of, and whether the caller may see what it happened to. */
const causeOf = async (services: Services, { cause }: DomainEvent, caller: Person) => {
  const { eventId, subject } = cause;
  if (eventId === undefined || !subject || subject.kind === 'person' || subject.kind === 'configuration')
    return undefined;
  const place = { kind: subject.kind, id: subject.id };
  const record = await readRecord<RecordBase>(services.table, place.kind, place.id);
  const event = record && (await findEvent(services.table, place, { eventId, version: record.version }));
  if (!event) return undefined;
  // Staff may see every contact.
  const isSeen = place.kind === 'contact' || (await sight(services, caller))(place.kind, record);
  return { event, isSeen };
};

// A chain of rules ends at eight; each has an event and a rule.
const longestChain = 24;

/** A crossing is no act of its own: it follows from an event of the contact or of what it has. */
const isCrossing = ({ type }: DomainEvent): boolean => type === 'Segment Joined' || type === 'Segment Left';

/** What an automation made an event by, and who began that where no event did. */
const automationLinks = async (services: Services, event: DomainEvent, isSeen: boolean): Promise<WhyLink[]> => {
  const { actor, cause, occurredAt } = event;
  if (actor.kind === 'rule') return ruleLinks(services, { event, id: actor.id, isSeen });
  const { ruleId, begun } = cause;
  const enrolling = ruleId === undefined ? [] : await ruleLinks(services, { event, id: ruleId, isSeen });
  const byHand = begun ? [{ ...begun.by, at: begun.at, detail: {} }] : [];
  return [{ kind: 'workflow', id: actor.id, at: occurredAt, detail: {} }, ...enrolling, ...byHand];
};

/** The links behind an event: the rule and what set it off, or who or what began it. */
const linksBehind = async (services: Services, first: DomainEvent, caller: Person): Promise<WhyLink[]> => {
  const links: WhyLink[] = [];
  let event = first;
  let isSeen = true;
  while (links.length < longestChain) {
    const { kind, id } = event.actor;
    const isAutomatic = kind === 'rule' || kind === 'workflow';
    const found = isAutomatic || isCrossing(event) ? await causeOf(services, event, caller) : undefined;
    if (!found && !isAutomatic) {
      links.push({ kind, at: event.occurredAt, ...(isSeen && { id, detail: {} }) });
      break;
    }
    if (isAutomatic && !(found && isCrossing(event))) {
      const behind = await automationLinks(services, event, found?.isSeen ?? true);
      links.push(...behind.map((link) => (isSeen ? link : { kind: link.kind, at: link.at })));
    }
    if (!found) break;
    ({ event } = found);
    isSeen = isSeen && found.isSeen;
    links.push(isSeen ? eventLink(event, undefined) : { kind: 'event', at: event.occurredAt });
  }
  return links;
};

const chainOf = async (
  services: Services,
  { subject, path, caller }: { subject: SubjectRef; path: FieldPath; caller: Person },
): Promise<{ chain: WhyLink[]; setBefore?: string }> => {
  const found = await setBy(services, subject, path);
  if ('setBefore' in found) return { chain: [], ...found };
  const side = (value: unknown) => path.reduceRight<unknown>((inner, step) => ({ [step]: inner }), value);
  const sides = found.change && { before: side(found.change.before), after: side(found.change.after) };
  return { chain: [eventLink(found.event, sides), ...(await linksBehind(services, found.event, caller))] };
};

interface WhyQuestion {
  subject: SubjectRef;
  /** The record as it is answered. */
  shown: object;
  /** Its members, and by member what the type defines below it. */
  members: readonly string[];
  below: Readonly<Record<string, readonly string[]>>;
  field: string;
  caller: Person;
}

const unknownField = (field: string) =>
  invalid([{ pointer: '/query/field', code: 'unknown-field', detail: `there is no field "${field}"` }]);

/** @throws 400 where such a record has no such field */
const pathOf = ({ field, members, below }: WhyQuestion): FieldPath => {
  const [member = '', ...rest] = field.split('.');
  const inside = own(below, member);
  const isKnown = inside && rest.length > 0 ? inside.includes(rest.join('.')) : rest.length === 0;
  if (!isKnown || !members.includes(member)) throw unknownField(field);
  return [member, ...rest];
};

/** Why a field of a record that the caller may see has its value. */
export const whyOf = async (services: Services, question: WhyQuestion) => {
  const { subject, caller } = question;
  const path = pathOf(question);
  const shown = (await withoutHiddenCases(services, { body: question.shown, caller })) as Record<string, unknown>;
  return { value: valueIn(shown, path) ?? null, ...(await chainOf(services, { subject, path, caller })) };
};
