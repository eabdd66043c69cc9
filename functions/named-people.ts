import type { Services } from '#functions/services.ts';
import { gatherInputs } from '#shared/casework/assignment/deal.ts';
import { dealerOfNamed, type NamedDealer } from '#shared/casework/assignment/named-people.ts';
import { rosterOf } from '#shared/casework/assignment/roster.ts';
import type { CaseDefinition } from '#shared/casework/cases/case-definition.ts';

/**
 * Deals the tasks of a case to people whom their types name, where those name no team: as they are
 * at an instant (epoch milliseconds). It reads nothing where no type names anybody.
 */
export const namedFor = async (
  { table, definitions }: Services,
  { type, key }: CaseDefinition,
  at: number,
): Promise<NamedDealer | undefined> => {
  const named = type.taskTypes.filter(({ groups }) => groups.length === 0).flatMap(({ users }) => users);
  if (named.length === 0) return undefined;
  const pool = [...new Set(named)].map((user) => ({ user }));
  const roster = await rosterOf(definitions);
  const { candidates } = await gatherInputs(
    { table, roster, random: () => 0 },
    { assign: { behaviour: 'rotational', pool }, record: { kind: 'task', id: '', weight: 1 }, about: {}, at },
  );
  return dealerOfNamed({
    candidates,
    weightOf: (taskType) => roster.weightOf({ kind: 'task', type: key, taskType }),
    at,
  });
};
