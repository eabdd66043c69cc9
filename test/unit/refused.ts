import { type Fault, Refusal } from '#shared/core/errors.ts';
import type { RefusalCode } from '#shared/core/refusals.ts';

const refusal = (decide: () => unknown): Refusal => {
  try {
    decide();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('was not refused');
};

/** By which rule something is refused. Fails where it is not. */
export const refusalOf = (decide: () => unknown): RefusalCode => refusal(decide).code;

/** Pointer and code of every fault, of what is refused with 400. */
export const faultsIn = (decide: () => unknown): Pick<Fault, 'pointer' | 'code'>[] => {
  const { code, faults } = refusal(decide);
  if (code !== 'invalid-request') throw new Error(`refused with ${code}`);
  return faults.map(({ pointer, code: rule }) => ({ pointer, code: rule }));
};
