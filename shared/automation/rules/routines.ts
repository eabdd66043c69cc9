import { type Routine, routineSchema } from '#shared/automation/rules/rule.ts';
import { compileRule, indexOf, type RuleIndex } from '#shared/automation/rules/rule-index.ts';

/** A case type at a version, as far as its routines go. */
interface TypeOfRoutines {
  key: string;
  version: number;
  value: { routines?: readonly unknown[] | undefined };
}

/** How runs and causes call a routine: by its case type, and its key or place in it. */
export const routineKey = (type: string, { key }: Pick<Routine, 'key'>, place: number): string =>
  `${type}/${key ?? place}`;

const none: readonly unknown[] = [];

// A version of a type never changes, so its routines are compiled once.
const compiled = new WeakMap<readonly unknown[], RuleIndex>();

/** The routines of a case type. What was kept before routines were checked may be none. */
export const routineIndexOf = ({ key, version, value }: TypeOfRoutines): RuleIndex => {
  const { routines = none } = value;
  const known = compiled.get(routines);
  if (known) return known;
  const parsed = routines.flatMap((one, place) => {
    const { data } = routineSchema.safeParse(one);
    return data ? [{ key: routineKey(key, data, place), version, value: data, owner: 'routines' as const }] : [];
  });
  const inTurn = parsed.toSorted((one, other) => one.value.order - other.value.order);
  const index = indexOf(inTurn.map(compileRule));
  compiled.set(routines, index);
  return index;
};
