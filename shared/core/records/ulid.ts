/** How a ULID is written: 128 bits in Crockford's base32, so the first character is at most 7. */
export const ulidPattern = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
export const isUlid = (text: string): boolean => ulidPattern.test(text);
