import type { Case } from '#shared/casework/cases/case.ts';
import type { CaseType, TargetDefinition } from '#shared/casework/cases/case-type.ts';
import type { CompiledCalendar } from '#shared/core/calendars/working-time.ts';
import type { Policy } from '#shared/core/clocks/clock.ts';
import { disabled } from '#shared/core/errors.ts';

/**
 * The definition of a case: its type at the version it keeps to, the priorities there are, and what
 * its clocks count by.
 */
export interface CaseDefinition {
  key: string;
  version: number;
  type: CaseType;
  /** The instance of the type, where that is disabled, and with it the type for what is new. */
  disabledInstance?: string | undefined;
  /** Keys of the priorities that a case of this type may have. */
  priorities: readonly string[];
  /** Keys of the priorities that take no new records. */
  disabledPriorities: ReadonlySet<string>;
  /** What its clocks count by, and by which key of a clock. */
  counting: Case['counting'];
  policies: ReadonlyMap<string, Policy<TargetDefinition>>;
  /** The same for the clocks of its tasks, by their type. */
  taskPolicies: ReadonlyMap<string, Policy>;
}

/** @throws `disabled` (409) where the type takes no new cases; it names what is switched off */
export const refuseDisabledType = ({
  key,
  type,
  disabledInstance,
}: Pick<CaseDefinition, 'key' | 'type' | 'disabledInstance'>): void => {
  if (!type.enabled) throw disabled('case type', key);
  if (disabledInstance !== undefined) throw disabled('instance', disabledInstance);
};

/** A case and its definition. */
export interface DefinedCase {
  record: Case;
  definition: CaseDefinition;
}

/**
 * The default calendar of a case of this type: that of its completion, else of the first of its
 * targets that has one.
 */
export const calendarOfType = ({ policies }: Pick<CaseDefinition, 'policies'>): CompiledCalendar | undefined =>
  policies.get('completion')?.calendar ??
  [...policies.values()].find(({ calendar }) => calendar !== undefined)?.calendar;
