import { isConditionRefused } from '#shared/core/table/condition-refused.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { followUpKey, followUpPrefix } from '#shared/core/table/insight-keys.ts';
import type { Table } from '#shared/core/table/table.ts';
import type { Change } from '#shared/insight/change.ts';

// A contact may have more cases and alerts than one run takes. What is left of them is written
// down, and the change of that item has the stream begin the next run.

/** What one run takes: a few of its sixty seconds, with all that is folded behind it. */
export const recordsARun = 400;
// As long as what nobody could handle is kept. It has words of before, which are somebody's name.
const keptForSeconds = 14 * 24 * 60 * 60;

/** The cases and alerts of a contact that are still to be looked at. */
export interface FollowUp {
  contactId: string;
  /** What the contact was found by before. */
  before: readonly string[];
  /** Those up to this one are done; all are left where it is empty. */
  after: string;
}

/** A case or an alert of a contact. */
export interface FollowingRecord {
  kind: 'case' | 'alert';
  id: string;
}

/** How a projection has records follow their contact. */
export interface FollowingWork<R extends FollowingRecord> {
  table: Table;
  projection: string;
  now: number;
  most: number;
  recordsOf: (followUp: FollowUp) => Promise<R[]>;
  take: (records: readonly R[]) => Promise<void>;
}

const placeOf = ({ kind, id }: FollowingRecord): string => `${kind}#${id}`;

interface KeptFollowUp extends FollowUp {
  /** How often it was written. */
  revision: number;
}

const keptIn = (item: Item | undefined): KeptFollowUp | undefined =>
  item && ({ ...(item.left as FollowUp), revision: Number(item.revision) } satisfies KeptFollowUp);

/** Whether a change has a projection go on with the records of a contact. */
export const isFollowUp = ({ key: { sk } }: Change, projection: string): boolean =>
  sk === `${followUpPrefix}${projection}`;

/** Each contact of which something is left, as it was written last. */
const leftBy = async <R extends FollowingRecord>(
  { table, projection }: FollowingWork<R>,
  changes: readonly Change[],
): Promise<KeptFollowUp[]> => {
  const written = changes.filter((change) => isFollowUp(change, projection) && change.after);
  const keys = new Map(written.map(({ key }) => [key.pk, key]));
  const items = await table.getMany([...keys.values()], { consistent: true });
  return items.flatMap((item) => keptIn(item) ?? []);
};

/** Writes what is left, or that nothing is. Who has written it meanwhile has a run of their own. */
const keep = async <R extends FollowingRecord>(
  { table, projection, now }: FollowingWork<R>,
  { revision, ...left }: KeptFollowUp,
  isLeft: boolean,
): Promise<void> => {
  const key = followUpKey(projection, left.contactId);
  const condition =
    revision === 0
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : { ConditionExpression: 'revision = :revision', ExpressionAttributeValues: { ':revision': revision } };
  const expiresAt = Math.ceil(now / 1000) + keptForSeconds;
  if (isLeft) await table.put({ ...key, left, revision: revision + 1, expiresAt }, condition);
  else if (revision > 0) await table.delete(key, condition);
};

/**
 * Has the cases and alerts of contacts follow them, as many as one run takes.
 *
 * @param changed contacts that just changed: all of theirs are to be looked at
 */
export const followContacts = async <R extends FollowingRecord>(
  following: FollowingWork<R>,
  changes: readonly Change[],
  changed: readonly Omit<FollowUp, 'after'>[],
): Promise<void> => {
  const { table, projection, recordsOf, take } = following;
  let room = following.most;
  /** @returns whether somebody else has written it meanwhile */
  const follow = async (followUp: KeptFollowUp): Promise<boolean> => {
    const behind = (record: FollowingRecord) => placeOf(record) > followUp.after;
    const order = (one: FollowingRecord, other: FollowingRecord) => (placeOf(one) < placeOf(other) ? -1 : 1);
    const left = room > 0 ? (await recordsOf(followUp)).filter(behind).sort(order) : undefined;
    const some = left?.slice(0, room) ?? [];
    room -= some.length;
    await take(some);
    const last = some.at(-1);
    try {
      await keep(following, { ...followUp, ...(last && { after: placeOf(last) }) }, some.length !== left?.length);
      return false;
    } catch (error) {
      if (!isConditionRefused(error)) throw error;
      return true;
    }
  };
  for (const one of changed)
    for (let isOvertaken = true; isOvertaken; ) {
      // What it was found by before a change whose records are not done yet is theirs still.
      const known = keptIn(await table.get(followUpKey(projection, one.contactId)));
      const before = [...new Set([...(known?.before ?? []), ...one.before])];
      isOvertaken = await follow({ ...one, before, after: '', revision: known?.revision ?? 0 });
    }
  const begun = new Set(changed.map(({ contactId }) => contactId));
  for (const one of await leftBy(following, changes)) if (!begun.has(one.contactId)) await follow(one);
};
