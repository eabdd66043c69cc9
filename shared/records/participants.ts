import { ownerKey } from '#shared/records/person-or-group.ts';
import type { PersonOrGroup, RecordBase } from '#shared/records/primitives.ts';
import type { Write } from '#shared/table/decision.ts';
import { participantItem } from '#shared/table/keys.ts';

/** What a change of who has a part in a record writes: an item for each who has one now and had none, and none for who has none any more. */
export const participantWrites = <R extends RecordBase>(
  kind: 'case' | 'alert',
  { before, after }: { before: R | undefined; after: R },
  participantsOf: (record: R) => readonly PersonOrGroup[],
): Write[] => {
  const [was, is] = [before ? participantsOf(before) : [], participantsOf(after)];
  const isAmong = (some: readonly PersonOrGroup[], one: PersonOrGroup) =>
    some.some((other) => ownerKey(other) === ownerKey(one));
  const itemOf = (one: PersonOrGroup) => participantItem(kind, after, one);
  return [
    ...was.filter((one) => !isAmong(is, one)).map((one) => ({ delete: { pk: itemOf(one).pk, sk: itemOf(one).sk } })),
    ...is.filter((one) => !isAmong(was, one)).map((one) => ({ put: itemOf(one) })),
  ];
};
