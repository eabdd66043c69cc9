/**
 * A mail address as SES compares it: A to Z are folded, and no other letter becomes one of them.
 */
export const foldAddress = (address: string): string => address.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
