import type { Person } from '#shared/access/person.ts';
import type { Definitions } from '#shared/core/definitions/definitions.ts';
import type { PersonOrGroup } from '#shared/core/records/primitives.ts';

interface Visible {
  /** Whether the caller sees all types there are, and none was asked for. */
  everything: boolean;
  types: string[];
  /**
   * The caller and their groups, where what is theirs is to be looked for beside the types that
   * they see.
   */
  owners: PersonOrGroup[];
}

/**
 * Where a caller may find records at all: in the types that show them to the caller, and among what
 * is the caller's own in any type. It only narrows what a list reads; each record is still put to
 * the policy.
 *
 * @param asked the one type that is asked for
 */
export const visibleTypes = <V>(
  caller: Person,
  types: ReadonlyMap<string, { key: string; value: V }>,
  { asked, sees }: { asked?: string | undefined; sees: (type: V) => boolean },
): Visible => {
  const all = caller.isAdmin || caller.seesAll;
  const visible = [...types.values()]
    .filter(({ key, value }) => (asked === undefined || key === asked) && (all || sees(value)))
    .map(({ key }) => key);
  // What is the caller's own in a type that they see is among all of that type.
  const isComplete = all || (asked !== undefined && visible.length > 0);
  return {
    everything: all && asked === undefined,
    types: visible,
    owners: isComplete ? [] : [{ user: caller.id }, ...caller.groups.map((group) => ({ group }))],
  };
};

/** How urgent each priority is: the first in order has the highest number. */
export const urgencyOf = async (definitions: Definitions): Promise<(priority: string) => number> => {
  const ordered = [...(await definitions.all('priorities')).values()].sort((a, b) => b.value.order - a.value.order);
  const ranks = new Map(ordered.map((priority, index) => [priority.key, index + 1]));
  return (priority) => ranks.get(priority) ?? 0;
};
