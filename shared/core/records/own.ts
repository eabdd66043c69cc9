/**
 * An object's own member of this name. People name fields, statuses and sections as they like, and
 * every object answers to `constructor`; a test looks for any other access: docs/decisions/0047.
 */
export const own = <T>(values: Readonly<Record<string, T>> | undefined, name: string): T | undefined =>
  values !== undefined && Object.hasOwn(values, name) ? values[name] : undefined;
