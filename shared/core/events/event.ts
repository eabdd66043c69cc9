import { isDeepStrictEqual } from 'node:util';
import type * as z from 'zod';
import type { causeSchema, eventSchema } from '#shared/core/events/event.schema.ts';
import { internalMembers } from '#shared/core/events/internal-members.ts';
import { own } from '#shared/core/records/own.ts';
import type { Actor } from '#shared/core/records/primitives.ts';

export type Cause = z.infer<typeof causeSchema>;
/**
 * What happened to a record: its history, what the stream publishes and what an auditor reads are
 * one concept. What each event says is declared beside its record.
 */
export type DomainEvent = z.infer<typeof eventSchema>;

/** What a decision says happened; the commit adds who, when and why. */
export interface EventDraft {
  type: string;
  changed: string[];
  before: Record<string, unknown>;
  after: Record<string, unknown>;
  /** Who did it and when, where it happened elsewhere before it was brought in. */
  original?: { by: Actor; at: string };
}

/** Who does something, when, and what led to it. */
export interface Intent {
  actor: Actor;
  /** Epoch milliseconds. */
  at: number;
  cause: Cause;
}

export const byHand = { depth: 0 } as const satisfies Cause;

// Fields that every change moves; they say nothing about what changed.
const bookkeeping = new Set(['version', 'updatedAt', 'generation', 'agenda', 'helpers']);

// A record comes back from the table with its members in another order: then the texts differ, and
// nothing has changed.
const sameJson = (a: unknown, b: unknown): boolean =>
  a === b || JSON.stringify(a) === JSON.stringify(b) || isDeepStrictEqual(a, b);

/**
 * The draft of an event from the two sides of a change: which fields moved, and their values before
 * and after.
 */
export const changeEvent = (type: string, before: object, after: object): EventDraft => {
  const old: Record<string, unknown> = { ...before };
  const now: Record<string, unknown> = { ...after };
  const changed = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter(
    (field) => !bookkeeping.has(field) && !sameJson(own(old, field), own(now, field)),
  );
  const pick = (from: Record<string, unknown>) =>
    Object.fromEntries(changed.map((field) => [field, own(from, field)]).filter(([, value]) => value !== undefined));
  return { type, changed, before: pick(old), after: pick(now) };
};

/**
 * The draft of the event that a record begins with. What it began with is its record; the event is
 * kept without saying it twice, and `withInitialValues` adds it again for consumers.
 */
export const creationEvent = (type: string, record: object): EventDraft => ({
  type,
  changed: Object.keys(record).filter((field) => !bookkeeping.has(field) && !internalMembers.has(field)),
  before: {},
  after: {},
});

/**
 * An event as consumers get it: with the initial values of a new record, which the stored event
 * leaves out.
 */
export const withInitialValues = <E extends Pick<DomainEvent, 'changed' | 'before' | 'after'> & { record?: object }>(
  event: E,
): E => {
  const { changed, before, after } = event;
  const record = event.record as Record<string, unknown> | undefined;
  const initial = changed.filter((field) => !Object.hasOwn(before, field) && !Object.hasOwn(after, field));
  if (!record || initial.length === 0) return event;
  return { ...event, after: { ...Object.fromEntries(initial.map((field) => [field, own(record, field)])), ...after } };
};
