import { everyRecord, type Mentioning, namingAmong, type Whom } from '#functions/retention/mentions.ts';
import type { Services } from '#functions/services.ts';
import { own } from '#shared/core/records/own.ts';
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
  kind: 'case' | 'beside' | 'alert' | 'beside-alert' | 'enrolment' | 'beside-contact' | 'contact';
  id: string;
  /** While it is on hold, so is the contact. */
  isOfContact?: true;
  /** They have no part in it. */
  isNamed?: true;
}

/** What it is a thing of, as reports say it. */
export const kindOfThing = (kind: OfPerson['kind']): 'case' | 'alert' | 'enrolment' | 'contact' =>
  own(kindBeside, kind) ?? (kind as Exclude<typeof kind, keyof typeof kindBeside>);

const besides = { case: 'beside', alert: 'beside-alert', contact: 'beside-contact' } as const;
const kindBeside = { beside: 'case', 'beside-alert': 'alert', 'beside-contact': 'contact' } as const;

interface PersonRange extends WholeRange, Pick<OfPerson, 'kind' | 'isOfContact'> {
  idOf: (item: Item) => string;
}

/** The place of the contact, behind everything else. */
const itself = 'contact';
/** The places of what is about others begin so. */
const inOthers = 'others ';

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

const idIn = ({ kind }: Pick<Mentioning, 'kind'>, { pk }: Item): string =>
  pk.slice(partitionOf({ kind, id: '' }).length);

interface PageWanted {
  place?: string | undefined;
  limit: number;
  /** How many records of others are looked through in a go. */
  looks: number;
  /** What changed since then is looked through once more at the end. */
  since: string;
}

/** The next records of others that name a person. */
const nextNaming = async (services: Services, whom: Whom, { place, limit, looks, since }: PageWanted) => {
  const ranges = everyRecord(since);
  const rows: OfPerson[] = [];
  let looked = 0;
  let next = place;
  do {
    const page = await pageOfRanges(services.table, ranges, { place: next, limit: looks - looked });
    const { items, range } = page;
    const records = range ? items.map((item): Mentioning => ({ kind: range.kind, id: idIn(range, item) })) : [];
    const naming = await namingAmong(services, records, whom);
    rows.push(...naming.map(({ kind, id }): OfPerson => ({ kind: besides[kind], id, isNamed: true })));
    looked += items.length;
    next = page.next;
  } while (next !== undefined && looked < looks && rows.length < limit);
  return { rows, next };
};

/**
 * The next things of a person behind a place, and where it goes on: first what is theirs, then what
 * names them, at last the contact. What is on hold is found, and stays.
 */
export const nextOfPerson = async (
  services: Services,
  whom: Whom,
  { place, ...wanted }: PageWanted,
): Promise<{ rows: OfPerson[]; next?: string }> => {
  if (place === itself) return { rows: [{ kind: 'contact', id: whom.id }] };
  if (place?.startsWith(inOthers)) {
    const behind = place.slice(inOthers.length) || undefined;
    const { rows, next } = await nextNaming(services, whom, { place: behind, ...wanted });
    return { rows, next: next === undefined ? itself : `${inOthers}${next}` };
  }
  const page = await pageOfRanges(services.table, rangesOf(whom.id), { place, limit: wanted.limit });
  const { items, range, next = inOthers } = page;
  if (!range) return { rows: [], next };
  const { kind, isOfContact, idOf } = range;
  return { rows: items.map((item) => ({ kind, id: idOf(item), ...(isOfContact && { isOfContact }) })), next };
};
