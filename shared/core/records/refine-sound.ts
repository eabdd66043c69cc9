import type * as z from 'zod';

/** What a refinement says of an object, beside what its members say by themselves. */
export interface Refining {
  fault: (path: PropertyKey[], code: string, message: string) => void;
  /** Whether a member that `sound` does not have was given, and is faulty by itself. */
  isFaulty: (member: string) => boolean;
}

/**
 * An object that is refined in its sound members, also where others are not, so that all faults
 * come in one answer.
 */
export const refineSound = <S extends z.ZodObject>(
  schema: S,
  refine: (sound: Partial<z.output<S>>, refining: Refining) => void,
): S =>
  schema.superRefine(
    (value, context) => {
      const faulty = new Set(context.issues.map(({ path }) => path?.[0]));
      const isFaulty = (member: PropertyKey) => faulty.has(member);
      const sound = Object.entries(value).filter(([member]) => !isFaulty(member));
      const fault: Refining['fault'] = (path, code, message) =>
        context.addIssue({ code: 'custom', path, message, params: { code } });
      refine(Object.fromEntries(sound) as Partial<z.output<S>>, { fault, isFaulty });
    },
    { when: ({ value }) => value instanceof Object },
  );

/** Whether a list has such a one. One that is faulty is left out, and may have anything. */
export const mayHave = <T>(list: readonly T[] | undefined, isSuch: (one: T) => boolean): boolean =>
  list?.some(isSuch) ?? true;
