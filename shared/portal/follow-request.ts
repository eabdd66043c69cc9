import { createHash } from 'node:crypto';
import { foldAddress } from '#shared/core/records/address.ts';
import { epoch, iso } from '#shared/core/records/instants.ts';
import { followRequestKey } from '#shared/core/table/casework-keys.ts';
import type { Write } from '#shared/core/table/decision.ts';
import type { Table } from '#shared/core/table/table.ts';

// A stranger asks to follow a case. Until the owner of the address confirms it there is no contact
// and nothing of them on the case, only this item, which runs out: docs/decisions/0037.

/** Its id is that of the contact that will follow: the same for one address and one case. */
interface FollowRequest {
  id: string;
  name: string;
  email: string;
  endsAt: string;
}

// A stranger who wants to follow confirms it the same day.
const lastsFor = 24 * 60 * 60 * 1000;

/** Which follower of a case an address is. */
export const followerIdOf = (caseId: string, email: string): string =>
  createHash('sha256')
    .update(`${caseId} ${foldAddress(email)}`)
    .digest('hex')
    .slice(0, 32);

export const newFollowRequest = (
  caseId: string,
  { name, email }: { name?: string | undefined; email: string },
  at: number,
): FollowRequest => ({
  id: followerIdOf(caseId, email),
  name: name ?? email,
  email,
  endsAt: iso(at + lastsFor),
});

export const followRequestWrite = (caseId: string, request: FollowRequest): Write => ({
  put: { ...followRequestKey(caseId, request.id), request, expiresAt: Math.ceil(epoch(request.endsAt) / 1000) },
});

/** One that waits for its answer (`now` in epoch ms). DynamoDB deletes late what has run out. */
export const readFollowRequest = async (
  table: Pick<Table, 'get'>,
  { caseId, id }: { caseId: string; id: string },
  now: number,
): Promise<FollowRequest | undefined> => {
  const request = (await table.get(followRequestKey(caseId, id)))?.request as FollowRequest | undefined;
  return request && epoch(request.endsAt) > now ? request : undefined;
};
