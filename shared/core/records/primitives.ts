import * as z from 'zod';
import { iso, isWritten, mayBeDue } from '#shared/core/records/instants.ts';
import { mostTags } from '#shared/core/records/limits.ts';
import { ulidPattern } from '#shared/core/records/ulid.ts';
import { isWellFormed } from '#shared/core/records/well-formed.ts';

// The small shapes of every record; their limits keep it far below the 300 KB of an item. A schema
// with an `id` in its `meta` has that name in OpenAPI and AsyncAPI.

const text = (max: number) =>
  z
    .string()
    .max(max)
    .refine(isWellFormed, { message: 'NUL and lone surrogates are not allowed', params: { code: 'invalid-text' } });

/** Neither a blank nor what has no width, such as U+200B. */
const visible = /[^\s\p{Cc}\p{Default_Ignorable_Code_Point}]/u;

/** A text that people are to read: what cannot be seen says nothing. */
const words = (max: number) =>
  text(max)
    .refine((value) => visible.test(value), { message: 'must not be blank', params: { code: 'blank' } })
    .meta({ minLength: 1, pattern: '\\S' });

export const subjectText = words(200);
export const name = words(200);
/** What somebody says. */
export const statement = words(20_000);
export const longText = text(20_000);
export const shortText = text(200);

/** A readable key of configuration. */
export const key = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'a key has 1 to 64 of a-z, 0-9 and -, and begins with a letter or digit');

/** Groups come from tokens, so their names may have what identity providers allow. */
export const groupKey = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.:@-]{0,63}$/, 'a group has 1 to 64 of A-Z, a-z, 0-9 and _ . : @ -');

/** A person's id as the token's `sub` has it. */
export const personId = z
  .string()
  .regex(/^[A-Za-z0-9._@:|+-]{1,128}$/, 'a person id has 1 to 128 of A-Z, a-z, 0-9 and . _ @ : | + -');
export const contactId = z
  .string()
  .regex(/^[A-Za-z0-9._@-]{1,128}$/, 'a contact id has 1 to 128 of A-Z, a-z, 0-9 and . _ @ -')
  // Clients take these out of a URL before they send it, so nobody would ever get at the contact.
  .refine((id) => id !== '.' && id !== '..', { message: 'must not be . or ..', params: { code: 'reserved' } });
/** What another system calls a record. */
export const externalId = text(200).min(1);
export const ulidSchema = z.string().regex(ulidPattern, 'an id is a ULID');

/**
 * The UTC with milliseconds of an instant that was written with another offset, or without them;
 * what is no instant stays as it is.
 */
export const inUtc = (value: string): string => {
  const at = Date.parse(value);
  return Number.isNaN(at) ? value : iso(at);
};

/**
 * ISO 8601. Input may have any offset from UTC and leave the milliseconds out; what is kept is UTC
 * with them.
 */
export const instant = z.iso
  .datetime({
    offset: true,
    message:
      'an instant is ISO 8601 with its offset from UTC, such as 2026-11-21T09:00:00.000Z or 2026-11-21T10:00:00+01:00',
    abort: true,
  })
  .refine((value) => isWritten(Date.parse(value)), {
    message: 'has to exist, in the years 1 to 9999 of UTC',
    params: { code: 'out-of-range' },
  })
  .overwrite(inUtc)
  .meta({ id: 'Instant' });
/** An instant at which something may be due, or from which time may be counted. */
export const dueInstant = instant.refine((value) => mayBeDue(Date.parse(value)), {
  message: 'has to lie in the years 2000 to 2100',
  params: { code: 'out-of-range' },
});

export const date = z.iso
  .date({ message: 'a date is YYYY-MM-DD and must exist' })
  .refine((value) => !value.startsWith('0000'), { message: 'there is no year 0', params: { code: 'out-of-range' } })
  .meta({ id: 'Date' });

export const email = z.email().max(254);
export const phone = z
  .string()
  .regex(
    /^(?=(?:\D*\d){3})[+0-9 ()./-]{3,40}$/,
    'a telephone number has 3 to 40 digits, spaces and + ( ) . / -, three digits at least',
  );
export const tag = z.string().regex(/^\S(.{0,62}\S)?$/u, 'a tag has 1 to 64 characters, no space at either end');
export const tags = z.array(tag).max(mostTags);

export const location = z
  .strictObject({ lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180), address: shortText.optional() })
  .meta({ id: 'Location' });

/** A person or a team: exactly one of the two. */
export const personOrGroup = z
  .union([z.strictObject({ user: personId }), z.strictObject({ group: groupKey })])
  .meta({ id: 'PersonOrTeam' });
export type PersonOrGroup = z.infer<typeof personOrGroup>;

export const actorSchema = z
  .strictObject({
    kind: z.enum(['user', 'requester', 'rule', 'workflow', 'clock', 'signal', 'system']),
    id: z.string(),
  })
  .meta({ id: 'Actor' });
export type Actor = z.infer<typeof actorSchema>;

/** Who does something, and when. */
export interface Attribution {
  by: Actor;
  /** Epoch milliseconds. */
  at: number;
}

/** The id of an unknown requester, who fills in a form or asks for a link. */
export const strangerId = 'anonymous';

/** What every record carries. */
export const recordBase = z.strictObject({
  id: z.string(),
  version: z.int().min(1),
  createdAt: instant,
  createdBy: actorSchema,
  updatedAt: instant,
});
export type RecordBase = z.infer<typeof recordBase>;
