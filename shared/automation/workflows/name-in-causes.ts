// Causes, limits and runs name rules by their keys, routines by their type and place, and workflows
// by this, whose sign stands in no key.
const prefix = 'workflow:';

export const nameInCauses = (workflow: string): string => `${prefix}${workflow}`;

/** The key of the workflow that a name is of; undefined where it is that of something else. */
export const workflowInCauses = (name: string): string | undefined =>
  name.startsWith(prefix) ? name.slice(prefix.length) : undefined;
