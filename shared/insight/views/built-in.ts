import type { Person } from '#shared/access/person.ts';
import type { Condition } from '#shared/core/conditions/condition.ts';
import type { OpenCell, ViewedKind } from '#shared/insight/views/cell.ts';

// The views that everybody has. Each says twice what it holds: as a condition that finds its rows,
// and of a cell of open records, by which they are counted; a test holds both to each other.

const names = {
  mine: 'Mine',
  'my-teams': "My teams'",
  unassigned: 'Nobody has it',
  overdue: 'Overdue',
  'due-soon': 'Due within two days',
  triage: 'Not begun',
  subscribed: 'I follow',
  'all-open': 'All open',
} as const;
type BuiltInKey = keyof typeof names;
export const isBuiltIn = (key: string): key is BuiltInKey => Object.hasOwn(names, key);

const dueSoon: Condition = { field: 'case.dueAt', op: 'within', value: { ahead: 'PT48H' } };
const all = (...parts: Condition[]): Condition => ({ all: parts });

export interface BuiltInView {
  key: BuiltInKey;
  name: string;
  kind: ViewedKind;
  condition: Condition;
  /** Whether open records of a cell are in it; undefined where that is counted by the person. */
  holds?: (open: OpenCell) => boolean;
}

/** What is due, of an open record: by it the instants are reckoned at which that changes. */
export const dueConditions: Record<ViewedKind, { overdue: Condition; soon: Condition }> = {
  case: { overdue: { field: 'case.overdue', op: 'is', value: true }, soon: dueSoon },
  alert: {
    overdue: { field: 'alert.overdue', op: 'is', value: true },
    soon: { ...dueSoon, field: 'alert.dueAt' },
  },
};

const forCases = ({ id, groups }: Person): Omit<BuiltInView, 'name' | 'kind'>[] => {
  const open: Condition = { field: 'case.category', op: 'in', value: ['to-do', 'in-progress'] };
  const { overdue, soon } = dueConditions.case;
  return [
    { key: 'mine', condition: all(open, { field: 'case.assignee', op: 'is', value: id }) },
    {
      key: 'my-teams',
      condition: all(open, { field: 'case.group', op: 'in', value: groups }),
      holds: ({ team }) => team !== undefined && groups.includes(team),
    },
    {
      key: 'unassigned',
      condition: all(open, { field: 'case.assignee', op: 'not-exists' }),
      holds: ({ owner }) => owner === 'nobody',
    },
    { key: 'overdue', condition: overdue, holds: ({ due }) => due === 'overdue' },
    { key: 'due-soon', condition: all(open, { not: overdue }, soon), holds: ({ due }) => due === 'soon' },
    {
      key: 'triage',
      condition: { field: 'case.category', op: 'is', value: 'to-do' },
      holds: ({ status }) => status === 'to-do',
    },
    { key: 'subscribed', condition: all(open, { field: 'case.subscribers', op: 'contains', value: id }) },
    { key: 'all-open', condition: open, holds: () => true },
  ];
};

const forAlerts = ({ id, groups }: Person): Omit<BuiltInView, 'name' | 'kind'>[] => {
  const open: Condition = { field: 'alert.category', op: 'is', value: 'open' };
  return [
    { key: 'mine', condition: all(open, { field: 'alert.reviewer', op: 'is', value: id }) },
    {
      key: 'my-teams',
      condition: all(open, { field: 'alert.group', op: 'in', value: groups }),
      holds: ({ team }) => team !== undefined && groups.includes(team),
    },
    {
      key: 'unassigned',
      condition: all(open, { field: 'alert.reviewer', op: 'not-exists' }),
      holds: ({ owner }) => owner === 'nobody',
    },
    {
      key: 'triage',
      condition: { field: 'alert.status', op: 'is', value: 'triage' },
      holds: ({ status }) => status === 'triage',
    },
    { key: 'overdue', condition: dueConditions.alert.overdue, holds: ({ due }) => due === 'overdue' },
    { key: 'all-open', condition: open, holds: () => true },
  ];
};

/** The built-in views of a kind, as a person has them. */
export const builtInViews = (kind: ViewedKind, person: Person): BuiltInView[] =>
  (kind === 'case' ? forCases : forAlerts)(person).map((view) => ({ ...view, kind, name: names[view.key] }));
