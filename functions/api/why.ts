// From the value of a field back to what began it: event by rule by event, to a person, a signal or
// the clock. It looks at 1,000 events at the most, some 16 small reads for each cause.
import { withoutHiddenCases } from '#functions/api/hidden-cases.ts';
import { sight } from '#functions/api/sight.ts';
import type { Services } from '#functions/services.ts';
import type { Person } from '#shared/access/person.ts';
import type { RuleRun } from '#shared/automation/rules/run.ts';
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

/** A rule as it ran, by what its run says. */
const ruleLink = async ({ table, definitions }: Services, event: DomainEvent, isSeen: boolean): Promise<WhyLink> => {
  const { id } = event.actor;
  const { subject } = event.cause;
  const isRoutine = id.includes('/');
  const kind = isRoutine ? ('routine' as const) : ('rule' as const);
  const eventId = event.cause.eventId ?? '';
  const item =
    subject && subject.kind !== 'person' ? await table.get(runKey(subject as SubjectRef, eventId, id)) : undefined;
  const run = item?.run as RuleRun | undefined;
  const title = run && !isRoutine && (await definitions.atVersion('rules', id, run.ruleVersion))?.value.title;
  const detail = {
    ...(title && { title }),
    ...(run && { version: run.ruleVersion }),
    ...(isSeen && run && { runId: run.id }),
  };
  return { kind, id, at: run?.at ?? event.occurredAt, detail };
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

/** The links behind an event: the rule and what set it off, or who or what began it. */
const linksBehind = async (services: Services, first: DomainEvent, caller: Person): Promise<WhyLink[]> => {
  const links: WhyLink[] = [];
  let event = first;
  let isSeen = true;
  while (links.length < longestChain) {
    const { kind, id } = event.actor;
    if (kind !== 'rule' && kind !== 'workflow') {
      links.push({ kind, at: event.occurredAt, ...(isSeen && { id, detail: {} }) });
      break;
    }
    const found = await causeOf(services, event, caller);
    if (!isSeen) links.push({ kind, at: event.occurredAt });
    else if (kind === 'rule') links.push(await ruleLink(services, event, found?.isSeen ?? true));
    else links.push({ kind, id, at: event.occurredAt, detail: {} });
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
  const [member] = path;
  const sides = found.change && { before: { [member]: found.change.before }, after: { [member]: found.change.after } };
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
