import type { Case } from '#shared/casework/cases/case.ts';
import type { CaseDefinition } from '#shared/casework/cases/case-definition.ts';
import type { CaseType } from '#shared/casework/cases/case-type.ts';
import { changeCase } from '#shared/casework/cases/change-case.ts';
import { mostPeople } from '#shared/casework/cases/limits.ts';
import { refuseKeptOut } from '#shared/casework/cases/people/kept-out.ts';
import { refuseTooMany } from '#shared/casework/cases/people/refuse-too-many.ts';
import { invalid, Refusal, unknownChoice } from '#shared/core/errors.ts';
import { iso } from '#shared/core/records/instants.ts';
import { uniqueOwners } from '#shared/core/records/person-or-group.ts';
import type { PersonOrGroup } from '#shared/core/records/primitives.ts';
import type { Decision, Write } from '#shared/core/table/decision.ts';

// Who has to do with a case beside its assignee: holders of roles, clients, subscribers. None of
// them is anybody who is kept out of it.

/** Whether somebody holds any role of a case at its present state. */
export const holdsRole = (record: Pick<Case, 'roles'>, id: string): boolean =>
  record.roles.some((holder) => holder.id === id && holder.to === undefined);

/**
 * Whether a role is the one that manages a case of its type: there, who holds it may do what a
 * manager may.
 */
export const isManagerRole = ({ roles }: Pick<CaseType, 'roles'>, role: string): boolean =>
  roles.some(({ key, manager }) => key === role && manager);

/**
 * The participants of a case: its assignee, its creator, the holders of its roles, and the
 * assignees of its tasks. The policy and the lists read it.
 */
export const participantsOf = ({
  assignee,
  createdBy,
  roles,
  helpers,
}: Pick<Case, 'assignee' | 'createdBy' | 'roles' | 'helpers'>): PersonOrGroup[] =>
  uniqueOwners([
    ...(assignee ? [assignee] : []),
    ...(createdBy.kind === 'user' ? [{ user: createdBy.id }] : []),
    ...roles.filter(({ to }) => to === undefined).map(({ id }) => ({ user: id })),
    ...helpers.owners,
  ]);

type PeopleEvent = 'Case Role Changed' | 'Case Client Changed' | 'Case Subscriber Changed';

interface On {
  at: number;
}

const changed = (before: Case, after: Case, type: PeopleEvent, at: number): Decision<Case> =>
  changeCase(before, after, { type, at });

/**
 * Puts somebody into a role. Twice is once.
 * @throws 400 for a role that the type does not have, `locked-out`
 */
export const giveRole = (
  current: Case,
  { role, id, at }: { role: string; id: string } & On,
  definition: CaseDefinition,
): Decision<Case> => {
  if (!definition.type.roles.some((one) => one.key === role))
    throw invalid([unknownChoice('/path/role', 'role', { value: role })]);
  refuseKeptOut(current, [{ id, pointer: '/path/personId' }]);
  const held = current.roles.some((one) => one.role === role && one.id === id && one.to === undefined);
  const roles = held ? current.roles : [...current.roles, { role, id, from: iso(at) }];
  if (!held) refuseTooMany(roles, mostPeople.roles, '/path/personId');
  return changed(current, { ...current, roles }, 'Case Role Changed', at);
};

/** Ends somebody's role; that they had it stays. @throws `not-found` where they do not have it */
export const endRole = (current: Case, { role, id, at }: { role: string; id: string } & On): Decision<Case> => {
  const isIt = (one: Case['roles'][number]) => one.role === role && one.id === id && one.to === undefined;
  if (!current.roles.some(isIt)) throw new Refusal('not-found');
  const roles = current.roles.map((one) => (isIt(one) ? { ...one, to: iso(at) } : one));
  return changed(current, { ...current, roles }, 'Case Role Changed', at);
};

/** Adds a client. Twice is once. @throws `locked-out`, 400 for one too many */
export const addClient = (current: Case, { id, at }: { id: string } & On): Decision<Case> => {
  refuseKeptOut(current, [{ id, pointer: '/path/contactId' }]);
  const clients = [...new Set([...current.clients, id])];
  if (clients.length > current.clients.length) refuseTooMany(clients, mostPeople.clients, '/path/contactId');
  return changed(current, { ...current, clients }, 'Case Client Changed', at);
};

/** @throws `not-found` where it is no client of the case */
export const removeClient = (current: Case, { id, at }: { id: string } & On): Decision<Case> => {
  if (!current.clients.includes(id)) throw new Refusal('not-found');
  return changed(
    current,
    { ...current, clients: current.clients.filter((one) => one !== id) },
    'Case Client Changed',
    at,
  );
};

/** Subscribes a person, or changes their events. @throws `locked-out` */
export const subscribe = (
  current: Case,
  { id, events, at }: { id: string; events?: string[] | undefined } & On,
): Decision<Case> => {
  refuseKeptOut(current, [{ id, pointer: '/path/personId' }]);
  const others = current.subscriptions.filter((one) => one.id !== id);
  const subscriptions = [...others, { id, ...(events && { events }) }];
  if (subscriptions.length > current.subscriptions.length)
    refuseTooMany(subscriptions, mostPeople.subscriptions, '/path/personId');
  return changed(current, { ...current, subscriptions }, 'Case Subscriber Changed', at);
};

// Fewer than a case can have, so that strangers leave room for those whom staff put there.
const mostFollowersFromOutside = 400;
/** What an outside follower of another person's case gets: how it goes, and how it ends. */
const heardFromOutside = ['status-changed', 'case-closed-subscribers'];

/**
 * Somebody from outside asks to follow a case, and their wish is kept beside it. Nothing happens
 * where they do, or too many.
 */
export const askToFollow = (
  current: Case,
  { id, at, items }: { id: string; items: Write[] } & On,
): Decision<Case> | undefined => {
  const { subscriptions } = current;
  if (subscriptions.length >= mostFollowersFromOutside || subscriptions.some((one) => one.id === id)) return undefined;
  return changeCase(current, current, { type: 'Case Subscriber Changed', at, detail: { asked: id }, items });
};

/**
 * They confirm it, and follow. Twice is once.
 * @throws `not-allowed` for one who is kept out of the case
 */
export const confirmFollowing = (current: Case, { id, at }: { id: string } & On): Decision<Case> =>
  subscribe(current, { id, events: heardFromOutside, at });

/** @throws `not-found` where they do not subscribe */
export const unsubscribe = (current: Case, { id, at }: { id: string } & On): Decision<Case> => {
  if (!current.subscriptions.some((one) => one.id === id)) throw new Refusal('not-found');
  const subscriptions = current.subscriptions.filter((one) => one.id !== id);
  return changed(current, { ...current, subscriptions }, 'Case Subscriber Changed', at);
};
