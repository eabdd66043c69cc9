import { type Routine, routineSchema } from '#shared/automation/rules/rule.ts';
import type { Fault } from '#shared/core/errors.ts';
import { faultsFrom } from '#shared/core/http/faults.ts';

// Routines are rules that a case type carries. Its schema, which casework declares, lets them be
// anything; here they are put to the form of rules.

interface RoutineAt {
  routine: Routine;
  /** Where it stands in the case type. */
  at: string;
}

/** The routines of a case type that have their form, each with its place. */
export const routinesOf = (routines: readonly unknown[] = []): RoutineAt[] =>
  routines.flatMap((one, place) => {
    const { data } = routineSchema.safeParse(one);
    return data ? [{ routine: data, at: `/routines/${place}` }] : [];
  });

const keyTwice = (all: readonly RoutineAt[]): Fault[] =>
  all.flatMap(({ routine: { key }, at }, place) =>
    key !== undefined && all.some((other, index) => index < place && other.routine.key === key)
      ? [{ pointer: `${at}/key`, code: 'duplicate', detail: `another routine has the key "${key}"` }]
      : [],
  );

/** What is wrong with the form of routines, each with its pointer. */
export const faultsOfForm = (routines: readonly unknown[] = []): Fault[] => [
  ...routines.flatMap((one, place) => {
    const { error } = routineSchema.safeParse(one);
    return error ? faultsFrom(error, one, `/routines/${place}`) : [];
  }),
  ...keyTwice(routinesOf(routines)),
];
