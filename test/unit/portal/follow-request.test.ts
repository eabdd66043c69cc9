import { describe, expect, it } from 'vitest';
import type { Item } from '#shared/core/table/decision.ts';
import {
  followerIdOf,
  followRequestWrite,
  newFollowRequest,
  readFollowRequest,
} from '#shared/portal/follow-request.ts';
import { memoryTable } from '#test/house/memory-table.ts';
import { noon, openCase } from '#test/unit/cases/sample-cases.ts';

const { id: caseId } = openCase();
const day = 24 * 60 * 60 * 1000;

describe('[CA-17] a request to follow a case', () => {
  const request = newFollowRequest(caseId, { email: 'Fay@Town.example' }, noon);
  const write = followRequestWrite(caseId, request) as { put: Item };
  const { table } = memoryTable([write.put]);

  it('waits for a day, and is cleared away after it', async () => {
    const place = { caseId, id: request.id };
    expect(await readFollowRequest(table, place, noon + day - 1)).toEqual(request);
    expect(await readFollowRequest(table, place, noon + day)).toBeUndefined();
    expect(write.put.expiresAt).toBe((noon + day) / 1000);
  });

  it('is one for an address and a case', () => {
    expect(followerIdOf(caseId, 'fay@town.example')).toBe(followerIdOf(caseId, 'FAY@town.example'));
    expect(followerIdOf(caseId, 'gus@town.example')).not.toBe(request.id);
    expect(followerIdOf('01ARZ3NDEKTSV4RRFFQ69G5FAV', 'fay@town.example')).not.toBe(request.id);
  });
});
