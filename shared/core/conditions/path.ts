import { own } from '#shared/core/records/own.ts';

// Where a field of a record or an event is found:
// `event.detail.actor.extensions["com.instructure.canvas"].user_sis_id`, as Liquid writes it.

const step = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? own(value as Record<string, unknown>, name) : undefined;

// A name between dots, a name in brackets and quotes, or the place of an element in brackets.
const onePart = /(?:^|\.)([^.[\]]+)|\[(?:"([^"]+)"|'([^']+)'|(\d+))\]/y;

/** The names and places of a path, from the outermost; undefined for a text that is no path. */
export const stepsOf = (path: string): string[] | undefined => {
  const steps: string[] = [];
  onePart.lastIndex = 0;
  for (let at = 0; at < path.length; at = onePart.lastIndex) {
    const part = onePart.exec(path);
    const name = part?.slice(1).find((group) => group !== undefined);
    if (name === undefined) return undefined;
    steps.push(name);
  }
  return steps.length > 0 ? steps : undefined;
};

/**
 * Every value to which the steps lead where dots may also belong to the names. Each is another
 * place of the value, so there are no more than it has.
 */
const waysThrough = (value: unknown, steps: readonly string[]): unknown[] => {
  if (steps.length === 0) return [value];
  return steps.flatMap((_, last) => {
    const next = step(value, steps.slice(0, last + 1).join('.'));
    return next === undefined ? [] : waysThrough(next, steps.slice(last + 1));
  });
};

/**
 * The value to which the steps lead, of own members alone. Where no member has these names dots may
 * belong to them: then the one way that there is counts, and of several none.
 */
export const follow = (from: unknown, steps: readonly string[]): unknown => {
  const found = steps.reduce<unknown>(step, from);
  if (found !== undefined) return found;
  const [only, ...others] = waysThrough(from, steps);
  return others.length === 0 ? only : undefined;
};
