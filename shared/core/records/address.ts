// Mail addresses are compared here alone. Some letters of Unicode fold to ASCII, as the Kelvin sign
// to k, and its holder would be taken for somebody else.

/** A mail address as it is compared and kept in keys: A to Z are folded, and nothing else is. */
export const foldAddress = (address: string): string =>
  address.replace(/[A-Z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 32));

/** Whether two mail addresses are the same; none is the same as a missing one. */
export const isSameAddress = (one: string | undefined, other: string | undefined): boolean =>
  one !== undefined && other !== undefined && foldAddress(one) === foldAddress(other);
