import type { Fault } from '#shared/core/errors.ts';

/** A place in a file: behind how many rows, and where in bytes. */
export interface FilePosition {
  offset: number;
  row: number;
}

interface RowPlace {
  /** Counts rows of data from 1. */
  row: number;
  /** Where the next row begins, in bytes of the file. */
  end: number;
}

/** A row of a file as it was written: what it says, or why it cannot be read. */
export type ReadRow = RowPlace & ({ value: unknown; fault?: never } | { value?: never; fault: Fault });

/** How many columns a refusal names: junk has a hundred thousand, which no answer takes. */
export const mostNamed = 100;
