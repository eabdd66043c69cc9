import type { Case } from '#shared/casework/cases/case.ts';
import { isOpen } from '#shared/casework/cases/status.ts';
import { epoch } from '#shared/core/records/instants.ts';
import { own } from '#shared/core/records/own.ts';
import { ownerKey } from '#shared/core/records/person-or-group.ts';
import type { Cell } from '#shared/insight/rollups/cells.ts';
import { bucketOf } from '#shared/insight/rollups/duration-buckets.ts';
import { groupOf, type Persons, privacyOf } from '#shared/insight/rollups/persons.ts';
import type { ReportingDays } from '#shared/insight/rollups/reporting-days.ts';

// What a case adds to the figures: a function of the case as it is, and of its contact. So every
// figure is the number of cases for which something holds, which is what its drill lists.

/** What became of the targets of a case, and how long they took. */
const targetCells = (record: Case, by: readonly string[]): string[][] =>
  record.clocks.flatMap(({ key, state, startedAt, stoppedAt }) => [
    ...(state === 'met' || state === 'breached' ? [[...by, 'target', key, state]] : []),
    ...(stoppedAt ? [[...by, 'took', key, String(bucketOf(epoch(stoppedAt) - epoch(startedAt)))]] : []),
  ]);

/**
 * Milliseconds in each stage and status that the case has left; closing it ends its stay in both.
 */
export const timesOf = (record: Case): { stage: Map<string, number>; status: Map<string, number> } => {
  const { stage, stageSince, timeInStage, timeInStatus = {}, closedAt } = record;
  const inStage = new Map(Object.entries(timeInStage));
  if (stage && stageSince && closedAt)
    inStage.set(stage, (own(timeInStage, stage) ?? 0) + Math.max(0, epoch(closedAt) - epoch(stageSince)));
  return { stage: inStage, status: new Map(Object.entries(timeInStatus)) };
};

const timeCells = (record: Case, by: readonly string[]): string[][] =>
  Object.entries(timesOf(record)).flatMap(([of, times]) =>
    [...times].map(([key, spent]) => [...by, of, key, String(bucketOf(spent))]),
  );

/** Running clocks, which are at risk from their first reminder until they are due. */
const riskCells = (record: Case, { by, day }: { by: readonly string[]; day: string }): Cell[] =>
  record.clocks.flatMap(({ key, state, dueAt, reminders: [first] }) =>
    state === 'running' && first && first.at < dueAt
      ? [{ series: 'risk', at: first.at, type: record.type, members: [...by, key, day, dueAt] }]
      : [],
  );

/** A case that waits for an instant to be overdue, or for none. */
const workCells = (record: Case, privacy: string): Cell[] => {
  if (!record.assignee || !isOpen(record)) return [];
  const members = [privacy, ownerKey(record.assignee)];
  return [{ series: 'due', at: record.dueAt ?? 'never', type: record.type, members }];
};

/** Whether the target of a case was missed. */
const isLate = ({ clocks }: Case): boolean =>
  clocks.some(({ key, state }) => key === 'completion' && state === 'breached');

const closedCells = (record: Case, { privacy, days }: { privacy: string; days: ReportingDays }): Cell[] =>
  record.closedAt && record.assignee && record.status.category === 'resolved'
    ? [
        {
          series: 'closed',
          at: days.dayOf(record.closedAt),
          type: record.type,
          members: [privacy, ownerKey(record.assignee), isLate(record) ? 'late' : 'on-time'],
        },
      ]
    : [];

/** All that a case adds; one in the trash adds nothing. */
export const cellsOfCase = (record: Case, persons: Persons, days: ReportingDays): Cell[] => {
  if (record.trashedAt) return [];
  const { type, status, priority, instance = '', alertIds, closure, closedAt } = record;
  const privacy = privacyOf(record);
  const by = [privacy, groupOf(record.assignee)];
  const day = days.dayOf(record.createdAt);
  const counted = [...by, status.key, status.category, priority, instance];
  const members = [...counted, alertIds.length > 0 ? 'alerts' : '', closure?.reason ?? ''];
  const took = closedAt ? [[...by, 'closing', '', String(bucketOf(epoch(closedAt) - epoch(record.createdAt)))]] : [];
  const times = [...took, ...targetCells(record, by), ...timeCells(record, by)];
  return [
    { series: 'cases', at: day, type, members },
    ...persons(record.contactId).map(({ attribute, value }) => ({
      series: `cases@${attribute}`,
      at: day,
      type,
      members: [value, ...members],
    })),
    ...times.map((one) => ({ series: one[2] === 'closing' ? 'closing' : 'targets', at: day, type, members: one })),
    ...riskCells(record, { by, day }),
    ...workCells(record, privacy),
    ...closedCells(record, { privacy, days }),
  ];
};
