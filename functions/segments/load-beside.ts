import { isDeepStrictEqual } from 'node:util';
import { readRelated } from '#functions/segments/load-related.ts';
import { standingOf } from '#functions/segments/reckon.ts';
import { segmentStates } from '#functions/segments/states.ts';
import type { Services } from '#functions/services.ts';
import { asksBeside, type BesideContact } from '#shared/automation/segments/beside.ts';
import { allReads } from '#shared/automation/segments/generation.ts';
import { noSources } from '#shared/automation/segments/related-sources.ts';
import { isMember } from '#shared/automation/segments/standing.ts';
import type { Contact } from '#shared/casework/contacts/contact.ts';
import type { ConditionReads } from '#shared/core/conditions/plan.ts';

/** The segments that a contact is in, of some, as readers of a segment see its members. */
const segmentsWith = async (services: Services, contactId: string, keys: ReadonlySet<string>): Promise<string[]> => {
  const [states, standing] = await Promise.all([segmentStates(services), standingOf(services, contactId)]);
  return [...keys].filter((key) => isMember(standing, states.get(key))).sort();
};

/** Reads until two readings in a row agree: parts alone may never have been so at once. */
const readAtOnce = async <T>(read: () => Promise<T>): Promise<T> => {
  let before = await read();
  for (;;) {
    const after = await read();
    if (isDeepStrictEqual(before, after)) return after;
    before = after;
  }
};

/**
 * Reads what conditions ask about a contact beside it, once for all of them; nothing where none
 * asks. Who has no contact has nothing and is in no segment.
 */
export const loadBeside = async (
  services: Services,
  contact: Contact | undefined,
  asked: readonly (ConditionReads | undefined)[],
): Promise<BesideContact> => {
  const some = asked.filter(asksBeside);
  if (some.length === 0) return {};
  const reads = allReads(some);
  const [related, segments] = await Promise.all([
    contact && reads.related.size > 0 ? readAtOnce(() => readRelated(services.table, contact, { reads })) : noSources,
    contact && reads.segments.size > 0 ? segmentsWith(services, contact.id, reads.segments) : [],
  ]);
  return { ...(reads.related.size > 0 && { related }), ...(reads.segments.size > 0 && { segments }) };
};
