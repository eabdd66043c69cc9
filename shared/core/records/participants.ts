import type { PersonOrGroup, RecordBase } from '#shared/core/records/primitives.ts';
import type { Write } from '#shared/core/table/decision.ts';
import { type Openness, participantItem } from '#shared/core/table/list-keys.ts';

interface ParticipantReaders<R> {
  participantsOf: (record: R) => readonly PersonOrGroup[];
  /**
   * On which side of a list it stands; `any` where that makes no difference to where it is found.
   */
  opennessOf: (record: R) => Openness | 'any';
}

/**
 * What a change of a record writes for those who have a part in it: an item for each, anew where
 * lists find the record elsewhere from then on.
 */
export const participantWrites = <R extends RecordBase & { type: string }>(
  kind: 'case' | 'alert',
  { before, after }: { before: R | undefined; after: R },
  { participantsOf, opennessOf }: ParticipantReaders<R>,
): Write[] => {
  const itemsOf = (record: R | undefined) =>
    record
      ? participantsOf(record).map((participant) =>
          participantItem(kind, record, { participant, openness: opennessOf(record) }),
        )
      : [];
  const [was, is] = [itemsOf(before), itemsOf(after)];
  const isSame = (a: (typeof is)[number], b: (typeof is)[number]) => a.gsi1pk === b.gsi1pk && a.type === b.type;
  return [
    ...was.filter(({ sk }) => !is.some((one) => one.sk === sk)).map(({ pk, sk }) => ({ delete: { pk, sk } })),
    ...is.filter((one) => !was.some((other) => isSame(one, other))).map((put) => ({ put })),
  ];
};
