// DynamoDB has keys in the order of their bytes in UTF-8. That of strings is UTF-16's, which has
// U+10000 and beyond (rare characters of names, emoji) before U+E000 to U+FFFF.

const isOrderedOtherwise = /[\ud800-\uffff]/;

/** Below zero, zero, or above, as keys lie in a partition. */
export const compareKeys = (one: string, other: string): number => {
  if (one === other) return 0;
  if (isOrderedOtherwise.test(one) && isOrderedOtherwise.test(other))
    return Buffer.compare(Buffer.from(one), Buffer.from(other));
  return one < other ? -1 : 1;
};

/** Behind all keys that begin so. */
export const behindPrefix = (prefix: string): string => `${prefix}\u{10ffff}`;
