import { changed, may } from '#functions/api/cases/load.ts';
import { requireReferences } from '#functions/api/references.ts';
import { routeHandler } from '#functions/api/route-handler.ts';
import { visibleTypes } from '#functions/api/visible.ts';
import { asWritable } from '#functions/api/writable.ts';
import { roomOf } from '#functions/room.ts';
import { isWritable } from '#functions/services.ts';
import { upToDate } from '#functions/wake/up-to-date.ts';
import { actorOf, belongsTo } from '#shared/access/person.ts';
import { groupsThatClaim } from '#shared/access/policy.ts';
import { claimNextRoute } from '#shared/casework/assignment/claim-next.routes.ts';
import { firstInQueue, inOrderOfTrial } from '#shared/casework/assignment/queue.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { CaseType } from '#shared/casework/cases/case-type.ts';
import { definitionOf } from '#shared/casework/cases/cases.ts';
import { claimCase } from '#shared/casework/cases/people/assign.ts';
import { isOpen } from '#shared/casework/cases/status.ts';
import { unknownReference } from '#shared/core/errors.ts';
import { byHand } from '#shared/core/events/event.ts';
import { readRecord } from '#shared/core/records/read.ts';

/** A case waits for the next caller while no person is assigned. A private case is left out. */
const waits = (record: Case): boolean =>
  isOpen(record) && !record.trashedAt && !record.private && !(record.assignee && 'user' in record.assignee);

// POST /v1/work/claim-next: the transaction gives a case to one caller; the loser looks again,
// further down the queue.
export const claimNext = routeHandler(claimNextRoute, async (services, { body: { queue }, caller, now, round }) => {
  const { table, definitions, random } = services;
  const { group, type } = queue;
  const types = await definitions.all('case-types');
  if (type !== undefined && !types.has(type)) throw unknownReference('/queue/type', 'case type', type);
  await requireReferences(services, {
    owner: { value: group === undefined ? undefined : { group }, pointer: '/queue' },
  });
  // Of a type, besides what nobody has, also what the caller's own teams have.
  const claims = (one: CaseType) => belongsTo(caller, groupsThatClaim(one));
  const claimable = visibleTypes(caller, types, { sees: claims }).types;
  const isAsked = (one: string) => type === undefined || one === type;
  const isMember = group === undefined || caller.groups.includes(group);
  const heads = await firstInQueue(table, {
    groups: group === undefined ? caller.groups : [group],
    types: group === undefined ? claimable.filter(isAsked) : [],
    wants: (one) => isAsked(one) && (isMember || claimable.includes(one)),
  });
  const room = await roomOf(services, caller.id, { group, at: now });
  if (!room) return { body: undefined };
  const [byte = 0] = random(1);
  for (const id of inOrderOfTrial(heads, round, byte / 256)) {
    const found = await readRecord<Case>(table, 'case', id);
    if (!found || !waits(found) || !(await may(services, caller, 'claim', found))) continue;
    const record = await upToDate(services, found);
    if (!waits(record)) continue;
    const definition = await definitionOf(definitions, record);
    const decision = claimCase(asWritable(record), { user: caller.id, at: now }, definition);
    const weight = room.roster.weightOf({ kind: 'case', type: record.type });
    if (weight > room.left) continue;
    // One that cannot grow any more keeps nobody from what waits behind it.
    if (!isWritable(services, { actor: actorOf(caller), at: now, cause: byHand }, [decision])) continue;
    const writes = room.moved({ kind: 'case', id: record.id, weight });
    return { ...changed(decision, definition, now), writes };
  }
  return { body: undefined };
});
