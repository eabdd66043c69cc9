/**
 * The member of this name that an object has itself. People name fields, statuses and sections as
 * they like, and every object answers to `constructor` and `toString`; so what holds other people's
 * names is read here, or is a Map. A test looks for any other access.
 */
export const own = <T>(values: Readonly<Record<string, T>> | undefined, name: string): T | undefined =>
  values !== undefined && Object.hasOwn(values, name) ? values[name] : undefined;
