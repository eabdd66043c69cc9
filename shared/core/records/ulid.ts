/** How a ULID is written: 128 bits in Crockford's base32, so the first character is at most 7. */
export const ulidPattern = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
export const isUlid = (text: string): boolean => ulidPattern.test(text);

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** The first 128 bits of a hash, written as a ULID is. */
export const encodeCrockford = (hash: Uint8Array): string => {
  let bits = 0n;
  for (const byte of hash.subarray(0, 16)) bits = (bits << 8n) | BigInt(byte);
  return Array.from({ length: 26 }, (_, place) => crockford[Number((bits >> BigInt(5 * (25 - place))) & 31n)]).join('');
};
