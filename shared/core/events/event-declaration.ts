import type * as z from 'zod';
import type { DomainEvent } from '#shared/core/events/event.ts';
import type { RecordKind } from '#shared/core/table/keys.ts';

// One declaration says all that there is to know of an event, beside the record whose event it is.
// What needs all of them derives that from the list in shared/contract/events.ts.

/** Members of `before` or `after` beside those of the record, by name. */
export type Shape = Readonly<Record<string, z.ZodType>>;
export type NoShape = Readonly<Record<never, z.ZodType>>;

/** Built when asked for: no function asks, and each cold start would pay for all schemas. */
type Lazy<S> = () => S | Promise<S>;

/** Whether an event sets off a trigger of rules. */
type EventCondition = true | ((event: Pick<DomainEvent, 'subject' | 'changed' | 'after'>) => boolean);

export interface EventDeclaration<
  T extends string = string,
  C extends z.ZodType | undefined = z.ZodType | undefined,
  B extends Shape = Shape,
  A extends Shape = Shape,
> {
  /** Its name, past tense: the detail-type on the bus. */
  type: T;
  /** What it is about: a record, or a person, of whom there is none. */
  about: readonly [RecordKind | 'person', ...(RecordKind | 'person')[]];
  /** The record that it carries as it was after it, where it carries one. */
  record?: Lazy<z.ZodType>;
  /** Members of the record as `before` and `after` have them where they changed. */
  changes?: Lazy<C>;
  /** What `before` and `after` say beside those. */
  before?: Lazy<B>;
  after?: Lazy<A>;
  /**
   * Triggers of rules that it sets off, by the name that a rule uses. Automation gets the event
   * where it has any.
   */
  triggers?: Readonly<Record<string, EventCondition>>;
  /** It may add a person to an invitation or remove one. Then the mail consumer gets it. */
  movesInvitations?: EventCondition;
  /** Its other consumers on the bus. */
  consumers?: readonly ('automation' | 'clocks' | 'notify' | 'files')[];
}

type MembersOf<S extends Shape> = { -readonly [K in keyof S]: z.infer<S[K]> };
type Optional<S extends Shape> = { [K in keyof S]: undefined extends z.infer<S[K]> ? K : never }[keyof S];

/** What a decision says with an event beside the change of the record. */
export type Payload<S extends Shape> = S extends S
  ? Omit<MembersOf<S>, Optional<S>> & Partial<Pick<MembersOf<S>, Optional<S>>>
  : never;

/**
 * A side as it is read: what is too large is left out on the bus, and events of old versions may
 * lack what is new.
 */
type EventSide<C, S extends Shape> = (C extends z.ZodType ? z.infer<C> : unknown) & Partial<MembersOf<S>>;

/** An event as it is read, by its declaration. */
export type EventOf<D> =
  D extends EventDeclaration<infer T, infer C, infer B, infer A>
    ? Omit<DomainEvent, 'type' | 'before' | 'after'> & { type: T; before: EventSide<C, B>; after: EventSide<C, A> }
    : never;

/** Declares an event that no case has on its history. */
export const declareEvent = <
  const T extends string,
  C extends z.ZodType | undefined = undefined,
  B extends Shape = NoShape,
  A extends Shape = NoShape,
>(
  declaration: EventDeclaration<T, C, B, A>,
): EventDeclaration<T, C, B, A> => declaration;
