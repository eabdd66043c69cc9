import { nextMentions } from '#functions/retention/mentions.ts';
import type { Services } from '#functions/services.ts';
import { enrolmentsOfContact } from '#shared/core/table/automation-keys.ts';
import { clientLinkPrefix, contactLinkPrefix } from '#shared/core/table/casework-keys.ts';
import type { Item } from '#shared/core/table/decision.ts';
import { partitionOf } from '#shared/core/table/keys.ts';
import { participantPartition } from '#shared/core/table/list-keys.ts';
import { pageOfRanges, type WholeRange } from '#shared/core/table/one-by-one.ts';
import { followerPartition, formerPartition, locksOf } from '#shared/core/table/view-keys.ts';

/** Something that says something of a person. The contact itself comes last. */
export interface OfPerson {
  /** `beside`: of somebody else's, in which the person has a part or is named. */
  kind: 'case' | 'beside' | 'alert' | 'beside-alert' | 'enrolment' | 'contact';
  id: string;
  /** While it is on hold, so is the contact. */
  isOfContact?: true;
  /** They have no part in it. */
  isNamed?: true;
}

/** What it is a thing of, as reports say it. */
export const kindOfThing = (kind: OfPerson['kind']): 'case' | 'alert' | 'enrolment' | 'contact' =>
  kind === 'beside' ? 'case' : kind === 'beside-alert' ? 'alert' : kind;

const besides = { case: 'beside', alert: 'beside-alert' } as const;

interface PersonRange extends WholeRange, Pick<OfPerson, 'kind' | 'isOfContact'> {
  idOf: (item: Item) => string;
}

/** The place of the contact, behind everything else. */
const itself = 'contact';
const inMentions = 'mentions ';
const mentionsFrom = (place: object): string => `${inMentions}${JSON.stringify(place)}`;

const rangesOf = (contactId: string): readonly PersonRange[] => {
  const links = { pk: partitionOf({ kind: 'contact', id: contactId }), consistent: true };
  const participant = { user: contactId };
  return [
    ...(['case', 'alert'] as const).map(
      (kind): PersonRange => ({
        kind: besides[kind],
        pk: formerPartition(contactId, kind),
        index: 'gsi1',
        idOf: ({ recordId }) => String(recordId),
      }),
    ),
    {
      ...links,
      kind: 'case',
      isOfContact: true,
      prefix: contactLinkPrefix('case'),
      idOf: ({ caseId }) => String(caseId),
    },
    { ...links, kind: 'beside', isOfContact: true, prefix: clientLinkPrefix, idOf: ({ caseId }) => String(caseId) },
    ...(['open', 'closed'] as const)
      .map((openness) => participantPartition('case', participant, openness))
      .concat((['open', 'closed'] as const).map((openness) => followerPartition(contactId, openness)))
      .map((pk): PersonRange => ({ kind: 'beside', pk, index: 'gsi1', idOf: ({ recordId }) => String(recordId) })),
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
  services: Services,
  contactId: string,
  { place, limit }: { place?: string | undefined; limit: number },
): Promise<{ rows: OfPerson[]; next?: string }> => {
  if (place === itself) return { rows: [{ kind: 'contact', id: contactId }] };
  if (place?.startsWith(inMentions)) {
    const at = JSON.parse(place.slice(inMentions.length));
    const { rows, next } = await nextMentions(services, contactId, { place: at, limit });
    const beside = rows.map(({ kind, id }): OfPerson => ({ kind: besides[kind], id, isNamed: true }));
    return { rows: beside, next: next ? mentionsFrom(next) : itself };
  }
  const page = await pageOfRanges(services.table, rangesOf(contactId), { place, limit });
  const { items, range, next = mentionsFrom({ search: 0 }) } = page;
  if (!range) return { rows: [], next };
  const { kind, isOfContact, idOf } = range;
  return { rows: items.map((item) => ({ kind, id: idOf(item), ...(isOfContact && { isOfContact }) })), next };
};
