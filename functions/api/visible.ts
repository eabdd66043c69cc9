import { belongsTo, type Person } from '#shared/access/person.ts';
import type { Configured } from '#shared/configuration/configuration.ts';
import type { Definitions } from '#shared/configuration/definitions.ts';
import type { PersonOrGroup } from '#shared/records/primitives.ts';

interface Visible {
  /** Whether the caller sees all types there are. */
  everything: boolean;
  types: string[];
  /** The caller and their groups: what they own is theirs to see in any type. */
  owners: PersonOrGroup[];
}

/** Where a caller may find records at all. It only narrows what a list reads; each record is still put to the policy. */
export const visibleTypes = <K extends 'case-types' | 'alert-types'>(
  caller: Person,
  types: Map<string, Configured<K>>,
  groupsThatSee: (type: Configured<K>['value']) => readonly string[],
  isNamedBy: (type: Configured<K>['value']) => boolean = () => false,
): Visible => {
  const everything = caller.isAdmin || caller.seesAll;
  const visible = [...types.values()].filter(
    ({ value }) => everything || belongsTo(caller, groupsThatSee(value)) || isNamedBy(value),
  );
  return {
    everything,
    types: visible.map((type) => type.key),
    owners: [{ user: caller.id }, ...caller.groups.map((group) => ({ group }))],
  };
};

/** How urgent each priority is: the first in order has the highest number. */
export const urgencyOf = async (definitions: Definitions): Promise<(priority: string) => number> => {
  const ordered = [...(await definitions.all('priorities')).values()].sort((a, b) => b.value.order - a.value.order);
  const ranks = new Map(ordered.map((priority, index) => [priority.key, index + 1]));
  return (priority) => ranks.get(priority) ?? 0;
};
