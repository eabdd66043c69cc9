import type * as z from 'zod';
import type { ledgerItemSchema } from '#shared/casework/cases/clocks/clocks.routes.ts';
import { type CaseworkEvent, isCaseworkEvent } from '#shared/casework/casework.events.ts';
import type { Clock } from '#shared/core/clocks/clock.ts';
import { readHistory } from '#shared/core/records/read.ts';
import type { Table } from '#shared/core/table/table.ts';

// Why a target stands where it stands: every event that moved its clock, from the history of the
// case. Nothing is kept for it.

type LedgerItem = z.infer<typeof ledgerItemSchema>;

const stand = ({ state, dueAt, pauses }: Clock) => ({
  state,
  dueAt,
  ...(pauses.length > 0 && { pausedBy: pauses.map(({ by }) => by) }),
});

type CaseworkSide = CaseworkEvent['after'] | CaseworkEvent['before'];

/**
 * How a clock is found in events: where it stands in them, and whether an operation that they
 * record was meant for it.
 */
interface ClockInEvents {
  find: (side: CaseworkSide) => Clock | undefined;
  isAsked: (after: CaseworkSide) => boolean;
}

/** A clock of the case. What names no clock is about all of them. */
export const clockOfCase = (key: string): ClockInEvents => ({
  find: (side) => ('clocks' in side ? side.clocks?.find((clock) => clock.key === key) : undefined),
  isAsked: (after) => !('clock' in after) || after.clock === undefined || after.clock === key,
});

/** The clock of a task. */
export const clockOfTask = (id: string): ClockInEvents => ({
  find: (side) => {
    const task = 'task' in side ? side.task : undefined;
    return task?.id === id ? task.clock : undefined;
  },
  isAsked: () => true,
});

/** What an event did to a clock that was there before; nothing where it did not move it. */
const moveOf = (event: CaseworkEvent, clock: ClockInEvents): LedgerItem | undefined => {
  const [before, after] = [clock.find(event.before), clock.find(event.after)];
  if (!before || !after) return undefined;
  const [from, to] = [stand(before), stand(after)];
  if (JSON.stringify(from) === JSON.stringify(to)) return undefined;
  const { after: said } = event;
  const operation = 'operation' in said && clock.isAsked(said) ? said.operation : undefined;
  const note = 'note' in said ? said.note : undefined;
  return {
    at: event.occurredAt,
    why: {
      eventId: event.eventId,
      kind: event.type,
      by: event.actor,
      ...(operation && { operation }),
      ...(typeof note === 'string' && { note }),
    },
    from,
    to,
  };
};

// Most events of a case move no clock. A page looks through this many of them at the most and says
// where it got to.
const eventsAQuery = 100;
const queriesAPage = 10;

/**
 * One page of the moves of a clock, oldest first. It may hold fewer than `limit` and yet be
 * followed by another.
 */
export const ledgerPage = async (
  table: Table,
  caseId: string,
  clock: ClockInEvents,
  { limit, after }: { limit: number; after?: string | undefined },
): Promise<{ items: LedgerItem[]; next?: string }> => {
  const items: LedgerItem[] = [];
  let position = after;
  for (let query = 0; query < queriesAPage; query++) {
    const size = Math.min(eventsAQuery, Math.max(limit - items.length, 1));
    const page = await readHistory(table, { kind: 'case', id: caseId }, { limit: size, after: position });
    items.push(...page.events.filter(isCaseworkEvent).flatMap((event) => moveOf(event, clock) ?? []));
    if (page.next === undefined) return { items };
    position = page.next;
    if (items.length >= limit) break;
  }
  return { items, ...(position !== undefined && { next: position }) };
};
