import { createHash } from 'node:crypto';
import { momentKey, type Place } from '#shared/core/table/keys.ts';
import type { Table } from '#shared/core/table/table.ts';

/** Below which record something goes: of one person, or of everybody. */
interface ErasingScope {
  about: { kind: 'case' | 'alert' | 'contact'; id: string };
  what: string | { person: { id: string } };
}

/** Of several people who are erased at once each is taken out of a record apart. */
export const placeOfErasing = ({ about: { kind, id }, what }: ErasingScope): Place & { kind: 'erasing' } => {
  const whom = typeof what === 'object' ? `/${what.person.id}` : '';
  // Executions have names of 80 characters at the most.
  const digest = createHash('sha256').update(`${kind}/${id}${whom}`).digest('hex');
  return { kind: 'erasing', id: digest.slice(0, 32) };
};

/**
 * Whether an erased contact is still being taken away. The second look, a day later, leaves what is
 * somebody new's.
 */
export const isBeingErased = async (table: Table, contactId: string): Promise<boolean> => {
  const place = placeOfErasing({ about: { kind: 'contact', id: contactId }, what: 'everything' });
  const erasing = (await table.get(momentKey(place)))?.erasing as { isLast?: true } | undefined;
  return erasing !== undefined && !erasing.isLast;
};
