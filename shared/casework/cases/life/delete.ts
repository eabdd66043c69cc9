import type { Case } from '#shared/casework/cases/case.ts';
import { changeCase } from '#shared/casework/cases/change-case.ts';
import { requireNoHold } from '#shared/casework/cases/life/hold.ts';
import { contactLinksOf } from '#shared/casework/cases/people/contact-links.ts';
import type { DraftOf } from '#shared/casework/casework.events.ts';
import { Refusal } from '#shared/core/errors.ts';
import { iso } from '#shared/core/records/instants.ts';
import type { Actor } from '#shared/core/records/primitives.ts';
import { referenceKey } from '#shared/core/table/casework-keys.ts';
import type { Decision, Write } from '#shared/core/table/decision.ts';
import { type Key, momentIndexKeys, momentKey } from '#shared/core/table/keys.ts';

/**
 * What a deleted case leaves to be done: records that point to it, and everything that lies below
 * it. It lies with the moment at which that is done.
 */
export interface Remains {
  by: Actor;
  alertIds: string[];
  /** Cases that are linked to it or merged with it. */
  caseIds: string[];
  /** Items that lead to it from contacts whom it concerned. */
  clientLinks: Key[];
}

/**
 * Deletes a case from the trash for good, but for one event without its words; what lies below it
 * is purged from now on: docs/decisions/0013. @throws `not-trashed`, `on-hold`
 */
export const deleteCase = (current: Case, { by, at }: { by: Actor; at: number }): Decision<Case> => {
  if (!current.trashedAt) throw new Refusal('not-trashed');
  requireNoHold(current);
  const subject = { kind: 'case' as const, id: current.id };
  const contactLinks = contactLinksOf(current);
  const linksOf = (isRequester: boolean) => contactLinks.filter((one) => one.isRequester === isRequester);
  const { mergedInto, mergedFrom = [], links, alertIds, generation } = current;
  const caseIds = [
    ...new Set([...links.map(({ caseId }) => caseId), ...mergedFrom, ...(mergedInto ? [mergedInto] : [])]),
  ];
  const remains: Remains = { by, alertIds, caseIds, clientLinks: linksOf(false).map(({ key }) => key) };
  const moment = { ...momentKey(subject), ...momentIndexKeys(subject, 'waiting', iso(at)) };
  return {
    kind: 'case',
    before: current,
    after: { ...current, version: current.version + 1, updatedAt: iso(at) },
    events: [{ type: 'Case Deleted', changed: [], before: {}, after: {} } satisfies DraftOf<'Case Deleted'>],
    items: [
      { delete: referenceKey(current.reference) },
      ...linksOf(true).map(({ key }) => ({ delete: key })),
      { put: { ...moment, subject, at: iso(at), generation: generation + 1, remains } },
    ] satisfies Write[],
    removes: 'everything',
  };
};

/**
 * A case without what it had to do with one that has been deleted. What was merged into that one is
 * a cancelled case like others, which may be reopened.
 */
export const withoutDeleted = (current: Case, { id, at }: { id: string; at: number }): Decision<Case> => {
  const { mergedFrom, mergedInto, beforeMerge, ...rest } = current;
  const others = mergedFrom?.filter((one) => one !== id) ?? [];
  const after = {
    ...rest,
    links: current.links.filter(({ caseId }) => caseId !== id),
    ...(others.length > 0 && { mergedFrom: others }),
    ...(mergedInto !== undefined && mergedInto !== id && { mergedInto, beforeMerge }),
  };
  return changeCase(current, after, { type: 'Case Link Changed', at });
};
