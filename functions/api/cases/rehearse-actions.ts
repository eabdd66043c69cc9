import { assignCase, claimCase, releaseCase } from '#functions/api/cases/assign.ts';
import { caseStatus, deEscalateCase, escalateCase } from '#functions/api/cases/change.ts';
import { closeCase, reopenCase } from '#functions/api/cases/close-and-reopen.ts';
import { convertCase, mergeCase, unmergeCase } from '#functions/api/cases/merge-and-convert.ts';
import { RehearsalTable } from '#functions/api/cases/rehearsal-table.ts';
import { restoreCase } from '#functions/api/cases/trash.ts';
import type { RouteHandler, RouteRequest } from '#functions/api/route-handler.ts';
import { requireWritable } from '#functions/api/writable.ts';
import { type Services, servicesBeside } from '#functions/services.ts';
import type { Person } from '#shared/access/person.ts';
import { groupsThatClaim } from '#shared/access/policy.ts';
import type { Case } from '#shared/casework/cases/case.ts';
import type { DefinedCase } from '#shared/casework/cases/case-definition.ts';
import { isClosedCategory } from '#shared/casework/cases/status.schema.ts';
import { Refusal } from '#shared/core/errors.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { recordKey } from '#shared/core/table/keys.ts';
import { OverlayTable } from '#shared/core/table/overlay-table.ts';

// Which actions a caller may take is asked of the actions themselves: each handler runs as for a
// dry run with bodies that the type takes. So there is no second list of who may do what.

interface Rehearsed extends DefinedCase {
  caller: Person;
  /** Keys of all case types there are. */
  types: readonly string[];
  /** A case that there might be, to merge this one into. */
  other: Case;
}

type Bodies = (within: Rehearsed) => readonly unknown[];

const empty: Bodies = () => [{}];

/** The actions, each with bodies of which it takes one if it may be taken at all. */
const actions: readonly (readonly [handler: RouteHandler, bodies: Bodies])[] = [
  [claimCase, empty],
  [releaseCase, empty],
  [
    assignCase,
    ({ caller, definition }) => [{ user: caller.id }, ...groupsThatClaim(definition.type).map((group) => ({ group }))],
  ],
  [
    caseStatus,
    ({ definition: { type } }) =>
      type.statuses.filter(({ category }) => !isClosedCategory(category)).map(({ key }) => ({ status: key })),
  ],
  [escalateCase, ({ definition: { type } }) => type.escalationReasons.map(({ key }) => ({ reason: key }))],
  [deEscalateCase, empty],
  [
    closeCase,
    ({ definition: { type } }) =>
      type.closureReasons.length === 0 ? [{}] : type.closureReasons.map(({ key }) => ({ reason: key })),
  ],
  [reopenCase, () => [{ note: '.' }]],
  [convertCase, ({ types }) => types.map((type) => ({ type, targets: 'keep' }))],
  [mergeCase, ({ other }) => [{ into: other.id, targets: 'keep' }]],
  [unmergeCase, empty],
  [restoreCase, empty],
];

/** What an action is called: the last part of its route. */
const nameOf = ({ route }: RouteHandler): string => route.path.slice(route.path.lastIndexOf('/') + 1);
export const rehearsedActions: readonly string[] = actions.map(([handler]) => nameOf(handler));

/** A case beside this one, of the same type and people, on which the caller may work. */
const caseBeside = (record: Case, { id, caller }: { id: string; caller: Person }): Case => {
  const { mergedInto: _into, beforeMerge: _before, trashedAt: _trash, ...rest } = record;
  return {
    ...rest,
    id,
    assignee: { user: caller.id },
    private: false,
    locks: [],
    alertIds: [],
    links: [],
    taskCount: 0,
    openTasks: 0,
    helpers: { owners: [], taskTypes: [] },
    agenda: [],
  };
};

/** Whether an action would be taken; a fault of a body made up here says nothing about that. */
const isTaken = async (
  services: Services,
  [{ run }, bodies]: (typeof actions)[number],
  within: Rehearsed,
): Promise<boolean> => {
  for (const body of bodies(within)) {
    const request = {
      path: { id: within.record.id },
      query: {},
      body,
      caller: within.caller,
      now: services.now(),
      requestId: '',
      sourceIp: '',
      round: 1,
    };
    try {
      const { decisions = [] } = await run(services, request as RouteRequest<never, never, never>);
      requireWritable(decisions);
      return true;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.status === 400) return true;
    }
  }
  return false;
};

/**
 * The actions whose valid body would be taken from a caller on a case. Nothing is written.
 * @param below all tasks and questions of the case
 */
export const allowedActions = async (
  services: Services,
  { record, definition }: DefinedCase,
  { caller, below }: { caller: Person; below: readonly Item[] },
): Promise<string[]> => {
  const now = services.now();
  const known = new RehearsalTable(services.table, record, below);
  const other = caseBeside(record, { id: services.newId(now), caller });
  const table = new OverlayTable(known);
  const rehearsal = servicesBeside(services, table, () => now);
  await table.put({ ...recordKey({ kind: 'case', id: other.id }), record: other });
  const types = [...(await services.definitions.all('case-types')).keys()];
  const within: Rehearsed = { record, definition, caller, types, other };
  const allowed: string[] = [];
  for (const action of actions) if (await isTaken(rehearsal, action, within)) allowed.push(nameOf(action[0]));
  return allowed;
};
