import { invalid } from '#shared/core/errors.ts';

/** @throws 400 for one more than a case can have */
export const refuseTooMany = (people: readonly unknown[], most: number, pointer: string): void => {
  if (people.length > most)
    throw invalid([{ pointer, code: 'too-many', detail: `a case has ${most} at the most`, values: { most } }]);
};
