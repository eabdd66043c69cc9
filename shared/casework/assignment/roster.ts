import { compiledCalendar } from '#shared/core/calendars/compiled-calendar.ts';
import { workingMoment } from '#shared/core/calendars/working-time.ts';
import type { Configured } from '#shared/core/definitions/configuration.ts';
import type { Configurations } from '#shared/core/definitions/definitions.ts';
import { Refusal } from '#shared/core/errors.ts';
import type { PersonOrGroup } from '#shared/core/records/primitives.ts';
import type { WorkKind } from '#shared/core/table/casework-keys.ts';

/** On what terms work may be dealt to somebody. */
export interface Terms {
  /** Whether they work at that instant; always where the directory names no calendar. */
  isWorking: boolean;
  /** How much open work they take at the most, by weight. */
  capacity?: number;
}

/** What the configuration says of those to whom work is dealt, and of what it weighs. */
export interface Roster {
  /** Ids of a team's members in the directory, in its order. */
  membersOf: (group: string) => readonly string[];
  /** `at` in epoch milliseconds; `group`: the team whose work it is. */
  termsOf: (person: string, at: number, group?: string) => Terms;
  /** Who reviews alerts of a type where nobody is named. */
  defaultReviewerOf: (alertType: string) => PersonOrGroup | undefined;
  weightOf: (work: { kind: WorkKind; type: string; taskType?: string | undefined }) => number;
}

interface TeamMembership {
  group: string;
  calendar?: string | undefined;
  capacity?: number | undefined;
}
type ConfiguredGroups = ReadonlyMap<string, Configured<'groups'>>;

const membershipsIn = (groups: ConfiguredGroups): Map<string, TeamMembership[]> => {
  const found = new Map<string, TeamMembership[]>();
  for (const { key: group, value } of groups.values())
    for (const { id, calendar, capacity } of value.members)
      found.set(id, [...(found.get(id) ?? []), { group, calendar, capacity }]);
  return found;
};

// Configuration keeps its map for as long as nothing is changed.
const known = new WeakMap<ConfiguredGroups, Map<string, TeamMembership[]>>();
export const membershipsOf = (groups: ConfiguredGroups, person: string): readonly TeamMembership[] => {
  let memberships = known.get(groups);
  if (!memberships) {
    memberships = membershipsIn(groups);
    known.set(groups, memberships);
  }
  return memberships.get(person) ?? [];
};

const works = (calendar: Configured<'calendars'>, at: number): boolean => {
  try {
    return workingMoment(compiledCalendar(calendar), at, 1) === at;
  } catch (error) {
    // A calendar without any working time.
    if (error instanceof Refusal) return false;
    throw error;
  }
};

/**
 * Reads the roster. A member of several teams has the smallest capacity that any of them names, and
 * the hours of the team whose work it is, else of any of their teams.
 */
export const rosterOf = async (definitions: Configurations): Promise<Roster> => {
  const [groups, calendars, caseTypes, alertTypes] = await Promise.all([
    definitions.all('groups'),
    definitions.all('calendars'),
    definitions.all('case-types'),
    definitions.all('alert-types'),
  ]);
  return {
    membersOf: (group) => groups.get(group)?.value.members.map(({ id }) => id) ?? [],
    termsOf: (person, at, group) => {
      const all = membershipsOf(groups, person);
      const ofTeam = all.filter((one) => one.group === group && one.calendar !== undefined);
      const hours = (ofTeam.length > 0 ? ofTeam : all).flatMap(({ calendar }) => calendars.get(calendar ?? '') ?? []);
      const capacities = all.flatMap(({ capacity }) => capacity ?? []);
      return {
        isWorking: hours.length === 0 || hours.some((calendar) => works(calendar, at)),
        ...(capacities.length > 0 && { capacity: Math.min(...capacities) }),
      };
    },
    defaultReviewerOf: (type) => alertTypes.get(type)?.value.defaultReviewer,
    weightOf: ({ kind, type, taskType }) => {
      if (kind === 'alert') return alertTypes.get(type)?.value.weight ?? 1;
      const ofCase = caseTypes.get(type)?.value;
      if (kind === 'case') return ofCase?.weight ?? 1;
      return ofCase?.taskTypes.find(({ key }) => key === taskType)?.weight ?? 1;
    },
  };
};
