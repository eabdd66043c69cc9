import type { DomainEvent } from '#shared/core/events/event.ts';
import type { Actor } from '#shared/core/records/primitives.ts';

// What may stay once nothing may say whom a record was about. Whatever is not named here goes:
// words, names, addresses, and what other people call a thing.

/** Stands where a text is required. */
export const noWords = '—';
/** Stands for somebody from outside who did something. */
export const nobodyId = 'anonymised';

/** Members that are kept as they are: keys of configuration, people of the staff, numbers, ids. */
const kept = new Set([
  'id',
  'caseId',
  'version',
  'type',
  'typeVersion',
  'instance',
  'status',
  'statusBefore',
  'state',
  'category',
  'stage',
  'subtype',
  'priority',
  'private',
  'public',
  'assignee',
  'reviewer',
  'escalated',
  'clocks',
  'clock',
  'timeInStage',
  'alertIds',
  'noteCount',
  'taskCount',
  'openTasks',
  'openQuestions',
  'repeats',
  'outcome',
  'operation',
  'targets',
  'routine',
  'mergedInto',
  'mergedFrom',
]);
/** What lies below a record, or how it was closed, and no actor: kept without the words inside. */
const isLookedInto = (name: string, member: object): boolean =>
  name === 'closure' || ('id' in member && !('kind' in member));

// An instant as records have it; no word looks like one.
export const isInstant = (value: unknown): boolean =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value);

/** A side of an event, or what lies in one, without a word about anybody. */
export const impersonal = (value: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(value).flatMap(([name, member]): [string, unknown][] => {
      if (kept.has(name) || isInstant(member) || typeof member === 'boolean') return [[name, member]];
      const isObject = typeof member === 'object' && member !== null && !Array.isArray(member);
      return isObject && isLookedInto(name, member) ? [[name, impersonal(member as Record<string, unknown>)]] : [];
    }),
  );

/** Who did something: staff, rules and clocks stay, a requester is nobody in particular. */
export const impersonalActor = (actor: Actor): Actor =>
  actor.kind === 'requester' ? { kind: 'requester', id: nobodyId } : actor;

/** An event of the history: who of staff did which kind of thing when, with the given `record`. */
export const impersonalEvent = (event: DomainEvent, record: Record<string, unknown> | undefined): DomainEvent => {
  const { contactId: _contact, record: _record, before, after, actor, ...rest } = event;
  return {
    ...rest,
    actor: impersonalActor(actor),
    before: impersonal(before),
    after: impersonal(after),
    ...(record && { record }),
  };
};
