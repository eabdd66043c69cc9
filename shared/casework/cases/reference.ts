// A case's reference: 8 random characters of Crockford's base32 and one check character, written
// 7K3F-92QX-M. 40 random bits need no counter; the commit handles a collision by the reference
// item's condition.
//
// The check is a Damm-style check over the field GF(2^5): the quasigroup x∘y = 2(x + y) is totally
// anti-symmetric, so it catches every wrong character and every swap of neighbours (H. M. Damm,
// "Total anti-symmetric quasigroups", 2004, section on fields of characteristic two).

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const randomLength = 8;

// GF(32) with the primitive polynomial x^5 + x^2 + 1.
const timesTwo = (value: number): number => ((value << 1) ^ (value & 16 ? 0b100101 : 0)) & 31;

/** The check value of a sequence; over a sequence that ends with its own check value it is 0. */
const damm = (values: number[]): number => values.reduce((interim, value) => timesTwo(interim ^ value), 0);

/** A reference from 5 random bytes. */
export const referenceFrom = (random: Uint8Array): string => {
  let bits = 0n;
  for (const byte of random.subarray(0, 5)) bits = (bits << 8n) | BigInt(byte);
  const values = Array.from({ length: randomLength }, (_, i) =>
    Number((bits >> BigInt(5 * (randomLength - 1 - i))) & 31n),
  );
  const characters = [...values, damm(values)].map((value) => alphabet[value]).join('');
  return `${characters.slice(0, 4)}-${characters.slice(4, 8)}-${characters.slice(8)}`;
};

/**
 * The canonical form of what a person typed (any case, dashes, spaces, O for 0, I and L for 1);
 * undefined for a wrong length, character or check character.
 */
export const parseReference = (typed: string): string | undefined => {
  const characters = typed.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  if (characters.length !== randomLength + 1) return undefined;
  const values = [...characters].map((character) => alphabet.indexOf(character));
  if (values.includes(-1)) return undefined;
  const check = values.pop();
  if (check !== damm(values)) return undefined;
  return `${characters.slice(0, 4)}-${characters.slice(4, 8)}-${characters.slice(8)}`;
};
