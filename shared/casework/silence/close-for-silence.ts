import type { Case } from '#shared/casework/cases/case.ts';
import type { CaseDefinition } from '#shared/casework/cases/case-definition.ts';
import { changeCase } from '#shared/casework/cases/change-case.ts';
import { withEntry } from '#shared/casework/cases/clocks/agenda.ts';
import { type Closing, closeWithAlerts } from '#shared/casework/cases/life/close-and-reopen.ts';
import { isOpen } from '#shared/casework/cases/status.ts';
import { type Failure, failureOf, Refusal } from '#shared/core/errors.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { Actor } from '#shared/core/records/primitives.ts';
import type { Decision } from '#shared/core/table/decision.ts';

/**
 * The closing that is due on a case by an instant, if any. What its requester says takes it off the
 * agenda.
 */
const dueClosing = (record: Case, now: string) =>
  isOpen(record) && !record.trashedAt
    ? record.agenda.find(({ kind, at }) => kind === 'closing' && at <= now)
    : undefined;

export const closesForSilence = (record: Case, at: number): boolean => dueClosing(record, iso(at)) !== undefined;

/**
 * Closes a case whose warned requester stayed silent, by the rules of every closing. What is in the
 * way calls it off, and the history says what that was.
 */
export const closeForSilence = (
  record: Case,
  { by, at }: { by: Actor; at: number },
  { definition, ...closing }: Closing & { definition: CaseDefinition },
): Decision[] => {
  const entry = dueClosing(record, iso(at));
  if (!entry) return [];
  const { questions, silence } = definition.type;
  const reason = entry.id === record.id ? silence?.reason : questions.reason;
  try {
    return closeWithAlerts(record, { reason, by, at }, { definition, ...closing });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return callOffClosing(record, { at, failure: failureOf(error) });
  }
};

/** A closing that is due is not carried out: it goes off the agenda, and the history says why. */
export const callOffClosing = (record: Case, { at, failure }: { at: number; failure: Failure }): Decision[] => {
  const entry = dueClosing(record, iso(at));
  if (!entry) return [];
  const after = { ...record, agenda: withEntry(record.agenda, entry, undefined) };
  return [changeCase(record, after, { type: 'Closing Called Off', at, detail: { ...failure } })];
};
