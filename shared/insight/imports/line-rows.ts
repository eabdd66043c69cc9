import type { Fault } from '#shared/core/errors.ts';
import { parseExactly } from '#shared/core/records/exact-json.ts';
import type { RowSource } from '#shared/insight/imports/byte-source.ts';
import { decodeRow } from '#shared/insight/imports/encoding.ts';
import type { FilePosition, ReadRow } from '#shared/insight/imports/read-row.ts';

interface FileLine {
  bytes: Uint8Array;
  /** Where the next line begins. */
  end: number;
  /** It has more than is held in memory, and its bytes are not given. */
  isTooLong?: true;
}

// One record of anything we keep is far smaller; a line that never ends is not held in memory.
const longestLine = 4 * 1024 * 1024;

const nothing = new Uint8Array();

const newline = 0x0a;
const space = 0x20;

const isBlank = (bytes: Uint8Array): boolean => bytes.every((byte) => byte <= space);

/** The lines of a file from a place on that say something. */
export async function* linesFrom({ from, widthOf }: RowSource, offset: number): AsyncGenerator<FileLine> {
  let rest: Uint8Array = new Uint8Array();
  let end = offset;
  // What of a line that is too long lies behind us.
  let passed = 0;
  for await (const window of from(offset)) {
    const bytes = Buffer.concat([rest, window]);
    let begins = 0;
    for (let at = bytes.indexOf(newline, begins); at !== -1; at = bytes.indexOf(newline, begins)) {
      const line = bytes.subarray(begins, at + 1);
      begins = at + 1;
      end += passed + widthOf(line);
      if (passed > 0) yield { bytes: nothing, end, isTooLong: true };
      else if (!isBlank(line)) yield { bytes: line, end };
      passed = 0;
    }
    rest = bytes.subarray(begins);
    if (passed > 0 || rest.length > longestLine) {
      passed += widthOf(rest);
      rest = nothing;
    }
  }
  end += passed + widthOf(rest);
  if (passed > 0) yield { bytes: nothing, end, isTooLong: true };
  else if (!isBlank(rest)) yield { bytes: rest, end };
}

export const textOf = (bytes: Uint8Array): string => (decodeRow([bytes])[0] ?? '').trim();

const tooLong: Fault = {
  pointer: '',
  code: 'too-large',
  detail: `the line has more than ${longestLine / 1024 / 1024} MB`,
};
const malformed: Fault = { pointer: '', code: 'malformed-json', detail: 'the line is no JSON object' };

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

const parsedLine = (text: string): unknown => {
  try {
    // Ids of other systems may have more digits than a double holds.
    return parseExactly(text);
  } catch {
    return undefined;
  }
};

/** The rows of a file of JSON lines from a place on; each broken one is an error of its own. */
export async function* lineRows(source: RowSource, from: FilePosition): AsyncGenerator<ReadRow> {
  let { row } = from;
  for await (const { bytes, end, isTooLong } of linesFrom(source, from.offset)) {
    const value = parsedLine(textOf(bytes));
    row++;
    yield isObject(value) ? { row, end, value } : { row, end, fault: isTooLong ? tooLong : malformed };
  }
}
