/**
 * Text without NUL and lone surrogates: neither survives a round trip through JSON, DynamoDB and
 * mail unharmed.
 */
export const isWellFormed = (value: string): boolean => value.isWellFormed() && !value.includes('\u0000');
