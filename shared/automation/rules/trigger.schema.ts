import * as z from 'zod';
import { noActivityTrigger, scheduleTrigger } from '#shared/automation/rules/time/time-triggers.schema.ts';
import { triggerEvents } from '#shared/automation/rules/triggers.ts';
import type { DomainEvent } from '#shared/core/events/event.ts';
import { own } from '#shared/core/records/own.ts';
import { key } from '#shared/core/records/primitives.ts';

/** Triggers that say of which segment or mapping they are, by the member that names it. */
const qualified = {
  'segment-joined': 'segment',
  'segment-left': 'segment',
  signal: 'mapping',
} as const;

/** The triggers that are nothing but a name. */
const plain = triggerEvents.filter((name) => !Object.hasOwn(qualified, name));

/** Triggers that events set off. */
const eventTriggers = [
  z.strictObject({ event: z.enum(plain) }),
  z.strictObject({ event: z.enum(['segment-joined', 'segment-left']), segment: key }),
  z.strictObject({ event: z.literal('signal'), mapping: key }),
] as const;

/** What a rule waits for. */
export const triggerSchema = z.discriminatedUnion('event', [...eventTriggers, noActivityTrigger, scheduleTrigger]);
export type Trigger = z.infer<typeof triggerSchema>;

/** A trigger as one text: the same for what waits for the same. */
export const nameOfTrigger = (trigger: Trigger): string => {
  const member = own<string>(qualified, trigger.event);
  return member === undefined ? trigger.event : `${trigger.event} ${String(Reflect.get(trigger, member))}`;
};

/** What an event sets off, of the triggers by these names, each as one text. */
export const namesSetOff = (triggers: readonly string[], { before, after }: Pick<DomainEvent, 'before' | 'after'>) =>
  triggers.map((trigger) => {
    const member = own<string>(qualified, trigger);
    return member === undefined ? trigger : `${trigger} ${String(own(after, member) ?? own(before, member))}`;
  });
