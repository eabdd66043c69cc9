import type { Case } from '#shared/casework/cases/case.ts';
import { changeCase, together } from '#shared/casework/cases/change-case.ts';
import { mostPeople } from '#shared/casework/cases/limits.ts';
import { refuseTooMany } from '#shared/casework/cases/people/refuse-too-many.ts';
import { type CaseWithTasks, editTask } from '#shared/casework/tasks/change-task.ts';
import { isOpenTask, type Task } from '#shared/casework/tasks/task.ts';
import { Refusal } from '#shared/core/errors.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { Decision } from '#shared/core/table/decision.ts';

// Who is kept out of a case by a conflict of interest. They may do nothing with it, they lose what
// they hold of it, and nobody gives them anything of it.

interface Lock {
  id: string;
  /** Epoch milliseconds. */
  at: number;
}

/** A case that somebody is kept out of, without what they hold of it, but for its tasks. */
export const withoutThem = (current: Case, { id, at }: Lock): Case => {
  const holds = current.assignee !== undefined && 'user' in current.assignee && current.assignee.user === id;
  const { assignee, ...rest } = current;
  const subscriptions = current.subscriptions.filter((one) => one.id !== id);
  const roles = current.roles.map((one) => (one.id === id && one.to === undefined ? { ...one, to: iso(at) } : one));
  return {
    ...rest,
    ...(assignee && !holds && { assignee }),
    subscriptions,
    roles,
    locks: [...new Set([...current.locks, id])],
  };
};

const isTheirs = ({ assignee }: Task, id: string): boolean =>
  assignee !== undefined && 'user' in assignee && assignee.user === id;

/**
 * Keeps somebody out of a case. Their open tasks are nobody's from then on.
 * @throws 400 for one too many
 */
export const lock = (within: CaseWithTasks, { id, at }: Lock): Decision<Case> => {
  const locks = new Set([...within.record.locks, id]);
  if (locks.size > within.record.locks.length) refuseTooMany([...locks], mostPeople.locks, '/path/personId');
  const released: Decision<Case>[] = [];
  let now = within;
  for (const task of within.tasks.filter((one) => isOpenTask(one) && isTheirs(one, id))) {
    const { task: free, decision } = editTask(now, task, { changes: { assignee: null }, at });
    released.push(decision);
    now = { ...now, record: decision.after, tasks: now.tasks.map((one) => (one.id === free.id ? free : one)) };
  }
  const locked = changeCase(now.record, withoutThem(now.record, { id, at }), { type: 'Case Lock Changed', at });
  return released.length === 0 ? locked : together([...(released as [Decision<Case>]), locked]);
};

/**
 * Lets somebody near a case again. `isOwn`: an administrator undoes a lock on themselves, and its
 * event says so. @throws `not-found` where they are not kept out
 */
export const unlock = (current: Case, { id, isOwn, at }: Lock & { isOwn: boolean }): Decision<Case> => {
  if (!current.locks.includes(id)) throw new Refusal('not-found');
  const locks = current.locks.filter((one) => one !== id);
  const detail = isOwn ? { ownLock: true as const } : undefined;
  return changeCase(current, { ...current, locks }, { type: 'Case Lock Changed', at, detail });
};
