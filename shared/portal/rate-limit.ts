import { isIPv6 } from 'node:net';
import { Refusal } from '#shared/core/errors.ts';
import { iso } from '#shared/core/records/instants.ts';
import { isConditionRefused } from '#shared/core/table/condition-refused.ts';
import { rateKey } from '#shared/core/table/keys.ts';
import type { Table } from '#shared/core/table/table.ts';
import { fingerprintOf } from '#shared/mail/notifications/fingerprint.ts';

// How often strangers may do something, counted in the table so that all instances of a function
// count the same. An address has its own item, so none is hot: docs/decisions/0031.

interface Limit {
  /** What is counted. */
  what: string;
  most: number;
  /** Length of the windows, in milliseconds; they begin at multiples of it. */
  window: number;
}

/**
 * Windows of a table of which it is known that they are full: a flood is refused without asking the
 * table again.
 */
const fullOf = new WeakMap<Pick<Table, 'update'>, Map<string, number>>();

const wait = (until: number, now: number): Refusal =>
  new Refusal('too-many-requests', 'Try again later', {
    headers: { 'retry-after': String(Math.max(1, Math.ceil((until - now) / 1000))) },
  });

/**
 * Counts one more (`now` in epoch milliseconds).
 * @throws `too-many-requests` (429) with Retry-After where it is one too many
 */
export const count = async (
  table: Pick<Table, 'update'>,
  { what, most, window }: Limit,
  now: number,
): Promise<void> => {
  const from = Math.floor(now / window) * window;
  const until = from + window;
  const full = fullOf.get(table) ?? new Map<string, number>();
  fullOf.set(table, full);
  for (const [key, end] of full) if (end <= now) full.delete(key);
  const key = rateKey(what, iso(from));
  if (full.has(key.pk)) throw wait(until, now);
  const counted = await table.update(key, {
    UpdateExpression: 'ADD #count :one SET expiresAt = :end',
    ExpressionAttributeNames: { '#count': 'count' },
    ExpressionAttributeValues: { ':one': 1, ':end': Math.ceil((until + window) / 1000) },
    ReturnValues: 'UPDATED_NEW',
  });
  if (Number(counted?.count) <= most) return;
  full.set(key.pk, until);
  throw wait(until, now);
};

/**
 * Whether one more thing (`id`) is within a limit. The same again is within it again, so that what
 * is tried twice counts once.
 */
export const admits = async (
  table: Pick<Table, 'get' | 'update'>,
  { what, most, window }: Limit,
  { id, now }: { id: string; now: number },
): Promise<boolean> => {
  const from = Math.floor(now / window) * window;
  const key = rateKey(what, iso(from));
  const known = ((await table.get(key))?.ids ?? []) as string[];
  if (known.includes(id)) return true;
  if (known.length >= most) return false;
  try {
    await table.update(key, {
      UpdateExpression: 'SET ids = list_append(if_not_exists(ids, :none), :id), expiresAt = :end',
      ConditionExpression: 'attribute_not_exists(ids) OR size(ids) < :most',
      ExpressionAttributeValues: {
        ':none': [],
        ':id': [id],
        ':most': most,
        ':end': Math.ceil((from + 2 * window) / 1000),
      },
    });
    return true;
  } catch (error) {
    if (isConditionRefused(error)) return false;
    throw error;
  }
};

const minute = 60_000;
const hour = 60 * minute;

/**
 * An IPv6 address is one of the 2^64 that a household has; the first four groups are whose it is.
 */
const householdOf = (address: string): string => {
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.split('::');
  const front = head.split(':').filter(Boolean);
  const back = (tail ?? '').split(':').filter(Boolean);
  const gap = tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - front.length - back.length) }, () => '0');
  return [...front, ...gap, ...back]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, '').toLowerCase())
    .join(':');
};

/**
 * What one address may ask for without a token that writes something or mails somebody: 20 a
 * minute: docs/guide/portal.md.
 */
export const perAddress = (address: string): Limit => ({
  what: `address#${fingerprintOf(householdOf(address))}`,
  most: 20,
  window: minute,
});

/** New cases through the public form of a type, from everybody together. */
export const perType = (type: string, most: number): Limit => ({ what: `type#${type}`, most, window: minute });

/**
 * Mails with a new link to a case: a stranger who knows an address and a reference must not fill a
 * mailbox.
 */
export const linksPerCase = (caseId: string): Limit => ({ what: `links#${caseId}`, most: 3, window: hour });

/**
 * Mails to one address that an outsider brought about unconfirmed: a requester who reports several
 * things gets them all, a stranger's mailbox is not filled. Of those over it the case says so.
 */
export const mailsToAddress = (address: string): Limit => ({
  what: `mailbox#${fingerprintOf(address)}`,
  most: 5,
  window: hour,
});

/** Such mails to the hidden requester of one case. */
export const mailsToHidden = (caseId: string): Limit => ({ ...mailsToAddress(''), what: `hidden-mailbox#${caseId}` });

/** Requests to follow one case: each is an item of its own for a day. */
export const followRequests = (caseId: string): Limit => ({ what: `follow#${caseId}`, most: 60, window: hour });
