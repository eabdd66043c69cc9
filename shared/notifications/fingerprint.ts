import { createHash } from 'node:crypto';

/** Stands for an address (or the id of a mail) where it is not wanted itself: in keys and names. The same, however written, gives the same. */
export const fingerprintOf = (address: string): string =>
  createHash('sha256').update(address.trim().toLowerCase()).digest('base64url').slice(0, 22);
