import type { Case } from '#shared/cases/case.ts';
import type { CaseDefinition } from '#shared/cases/case-definition.ts';
import { nextMomentOfCase, policyOf } from '#shared/cases/change-case.ts';
import { isOpen } from '#shared/cases/status.ts';
import { fallDue } from '#shared/clocks/clock.ts';
import { changeEvent, type EventDraft } from '#shared/events/event.ts';
import { iso } from '#shared/records/instants.ts';
import { type Decision, unchanged } from '#shared/table/decision.ts';

interface Wake {
  /** Epoch milliseconds. */
  at: number;
  /** The last instant for which the wake-up that asks may go on waiting. */
  horizon: number;
}

/**
 * Does whatever is due on a case at an instant: reminders, breaches, and the escalation that a breach brings. Asked again, or too early, it decides
 * nothing. Where the next moment lies beyond the horizon the generation grows: the wake-up ends, and the sweep starts another one in time.
 */
export const wakeCase = (current: Case, { at, horizon }: Wake, definition: CaseDefinition): Decision<Case> => {
  if (!isOpen(current) || current.trashedAt) return unchanged('case', current);
  const events: EventDraft[] = [];
  let after: Case = current;
  for (const clock of current.clocks) {
    const due = fallDue(clock, at);
    if (due.clock === clock) continue;
    after = { ...after, clocks: after.clocks.map((one) => (one.key === clock.key ? due.clock : one)) };
    for (const reminder of due.reminders)
      events.push({
        type: 'Target Reminder Due',
        changed: [],
        before: {},
        after: { clock: clock.key, dueAt: clock.dueAt, reminderAt: reminder },
      });
    if (!due.breached) continue;
    events.push({
      type: 'Target Breached',
      changed: ['clocks'],
      before: {},
      after: { clock: clock.key, dueAt: clock.dueAt },
    });
    if (policyOf(definition, clock.key)?.target.onBreach.escalate) {
      const escalated = { ...after, escalated: after.escalated + 1 };
      const draft = changeEvent('Case Escalated', after, escalated);
      events.push({ ...draft, after: { ...draft.after, by: 'breach', clock: clock.key } });
      after = escalated;
    }
  }
  if (events.length === 0) return unchanged('case', current);
  const next = nextMomentOfCase(after);
  const beyond = next !== undefined && next > horizon;
  return {
    kind: 'case',
    before: current,
    after: {
      ...after,
      version: current.version + 1,
      updatedAt: iso(at),
      generation: current.generation + (beyond ? 1 : 0),
    },
    events,
  };
};
