import type { Condition } from '#shared/core/conditions/condition.ts';
import type { PersonOrGroup } from '#shared/core/records/primitives.ts';
import { compares, type Figure, figure, narrowed, within } from '#shared/insight/rollups/drill.ts';
import { percentilesOf } from '#shared/insight/rollups/duration-buckets.ts';
import {
  baseOf,
  countedBy,
  countsBy,
  type FigureRequest,
  histogramOf,
  openCategories,
  total,
} from '#shared/insight/rollups/figures-of-records.ts';
import type { CountedCell } from '#shared/insight/rollups/read-cells.ts';

/** As ISO 8601 writes what is due soon. */
const soon = 'PT48H';
export const soonMs = 48 * 60 * 60 * 1000;

const ownerNamed = (key: string): PersonOrGroup =>
  key.startsWith('user:') ? { user: key.slice('user:'.length) } : { group: key.slice('group:'.length) };

interface WorkloadCells {
  open: readonly CountedCell[];
  overdue: readonly CountedCell[];
  /** Due within 48 hours or before. */
  dueBySoon: readonly CountedCell[];
  closed: readonly CountedCell[];
}

type WorkloadItem = PersonOrGroup & Record<'open' | 'overdue' | 'dueSoon' | 'resolved' | 'onTime', Figure>;

/**
 * What people and teams have: open, overdue and due soon as of an instant; resolved and on time by
 * closing in a period.
 */
export const workloadFigures = (
  cells: WorkloadCells,
  asked: FigureRequest,
  isWanted: (owner: PersonOrGroup) => boolean,
): WorkloadItem[] => {
  // The second member of these is who has a case, not only which team.
  const ofAnybody: FigureRequest = { ...asked, scope: { ...asked.scope, group: undefined } };
  const byOwner = (of: readonly CountedCell[]) =>
    countsBy(countedBy(of, 'cases', ofAnybody), ({ members }) => members[1]);
  const [open, overdue, dueBySoon] = [byOwner(cells.open), byOwner(cells.overdue), byOwner(cells.dueBySoon)];
  const resolved = byOwner(cells.closed);
  const onTime = byOwner(cells.closed.filter(({ members }) => members[2] === 'on-time'));
  const base = narrowed('cases', asked.countable.cases, ofAnybody.scope);
  const owners = [...new Set([...open.keys(), ...resolved.keys()])]
    .filter((owner) => (open.get(owner) ?? 0) > 0 || (resolved.get(owner) ?? 0) > 0)
    .sort((one, other) => (open.get(other) ?? 0) - (open.get(one) ?? 0) || (one < other ? -1 : 1));
  return owners.flatMap((key): WorkloadItem[] => {
    const owner = ownerNamed(key);
    if (!isWanted(owner)) return [];
    const theirs = [...base, compares('case.assignee', 'is', owner)];
    const count = (counts: ReadonlyMap<string, number>, more: readonly Condition[]) =>
      figure('cases', counts.get(key) ?? 0, [...theirs, ...more]);
    const isOpen = compares('case.category', 'in', openCategories);
    const isDueSoon = [compares('case.dueAt', 'within', { ahead: soon }), compares('case.overdue', 'is', false)];
    const isResolved = [compares('case.category', 'is', 'resolved'), ...within('case.closedAt', asked.scope)];
    const late = compares('case.targetsBreached', 'not-contains', 'completion');
    const dueSoon = new Map([[key, (dueBySoon.get(key) ?? 0) - (overdue.get(key) ?? 0)]]);
    return [
      {
        ...owner,
        open: count(open, [isOpen]),
        overdue: count(overdue, [compares('case.overdue', 'is', true)]),
        dueSoon: count(dueSoon, [isOpen, ...isDueSoon]),
        resolved: count(resolved, isResolved),
        onTime: count(onTime, [...isResolved, late]),
      },
    ];
  });
};

/** What became of the targets of the cases of a period. */
export const targetFigures = (
  { targets, atRisk }: { targets: readonly CountedCell[]; atRisk: readonly CountedCell[] },
  asked: FigureRequest,
) => {
  const base = baseOf('cases', asked);
  const counted = countedBy(targets, 'cases', asked);
  const risky = countedBy(atRisk, 'cases', asked);
  const of = (kind: string, key: string) => counted.filter(({ members }) => members[2] === kind && members[3] === key);
  const keysOf = (kinds: readonly string[]) => [
    ...new Set([
      ...counted.filter(({ members }) => kinds.includes(members[2] ?? '')).map(({ members }) => members[3] ?? ''),
      ...(kinds.includes('target') ? risky.map(({ members }) => members[2] ?? '') : []),
    ]),
  ];
  const became = (key: string, state: string, field: string) =>
    figure('cases', total(of('target', key).filter(({ members }) => members[4] === state)), [
      ...base,
      compares(field, 'contains', key),
    ]);
  const times = (kind: string, field: string) =>
    keysOf([kind])
      .sort()
      .map((key) => ({
        key,
        ...figure('cases', total(of(kind, key)), [...base, compares(field, 'contains', key)]),
        ...percentilesOf(histogramOf(of(kind, key), 4)),
      }));
  return {
    items: keysOf(['target', 'took'])
      .sort()
      .map((key) => ({
        key,
        met: became(key, 'met', 'case.targetsMet'),
        breached: became(key, 'breached', 'case.targetsBreached'),
        atRisk: figure('cases', total(risky.filter(({ members }) => members[2] === key)), [
          ...base,
          compares('case.targetsAtRisk', 'contains', key),
        ]),
        ...percentilesOf(histogramOf(of('took', key), 4)),
      })),
    timeInStatus: times('status', 'case.statusesLeft').filter(({ count }) => count > 0),
    timeInStage: times('stage', 'case.stagesLeft').filter(({ count }) => count > 0),
  };
};
