// JSON that passes through as written: a number that no double holds reaches its consumer digit by
// digit, as over EventBridge and SQS, which carry texts.

// Node has both since version 21; TypeScript does not know them yet.
const { parse, rawJSON } = JSON as unknown as {
  parse: (text: string, reviver: (name: string, value: unknown, context: { source?: string }) => unknown) => unknown;
  rawJSON: (text: string) => object;
};

/** Parses JSON whose numbers are written again as they stood there. */
export const parseVerbatim = (text: string): unknown =>
  parse(text, (_name, value, { source }) =>
    typeof value === 'number' && source !== undefined && String(value) !== source ? rawJSON(source) : value,
  );
