import type { CaseRecord, CaseSummary } from '#console/case/case-queries.ts';

// What can be done with a case: the actions that the API says would be taken, and beside them what
// the reader has the right to.

/** Actions that have a route of their own, by the last part of it. */
export const routedActions = [
  'restore',
  'claim',
  'reopen',
  'close',
  'status',
  'assign',
  'escalate',
  'de-escalate',
  'release',
  'merge',
  'unmerge',
  'convert',
] as const;
export type RoutedAction = (typeof routedActions)[number];

export const otherActions = ['edit', 'link', 'hold', 'lift-hold', 'trash', 'export', 'print'] as const;
export type CaseAct = RoutedAction | (typeof otherActions)[number];

/** The likeliest first; those that are left stand in the menu in this order. */
const inOrder: readonly CaseAct[] = [
  'restore',
  'claim',
  'reopen',
  'edit',
  'close',
  'status',
  'assign',
  'escalate',
  'release',
  'de-escalate',
  'link',
  'merge',
  'unmerge',
  'convert',
  'hold',
  'lift-hold',
  'export',
  'print',
  'trash',
];

const heldIn = ({ record, rights }: Pick<CaseSummary, 'rights'> & { record: CaseRecord }): CaseAct[] => {
  const isThere = record.trashedAt === undefined;
  const works = rights.includes('work') && isThere;
  const manages = rights.includes('manage');
  const held: [CaseAct, boolean][] = [
    ['edit', works],
    ['link', works],
    ['hold', manages && isThere && record.hold === undefined],
    ['lift-hold', manages && record.hold !== undefined],
    ['trash', manages && isThere],
    ['export', rights.includes('export') && isThere],
    ['print', true],
  ];
  return held.flatMap(([act, isHeld]) => (isHeld ? [act] : []));
};

/** A claim comes last for the owner, whom it would give nothing. */
const isMine = ({ assignee }: CaseRecord, me: string): boolean =>
  assignee !== undefined && 'user' in assignee && assignee.user === me;

/** How many of them stand in front, by how wide the screen is. */
export const actsInFront = { wide: 6, narrow: 3 };

/** What stands in front as buttons, and what is left for the menu. */
export const actsOn = (
  summary: Pick<CaseSummary, 'allowed' | 'rights'> & { record: CaseRecord },
  { me, most }: { me: string; most: number },
): { front: CaseAct[]; more: CaseAct[] } => {
  const taken = new Set<string>([...summary.allowed, ...heldIn(summary)]);
  const order = isMine(summary.record, me) ? [...inOrder.filter((act) => act !== 'claim'), 'claim' as const] : inOrder;
  const acts = order.filter((act) => taken.has(act));
  const forFront = acts.filter((act) => !['print', 'trash', 'export', 'hold', 'lift-hold'].includes(act));
  const front = forFront.slice(0, most);
  return { front, more: acts.filter((act) => !front.includes(act)) };
};

/** Where a case may be moved to. A status that the lifecycle says nothing about leads to any. */
export const nextStatuses = <S extends { key: string; category: string }>(
  type: { statuses: readonly S[]; transitions?: Readonly<Record<string, readonly string[]>> | undefined },
  current: string,
): S[] => {
  const allowed = type.transitions?.[current];
  return type.statuses.filter(
    ({ key, category }) =>
      key !== current &&
      (category === 'to-do' || category === 'in-progress') &&
      (allowed === undefined || allowed.includes(key)),
  );
};
