import type { Alert } from '#shared/alerts/alert.ts';
import { changeAlert } from '#shared/alerts/change-alert.ts';
import type { Case } from '#shared/cases/case.ts';
import type { CaseDefinition } from '#shared/cases/case-definition.ts';
import { changeCase, withClocks } from '#shared/cases/change-case.ts';
import type { Note } from '#shared/cases/note.ts';
import { isOpen } from '#shared/cases/status.ts';
import { stopClock } from '#shared/clocks/clock.ts';
import { Refusal } from '#shared/errors.ts';
import { iso } from '#shared/records/instants.ts';
import type { Decision, Write } from '#shared/table/decision.ts';
import { noteKey } from '#shared/table/keys.ts';

// Two cases that are about the same thing become one. What the loser has goes over to the winner, nothing is lost, both sides' history tells it, and the
// loser says where it went. What it was is kept on it, so that it can be taken back.

interface Merge {
  loser: Case;
  winner: Case;
  /** The alerts of the loser. */
  alerts: Alert[];
  notes: Note[];
  at: number;
}

const union = <T>(a: readonly T[], b: readonly T[], keyOf: (one: T) => string): T[] => {
  const known = new Set(a.map(keyOf));
  return [...a, ...b.filter((one) => !known.has(keyOf(one)))];
};
const itself = (one: string) => one;

const cancelledStatus = ({ type }: CaseDefinition) =>
  type.statuses.find((one) => one.category === 'cancelled') ?? type.statuses.find((one) => one.category === 'resolved');

/** @throws `already-closed` where either is closed, `merged` where either went into another, `self-link` */
export const mergeCases = ({ loser, winner, alerts, notes, at }: Merge, definition: CaseDefinition): Decision[] => {
  if (loser.id === winner.id) throw new Refusal('self-link', 'A case is not merged into itself');
  if (loser.mergedInto || winner.mergedInto) throw new Refusal('merged');
  if (!isOpen(loser) || !isOpen(winner)) throw new Refusal('already-closed');
  const status = cancelledStatus(definition);
  if (!status) throw new Error(`case type ${definition.key} has no closing status`);
  const { status: statusBefore, alertIds, clocks, dueAt } = loser;
  const stopped = withClocks(loser, definition, (clock) => stopClock(clock, at));
  const gone: Case = {
    ...stopped,
    status: { key: status.key, category: status.category },
    closedAt: iso(at),
    alertIds: [],
    mergedInto: winner.id,
    beforeMerge: {
      status: statusBefore,
      alertIds,
      clocks,
      noteIds: notes.map((note) => note.id),
      ...(dueAt && { dueAt }),
    },
  };
  const grown: Case = {
    ...winner,
    alertIds: union(winner.alertIds, loser.alertIds, itself),
    clients: union(winner.clients, loser.clients, itself),
    tags: union(winner.tags, loser.tags, itself),
    subscriptions: union(winner.subscriptions, loser.subscriptions, (one) => one.id),
    links: union(
      winner.links,
      loser.links.filter((link) => link.caseId !== winner.id),
      (link) => `${link.kind} ${link.caseId}`,
    ),
    noteCount: winner.noteCount + notes.length,
    mergedFrom: [...(winner.mergedFrom ?? []), loser.id],
  };
  const copies = notes.map((note): Write => ({ put: { ...noteKey({ kind: 'case', id: winner.id }, note.id), note } }));
  return [
    changeCase(loser, gone, { type: 'Case Merged', at }),
    changeCase(winner, grown, { type: 'Case Merged', at, items: copies }),
    ...alerts.map((alert) => changeAlert(alert, { ...alert, caseId: winner.id }, { type: 'Alert Updated', at })),
  ];
};

interface Unmerge {
  loser: Case;
  winner: Case;
  alerts: Alert[];
  at: number;
}

/** Takes a merge back: the loser is what it was, with its alerts; the winner gives up what came from it alone. @throws `not-merged` */
export const unmergeCases = ({ loser, winner, alerts, at }: Unmerge): Decision[] => {
  const { beforeMerge, mergedInto, closedAt: _closed, ...rest } = loser;
  if (!beforeMerge || mergedInto !== winner.id) throw new Refusal('not-merged');
  const { status, alertIds, clocks, dueAt, noteIds } = beforeMerge;
  const back: Case = { ...rest, status, alertIds, clocks, ...(dueAt && { dueAt }) };
  const mergedFrom = (winner.mergedFrom ?? []).filter((id) => id !== loser.id);
  const { mergedFrom: _before, ...left } = winner;
  const shrunk: Case = {
    ...left,
    alertIds: winner.alertIds.filter((id) => !alertIds.includes(id)),
    noteCount: winner.noteCount - noteIds.length,
    ...(mergedFrom.length > 0 && { mergedFrom }),
  };
  const copies = noteIds.map((id): Write => ({ delete: noteKey({ kind: 'case', id: winner.id }, id) }));
  const own = alerts.filter((alert) => alertIds.includes(alert.id) && alert.caseId === winner.id);
  return [
    changeCase(loser, back, { type: 'Case Unmerged', at }),
    changeCase(winner, shrunk, { type: 'Case Unmerged', at, items: copies }),
    ...own.map((alert) => changeAlert(alert, { ...alert, caseId: loser.id }, { type: 'Alert Updated', at })),
  ];
};
