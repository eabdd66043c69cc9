import type { Alert } from '#shared/casework/alerts/alert.ts';
import { isAwaitingReview } from '#shared/casework/alerts/status.ts';
import type { DraftOf } from '#shared/casework/casework.events.ts';
import { epoch, iso } from '#shared/core/records/instants.ts';
import { type Decision, unchanged } from '#shared/core/table/decision.ts';

// A day is enough to do something about it and little enough not to forget it again.
const ahead = 24 * 60 * 60 * 1000;

/**
 * When somebody hears that an alert is due: a day ahead, and halfway where there are less than two
 * days from `from` (epoch milliseconds) on.
 */
export const dueSoonAt = (dueAt: number, from: number): number => Math.max(dueAt - ahead, from + (dueAt - from) / 2);

/**
 * An alert with the instant of the reminder to its reviewer, set anew with its due date or when it
 * is taken up again, and gone after the reminder or when it needs no review any more.
 */
export const withDueSoon = (before: Alert | undefined, after: Alert): Alert => {
  const { dueSoon: _old, ...rest } = after;
  if (!isAwaitingReview(after) || after.dueAt === undefined) return rest;
  if (before && isAwaitingReview(before) && before.dueAt === after.dueAt)
    return before.dueSoon ? { ...rest, dueSoon: before.dueSoon } : rest;
  const from = epoch(after.updatedAt);
  const dueAt = epoch(after.dueAt);
  // Its version stands for its generation: an instant that is set again has a later one.
  return dueAt > from
    ? { ...rest, dueSoon: { at: iso(Math.floor(dueSoonAt(dueAt, from))), generation: after.version } }
    : rest;
};

/**
 * Records that an alert is due soon, where its instant has come. Asked again, or too early, it
 * decides nothing. `at` in epoch milliseconds.
 */
export const wakeAlert = (current: Alert, at: number): Decision<Alert> => {
  const { dueSoon, ...rest } = current;
  if (!dueSoon || epoch(dueSoon.at) > at) return unchanged('alert', current);
  const event: DraftOf<'Alert Due Soon'> = {
    type: 'Alert Due Soon',
    changed: [],
    before: {},
    after: { dueAt: current.dueAt },
  };
  return {
    kind: 'alert',
    before: current,
    after: { ...rest, version: current.version + 1, updatedAt: iso(at) },
    events: [event],
  };
};
