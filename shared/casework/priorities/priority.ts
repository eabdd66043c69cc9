import { disabled } from '#shared/core/errors.ts';

/** Keys of the priorities that are there and disabled. */
export const disabledAmong = (all: ReadonlyMap<string, { value: { enabled: boolean } }>): ReadonlySet<string> =>
  new Set([...all].filter(([, { value }]) => !value.enabled).map(([key]) => key));

/**
 * @throws `disabled` (409) for a priority that takes no new records. What has it already keeps it.
 */
export const refuseDisabledPriority = (
  { disabledPriorities }: { disabledPriorities: ReadonlySet<string> },
  priority: string | undefined,
): void => {
  if (priority !== undefined && disabledPriorities.has(priority)) throw disabled('priority', priority);
};
