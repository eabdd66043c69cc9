import type { Person } from '#shared/access/person.ts';
import type { Definitions } from '#shared/core/definitions/definitions.ts';
import type { PersonOrGroup } from '#shared/core/records/primitives.ts';

interface Visible {
  /** Whether the caller sees all types there are, and none was asked for. */
  everything: boolean;
  types: string[];
  /** Further types there are, in which the caller may find what is theirs alone. */
  otherTypes: string[];
  /**
   * The caller and their groups, where what is theirs is to be looked for beside the types that
   * they see.
   */
  owners: PersonOrGroup[];
}

/**
 * Where a caller may find records: in types that show them, among those asked for (none: all), and
 * among what is the caller's own. It only narrows a list; each record is still put to the policy.
 */
export const visibleTypes = <V>(
  caller: Person,
  types: ReadonlyMap<string, { key: string; value: V }>,
  { asked, sees }: { asked?: readonly string[] | undefined; sees: (type: V) => boolean },
): Visible => {
  const all = caller.isAdmin || caller.seesAll;
  const wanted = [...types.values()].filter(({ key }) => asked?.includes(key) ?? true);
  const visible = wanted.filter(({ value }) => all || sees(value)).map(({ key }) => key);
  const otherTypes = wanted.map(({ key }) => key).filter((key) => !visible.includes(key));
  // What is the caller's own in a type that they see is among all of that type.
  const isComplete = all || (asked !== undefined && otherTypes.length === 0);
  return {
    everything: all && asked === undefined,
    types: visible,
    otherTypes,
    owners: isComplete ? [] : [{ user: caller.id }, ...caller.groups.map((group) => ({ group }))],
  };
};

/** The keys of all priorities, the most urgent first. */
export const prioritiesByUrgency = async (definitions: Definitions): Promise<string[]> =>
  [...(await definitions.all('priorities')).values()]
    .sort((a, b) => a.value.order - b.value.order)
    .map(({ key }) => key);
