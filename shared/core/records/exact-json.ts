/**
 * What a JSON number is, however it is written: its sign, its digits and the power of ten of the
 * last one.
 */
const quantityOf = (written: string): string | undefined => {
  const [, sign = '', whole, part = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(written) ?? [];
  if (whole === undefined) return undefined;
  const digits = `${whole}${part}`.replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  return `${sign}${significant}e${Number(exponent) - part.length + digits.length - significant.length}`;
};

/** Whether a double shows the very number that was written, in digits that people write. */
const isKept = (written: string, number: number): boolean => {
  const shown = String(number);
  return (
    Math.abs(number) <= Number.MAX_SAFE_INTEGER && !shown.includes('e') && quantityOf(shown) === quantityOf(written)
  );
};

// TypeScript does not know yet that JSON.parse says to its reviver how a number was written, nor
// how to write one so again.
type Reviver = (name: string, value: unknown, context: { source?: string }) => unknown;
const { parse, rawJSON } = JSON as unknown as {
  parse: (text: string, reviver: Reviver) => unknown;
  rawJSON: (text: string) => object;
};

// A number that may not be kept: with sixteen digits or more, a fraction or an exponent. It stands
// at the beginning, in a list or behind the name of a member; an instant within a text does not.
const mayChange = /(?:^|[,[]|"\s*:)\s*-?(?:\d{16}|\d+[.eE])/;

/**
 * JSON as `JSON.parse` reads it, but a number that a double would change (74140000000965463, 1e400)
 * is the text of its digits: an id that an LMS sends as a number stays the same.
 */
export const parseExactly = (text: string): unknown =>
  mayChange.test(text)
    ? parse(text, (_name, value, { source }) =>
        typeof value === 'number' && source !== undefined && !isKept(source, value) ? source : value,
      )
    : JSON.parse(text);

/** Parses JSON whose numbers are written again as they stood there. */
export const parseVerbatim = (text: string): unknown =>
  parse(text, (_name, value, { source }) =>
    typeof value === 'number' && source !== undefined && String(value) !== source ? rawJSON(source) : value,
  );
