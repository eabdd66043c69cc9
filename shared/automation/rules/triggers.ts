import { triggeringEvents } from '#shared/automation/automation.events.ts';
import { type TargetKind, targetKinds } from '#shared/automation/rules/rule-action.ts';
import type { DomainEvent } from '#shared/core/events/event.ts';

const names = new Set([...triggeringEvents.values()].flatMap(({ triggers = {} }) => Object.keys(triggers)));

/**
 * Which events a rule may wait for, by the name a rule uses: events declare which of these they set
 * off.
 */
export const triggerEvents: readonly string[] = [...names];

/** The triggers that an event sets off. */
export const triggersOf = (event: Pick<DomainEvent, 'type' | 'subject' | 'changed' | 'after'>): string[] =>
  Object.entries(triggeringEvents.get(event.type)?.triggers ?? {}).flatMap(([name, when]) =>
    when === true || when(event) ? [name] : [],
  );

/** The types of events that may set off a trigger. */
export const typesSettingOff = (trigger: string): ReadonlySet<string> =>
  new Set(
    [...triggeringEvents].flatMap(([type, { triggers = {} }]) => (Object.hasOwn(triggers, trigger) ? [type] : [])),
  );

const kindsOf = (trigger: string): TargetKind[] => {
  const about = [...triggeringEvents.values()].flatMap((event) =>
    Object.hasOwn(event.triggers ?? {}, trigger) ? event.about : [],
  );
  const kinds = targetKinds.filter((kind) => about.includes(kind));
  // Some events are of an alert and of its case one each; what is named after one is about that.
  const named = kinds.filter((kind) => trigger.startsWith(`${kind}-`));
  return named.length > 0 ? named : kinds;
};
const kinds = new Map(triggerEvents.map((trigger) => [trigger, kindsOf(trigger)]));

/** These happen to a contact, whatever else their events are about. */
const ofContacts: ReadonlySet<string> = new Set(['segment-joined', 'segment-left', 'signal']);

/** No event sets these off: time does. */
export const triggersOfTime = ['no-activity', 'schedule'] as const;
export type TimeTrigger = (typeof triggersOfTime)[number];
export const isOfTime = (trigger: string): trigger is TimeTrigger =>
  (triggersOfTime as readonly string[]).includes(trigger);

/** What a trigger happens to. */
export const subjectsOf = (trigger: string): readonly TargetKind[] => {
  if (isOfTime(trigger)) return targetKinds;
  return ofContacts.has(trigger) ? ['contact'] : (kinds.get(trigger) ?? []);
};
