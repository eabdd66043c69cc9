import type { Services } from '#functions/services.ts';
import type { Item } from '#shared/core/table/decision.ts';
import {
  clientLinkPrefix,
  contactLinkPrefix,
  enrolmentsOfContact,
  type IndexName,
  indexSortKey,
  partitionOf,
} from '#shared/core/table/keys.ts';
import { participantPartition } from '#shared/core/table/list-keys.ts';

/** Something that says something of a person. The contact itself comes last. */
export interface OfPerson {
  /** `beside`: a case of somebody else's, in which the person has a part. */
  kind: 'case' | 'beside' | 'alert' | 'enrolment' | 'contact';
  id: string;
}

interface PersonSource {
  kind: OfPerson['kind'];
  pk: string;
  index?: IndexName;
  prefix?: string;
  idOf: (item: Item) => string;
}

const sourcesOf = (contactId: string): readonly PersonSource[] => {
  const pk = partitionOf({ kind: 'contact', id: contactId });
  const participant = { user: contactId };
  return [
    { kind: 'case', pk, prefix: contactLinkPrefix('case'), idOf: ({ caseId }) => String(caseId) },
    { kind: 'beside', pk, prefix: clientLinkPrefix, idOf: ({ caseId }) => String(caseId) },
    ...(['open', 'closed'] as const).map(
      (openness): PersonSource => ({
        kind: 'beside',
        pk: participantPartition('case', participant, openness),
        index: 'gsi1',
        idOf: ({ recordId }) => String(recordId),
      }),
    ),
    { kind: 'alert', pk, prefix: contactLinkPrefix('alert'), idOf: ({ alertId }) => String(alertId) },
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
  { place = '0 ', limit }: { place?: string | undefined; limit: number },
): Promise<{ rows: OfPerson[]; next?: string }> => {
  const sources = sourcesOf(contactId);
  const [at = '0', after] = place.split(' ', 2);
  const source = sources[Number(at)];
  if (!source) return { rows: [{ kind: 'contact', id: contactId }] };
  const { kind, idOf, index, pk, prefix } = source;
  const page = await table.query({
    pk,
    ...(index && { index }),
    ...(prefix && { prefix }),
    ...(after && { after }),
    limit,
    ...(!index && { consistent: true }),
  });
  const rows = page.items.map((item) => ({ kind, id: idOf(item) }));
  const last = page.items.at(-1);
  const behind = last && String(index ? last[indexSortKey(index)] : last.sk);
  return { rows, next: page.more && behind !== undefined ? `${at} ${behind}` : `${Number(at) + 1} ` };
};
