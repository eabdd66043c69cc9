import type { Services } from '#functions/services.ts';
import { gatherInputs } from '#shared/casework/assignment/deal.ts';
import { reasonAgainst } from '#shared/casework/assignment/decide-assignment.ts';
import { rosterOf } from '#shared/casework/assignment/roster.ts';
import type { CaseDefinition } from '#shared/casework/cases/case-definition.ts';

/**
 * Of the people whom the types of tasks of a case name, where those name no team: who is dealt
 * nothing at an instant (epoch milliseconds), being away, not at work, or full. It reads nothing
 * where no type names anybody.
 */
export const unavailableFor = async (
  { table, definitions }: Services,
  { type }: CaseDefinition,
  at: number,
): Promise<ReadonlySet<string> | undefined> => {
  const named = type.taskTypes.filter(({ groups }) => groups.length === 0).flatMap(({ users }) => users);
  if (named.length === 0) return undefined;
  const pool = [...new Set(named)].map((user) => ({ user }));
  const record = { kind: 'task' as const, id: '', weight: 1 };
  const dealer = { table, roster: await rosterOf(definitions), random: () => 0 };
  const { candidates } = await gatherInputs(dealer, {
    assign: { behaviour: 'rotational', pool },
    record,
    about: {},
    at,
  });
  return new Set(candidates.filter((one) => reasonAgainst(one, record, at)).map(({ person }) => person));
};
