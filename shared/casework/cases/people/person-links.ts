import type { Case } from '#shared/casework/cases/case.ts';
import { isOpen } from '#shared/casework/cases/status.ts';
import type { Item, Write } from '#shared/core/table/decision.ts';
import { followerItem, lockKey } from '#shared/core/table/view-keys.ts';

/** What leads from people to a case that they follow, or are kept out of; of none in the trash. */
const itemsOf = (record: Case): Item[] => {
  if (record.trashedAt) return [];
  const openness = isOpen(record) ? 'open' : 'closed';
  return [
    ...record.locks.map((person) => ({ ...lockKey(person, record.id), recordId: record.id })),
    ...record.subscriptions
      .filter(({ confirmed }) => confirmed !== false)
      .map(({ id: person }) => followerItem(record, { person, openness })),
  ];
};

const placeOf = ({ pk, sk, gsi1pk = '' }: Item): string => [pk, sk, gsi1pk].join(' ');

/** What a change of who follows a case, or is kept out of it, writes. */
export const personLinkWrites = (before: Case | undefined, after: Case): Write[] => {
  const [was, is] = [before ? itemsOf(before) : [], itemsOf(after)];
  const there = new Set(was.map(placeOf));
  const kept = new Set(is.map(({ pk, sk }) => `${pk} ${sk}`));
  return [
    ...was.filter(({ pk, sk }) => !kept.has(`${pk} ${sk}`)).map(({ pk, sk }) => ({ delete: { pk, sk } })),
    ...is.filter((item) => !there.has(placeOf(item))).map((put) => ({ put })),
  ];
};
