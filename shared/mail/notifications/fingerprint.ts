import { createHash } from 'node:crypto';
import { foldAddress } from '#shared/core/records/address.ts';

/**
 * Stands for an address (or the id of a mail) where it is not wanted itself: in keys and names. The
 * same, however written, gives the same.
 */
export const fingerprintOf = (address: string): string =>
  createHash('sha256').update(foldAddress(address)).digest('base64url').slice(0, 22);
