/**
 * An object's own member of this name. People name fields, statuses and sections as they like, and
 * every object answers to `constructor`; a test looks for any other access: docs/decisions/0047.
 */
export const own = <T>(values: Readonly<Record<string, T>> | undefined, name: string): T | undefined =>
  values !== undefined && Object.hasOwn(values, name) ? values[name] : undefined;

/** Gives an object a member of its own, also one called `__proto__`, which to assign would not. */
export const setOwn = <T>(record: Record<string, T>, name: string, value: T): void => {
  if (name === '__proto__') Object.defineProperty(record, name, { value, enumerable: true });
  else record[name] = value;
};
