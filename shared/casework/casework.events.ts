import { activityEvents } from '#shared/casework/activities/activity.events.ts';
import { alertEvents } from '#shared/casework/alerts/alert.events.ts';
import { appointmentEvents } from '#shared/casework/appointments/appointment.events.ts';
import { assignmentEvents } from '#shared/casework/assignment/assignment.events.ts';
import { caseEvents } from '#shared/casework/cases/case.events.ts';
import { clockEvents } from '#shared/casework/cases/clocks/clock.events.ts';
import type { CaseEventDeclaration } from '#shared/casework/cases/declare-case-event.ts';
import { linkEvents } from '#shared/casework/cases/links/link.events.ts';
import { mailEvents } from '#shared/casework/cases/mail.events.ts';
import { peopleEvents } from '#shared/casework/cases/people/people.events.ts';
import { contactEvents } from '#shared/casework/contacts/contact.events.ts';
import { fileEvents } from '#shared/casework/files/file.events.ts';
import { forgottenEvents } from '#shared/casework/forgotten/forgotten.events.ts';
import { noteEvents } from '#shared/casework/notes/note.events.ts';
import { questionEvents } from '#shared/casework/questions/question.events.ts';
import { silenceEvents } from '#shared/casework/silence/silence.events.ts';
import { taskEvents } from '#shared/casework/tasks/task.events.ts';
import type { DomainEvent, EventDraft } from '#shared/core/events/event.ts';
import type { EventDeclaration, EventOf, Payload, Shape } from '#shared/core/events/event-declaration.ts';

/** Every event of casework. */
export const caseworkEvents = [
  ...alertEvents,
  ...caseEvents,
  ...assignmentEvents,
  ...forgottenEvents,
  ...peopleEvents,
  ...linkEvents,
  ...taskEvents,
  ...clockEvents,
  ...activityEvents,
  ...appointmentEvents,
  ...noteEvents,
  ...fileEvents,
  ...questionEvents,
  ...silenceEvents,
  ...mailEvents,
  ...contactEvents,
] as const;

type CaseworkDeclaration = (typeof caseworkEvents)[number];
export type CaseworkEventType = CaseworkDeclaration['type'];

/** An event of casework, discriminated by its type. */
export type CaseworkEvent = EventOf<CaseworkDeclaration>;

/** One of them. */
export type CaseworkEventOf<K extends CaseworkEventType> = Extract<CaseworkEvent, { type: K }>;
/** What it says happened, without who, when and why. */
export type DraftOf<K extends CaseworkEventType> = K extends K
  ? Pick<CaseworkEventOf<K>, 'type' | 'changed' | 'before' | 'after'>
  : never;

type ByType = { [D in CaseworkDeclaration as D['type']]: D };
type SideOf<K extends CaseworkEventType, S extends 'before' | 'after'> =
  Awaited<ReturnType<NonNullable<ByType[K][S]>>> extends infer Members extends Shape ? Payload<Members> : never;
type PayloadMember<M extends string, D> = D extends D
  ? keyof D extends never
    ? { [_ in M]?: Record<string, never> }
    : Record<never, never> extends D
      ? { [_ in M]?: D }
      : { [_ in M]: D }
  : never;

/**
 * What a decision says of an event beside the change of the record: `detail` after it, and `was`
 * before it.
 */
export type SaidOf<K extends CaseworkEventType> = PayloadMember<'detail', SideOf<K, 'after'>> & {
  was?: SideOf<K, 'before'>;
};

/** Those that a case has on its history, and those of them that its clocks hear. */
export type CaseEventType = Extract<CaseworkDeclaration, { publicity: string }>['type'];
export type ClockEventType = Extract<CaseworkDeclaration, { movesClocks?: true }>['type'];

const declarations: ReadonlyMap<string, EventDeclaration> = new Map(caseworkEvents.map((one) => [one.type, one]));

/**
 * Whether casework has such an event: one of another version of Caseward may have a name that this
 * one does not know.
 */
export const isCaseworkEvent = (event: DomainEvent): event is CaseworkEvent => declarations.has(event.type);
export const isCaseworkDraft = (draft: EventDraft): draft is DraftOf<CaseworkEventType> => declarations.has(draft.type);

/** What is declared of an event; undefined where casework has none of this name. */
export const declarationOf = (type: string): EventDeclaration | undefined => declarations.get(type);

/** Those that a case has on its history. */
export const eventsOfCases: ReadonlyMap<string, CaseEventDeclaration> = new Map(
  caseworkEvents.flatMap((one) => ('publicity' in one ? [[one.type, one] as const] : [])),
);
