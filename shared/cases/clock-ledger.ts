import type * as z from 'zod';
import type { ledgerItemSchema } from '#shared/cases/case-clocks.routes.ts';
import type { Clock } from '#shared/clocks/clock.ts';
import type { DomainEvent } from '#shared/events/event.ts';
import { readHistory } from '#shared/records/read.ts';
import type { Table } from '#shared/table/table.ts';

// Why a target stands where it stands: every event that moved its clock, from the history of the case. Nothing is kept for it.

type LedgerItem = z.infer<typeof ledgerItemSchema>;

const stand = ({ state, dueAt, pauses }: Clock) => ({
  state,
  dueAt,
  ...(pauses.length > 0 && { pausedBy: pauses.map(({ by }) => by) }),
});

const clockIn = (side: Record<string, unknown>, key: string): Clock | undefined =>
  (side.clocks as Clock[] | undefined)?.find((clock) => clock.key === key);

/** What an event did to a clock that was there before; nothing where it did not move it. */
export const moveOf = (event: DomainEvent, key: string): LedgerItem | undefined => {
  const [before, after] = [clockIn(event.before, key), clockIn(event.after, key)];
  if (!before || !after) return undefined;
  const [from, to] = [stand(before), stand(after)];
  if (JSON.stringify(from) === JSON.stringify(to)) return undefined;
  const { operation, note, clock } = event.after;
  // What names no clock is about all of them.
  const isAsked = (clock ?? key) === key && typeof operation === 'object' && operation !== null;
  return {
    at: event.occurredAt,
    why: {
      eventId: event.eventId,
      kind: event.type,
      by: event.actor,
      ...(isAsked && { operation: operation as Record<string, unknown> }),
      ...(typeof note === 'string' && { note }),
    },
    from,
    to,
  };
};

// Most events of a case move no clock. A page looks through this many of them at the most and says where it got to.
const eventsAQuery = 100;
const queriesAPage = 10;

/** One page of the moves of a clock, oldest first. It may hold fewer than `limit` and yet be followed by another. */
export const ledgerPage = async (
  table: Table,
  caseId: string,
  key: string,
  { limit, after }: { limit: number; after?: string | undefined },
): Promise<{ items: LedgerItem[]; next?: string }> => {
  const items: LedgerItem[] = [];
  let position = after;
  for (let query = 0; query < queriesAPage; query++) {
    const size = Math.min(eventsAQuery, Math.max(limit - items.length, 1));
    const page = await readHistory(table, { kind: 'case', id: caseId }, { limit: size, after: position });
    items.push(...page.events.flatMap((event) => moveOf(event, key) ?? []));
    if (page.next === undefined) return { items };
    position = page.next;
    if (items.length >= limit) break;
  }
  return { items, ...(position !== undefined && { next: position }) };
};
