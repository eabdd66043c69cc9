import type { Services } from '#functions/services.ts';
import { enrolmentsOfContact } from '#shared/core/table/automation-keys.ts';
import { clientLinkPrefix, contactLinkPrefix } from '#shared/core/table/casework-keys.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { partitionOf } from '#shared/core/table/keys.ts';
import { participantPartition } from '#shared/core/table/list-keys.ts';
import { pageOfRanges, type WholeRange } from '#shared/core/table/one-by-one.ts';
import { followerPartition, locksOf } from '#shared/core/table/view-keys.ts';

/** Something that says something of a person. The contact itself comes last. */
export interface OfPerson {
  /** `beside`: a case of somebody else's, in which the person has a part. */
  kind: 'case' | 'beside' | 'alert' | 'enrolment' | 'contact';
  id: string;
}

interface PersonRange extends WholeRange {
  kind: OfPerson['kind'];
  idOf: (item: Item) => string;
}

/** The place of the contact, behind everything else. */
const itself = 'contact';

const rangesOf = (contactId: string): readonly PersonRange[] => {
  const links = { pk: partitionOf({ kind: 'contact', id: contactId }), consistent: true };
  const participant = { user: contactId };
  return [
    { ...links, kind: 'case', prefix: contactLinkPrefix('case'), idOf: ({ caseId }) => String(caseId) },
    { ...links, kind: 'beside', prefix: clientLinkPrefix, idOf: ({ caseId }) => String(caseId) },
    ...(['open', 'closed'] as const).map(
      (openness): PersonRange => ({
        kind: 'beside',
        pk: participantPartition('case', participant, openness),
        index: 'gsi1',
        idOf: ({ recordId }) => String(recordId),
      }),
    ),
    ...(['open', 'closed'] as const).map(
      (openness): PersonRange => ({
        kind: 'beside',
        pk: followerPartition(contactId, openness),
        index: 'gsi1',
        idOf: ({ recordId }) => String(recordId),
      }),
    ),
    { ...locksOf(contactId), kind: 'beside', consistent: true, idOf: ({ recordId }) => String(recordId) },
    { ...links, kind: 'alert', prefix: contactLinkPrefix('alert'), idOf: ({ alertId }) => String(alertId) },
    {
      kind: 'enrolment',
      pk: enrolmentsOfContact(contactId),
      index: 'gsi2',
      idOf: ({ pk: partition }) => partition.slice(partition.indexOf('#') + 1),
    },
  ];
};

/**
 * The next things of a person behind a place, and where it goes on. What is erased meanwhile is not
 * found again; what is on hold is, and stays.
 */
export const nextOfPerson = async (
  { table }: Pick<Services, 'table'>,
  contactId: string,
  { place, limit }: { place?: string | undefined; limit: number },
): Promise<{ rows: OfPerson[]; next?: string }> => {
  if (place === itself) return { rows: [{ kind: 'contact', id: contactId }] };
  const { items, range, next = itself } = await pageOfRanges(table, rangesOf(contactId), { place, limit });
  return { rows: range ? items.map((item) => ({ kind: range.kind, id: range.idOf(item) })) : [], next };
};
